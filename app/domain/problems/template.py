"""The snippet of a problem with its parameters' places, found in the syntax tree, never by search."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.domain.problems.binding import Binding, find_binding, find_needed
from app.domain.problems.bound_names import bound_names
from app.domain.texts import say
from engine.snippet.python_ast import python_program

MAX_CHARACTERS = 10_000
"""How long a snippet may be; a screen of code has about a tenth of it."""


class TemplateError(ValueError):
    """The snippet cannot be filled in; `line` and `column` count from 1 within the snippet."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column


@dataclass(frozen=True)
class Place:
    """One use of a parameter.

    Attributes:
        name: The parameter.
        needed: How strongly an expression must hold together to stand here without parentheses.
        indent: The spaces before a parameter that stands on a line of its own, so that a statement
            may take the line; None for any other place.
        start: Where its name stands in the snippet, in characters from 0.
        end: Where the snippet goes on behind it: the next line, if it may give the line away.
        is_needed: Whether the line must hold something: without it its block would be empty.
    """

    name: str
    needed: Binding
    start: int
    end: int
    indent: str | None = None
    is_needed: bool = False

    def write(self, text: str) -> str:
        """Write `text` as it must be in this place."""
        if self.indent is not None:
            return self._write_lines(text)
        if self.needed <= Binding.TEST and "," not in text:
            return text
        return text if find_binding(text) >= self.needed else f"({text})"

    def _write_lines(self, text: str) -> str:
        if text == "pass" and not self.is_needed:
            return ""
        return "".join(f"{self.indent}{line}\n" if line else "\n" for line in text.split("\n"))


@dataclass(frozen=True)
class Template:
    """A snippet cut at its parameters.

    The text is `pieces[0]`, the literal for `places[0]`, `pieces[1]`, and so on to the last piece.
    """

    pieces: tuple[str, ...]
    places: tuple[Place, ...]

    @property
    def names(self) -> frozenset[str]:
        """The parameters that it has places for."""
        return frozenset(place.name for place in self.places)

    def fill(self, literals: Mapping[str, str]) -> str:
        """Write each parameter's literal or fragment in its places; `literals` has every parameter."""
        parts = [self.pieces[0]]
        for place, piece in zip(self.places, self.pieces[1:], strict=True):
            parts += place.write(literals[place.name]), piece
        return "".join(parts)

    def find_origin(self, literals: Mapping[str, str], offset: int) -> int:
        """Tell which character of the snippet one of `fill(literals)` comes from; both count from 0.

        What was written for a parameter comes from the place of its name.
        """
        origin = offset
        written = len(self.pieces[0])
        for place, piece in zip(self.places, self.pieces[1:], strict=True):
            if offset < written:
                break
            written += len(place.write(literals[place.name]))
            if offset < written:
                return place.start
            origin = place.end + offset - written
            written += len(piece)
        return origin

    def fill_fragments(self, fragments: Mapping[str, str]) -> str:
        """Write the fragments only: every other parameter stays as its name."""
        return self.fill({name: fragments.get(name, name) for name in self.names})


def make_template(code: str, parameters: tuple[str, ...], lines: bool = False) -> Template:
    """Find where `parameters` are used in `code`.

    Args:
        code: A program, or one expression.
        parameters: Their names.
        lines: Whether a parameter alone on a line gives the whole line away, for a statement.

    Raises:
        TemplateError: The code is not Python, or a parameter is bound to something else, or used
            where its place cannot be told.
    """
    tree = _parse(code)
    _refuse_bindings(tree, set(parameters), code)
    uses = sorted(
        _uses(tree, set(parameters), code), key=lambda use: (use[0].lineno, use[0].col_offset)
    )
    return _cut(code, uses, _sole_lines(tree, code) if lines else {})


def _parse(code: str) -> ast.Module:
    if len(code) > MAX_CHARACTERS:
        raise TemplateError(say("this is longer than %(most)s characters", most=MAX_CHARACTERS))
    try:
        return python_program(code)
    except SyntaxError as error:
        raise TemplateError(
            say("this is not valid Python: %(message)s", message=error.msg),
            max(error.lineno or 1, 1),
            max(error.offset or 1, 1),
        ) from None
    except (ValueError, RecursionError, MemoryError):
        # A NUL character or brackets nested very deep.
        raise TemplateError(say("this cannot be read as Python")) from None


def _refuse_bindings(tree: ast.Module, parameters: set[str], code: str) -> None:
    for node in ast.walk(tree):
        for name in bound_names(node):
            if name in parameters:
                raise TemplateError(
                    say(
                        "`%(name)s` is a parameter, so the snippet must not give it another value",
                        name=name,
                    ),
                    *_place(node, code),
                )


def _place(node: ast.AST, code: str) -> tuple[int, int]:
    """Tell where a node begins, in characters; the tree counts columns in UTF-8 bytes."""
    line, offset = getattr(node, "lineno", 1), getattr(node, "col_offset", 0)
    before = code.split("\n")[line - 1].encode()[:offset]
    return line, len(before.decode()) + 1


def _uses(tree: ast.Module, parameters: set[str], code: str) -> Iterator[tuple[ast.Name, Binding]]:
    """Yield each use of a parameter, and what is needed to stand in its place."""
    for parent in ast.walk(tree):
        if isinstance(parent, ast.JoinedStr):
            _refuse_in_format_strings(parent, parameters, code)
        for child in ast.iter_child_nodes(parent):
            if isinstance(child, ast.Name) and child.id in parameters:
                yield child, find_needed(child, parent)


def _refuse_in_format_strings(string: ast.JoinedStr, parameters: set[str], code: str) -> None:
    # Python 3.11 and 3.12 disagree about the columns inside an f-string.
    for node in ast.walk(string):
        if isinstance(node, ast.Name) and node.id in parameters:
            raise TemplateError(
                say(
                    "the parameter `%(name)s` stands in an f-string; name its value on a line before",
                    name=node.id,
                ),
                *_place(string, code),
            )


def _sole_lines(tree: ast.Module, code: str) -> dict[ast.expr, bool]:
    """Find the names that stand alone on their lines, and whether their block needs them."""
    lines = code.split("\n")
    found: dict[ast.expr, bool] = {}
    for parent in ast.walk(tree):
        for block in _blocks(parent):
            alone = [
                node.value
                for node in block
                if isinstance(node, ast.Expr)
                and isinstance(node.value, ast.Name)
                and lines[node.lineno - 1].strip() == node.value.id
            ]
            found |= dict.fromkeys(alone, False)
            if len(alone) == len(block) and not isinstance(parent, ast.Module):
                found[alone[-1]] = True
    return found


def _blocks(node: ast.AST) -> Iterator[list[ast.stmt]]:
    for field in ("body", "orelse", "finalbody"):
        block = getattr(node, field, None)
        if isinstance(block, list) and block:
            yield block


def _cut(
    code: str, uses: list[tuple[ast.Name, Binding]], sole_lines: Mapping[ast.expr, bool]
) -> Template:
    """Cut `code` at `uses`; the tree counts columns in UTF-8 bytes."""
    source = code.encode()
    starts = [0]
    for line in source.split(b"\n"):
        starts.append(starts[-1] + len(line) + 1)
    pieces: list[str] = []
    places: list[Place] = []
    end = 0
    for node, needed in uses:
        line_start = starts[node.lineno - 1]
        start = line_start + node.col_offset
        piece_end, indent = start, None
        if node in sole_lines:
            piece_end, indent = line_start, source[line_start:start].decode()
        pieces.append(source[end:piece_end].decode())
        end = starts[node.lineno] if node in sole_lines else start + len(node.id)
        span = _characters(source, start), _characters(source, end)
        places.append(Place(node.id, needed, *span, indent, sole_lines.get(node, False)))
    pieces.append(source[end:].decode())
    return Template(tuple(pieces), tuple(places))


def _characters(source: bytes, end: int) -> int:
    return len(source[:end].decode())
