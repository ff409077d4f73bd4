"""The snippet of a problem with its parameters' places, found in the syntax tree, never by search."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.domain.problems.binding import Binding, find_binding, find_needed
from app.domain.problems.bound_names import bound_names

MAX_CHARACTERS = 10_000
"""How long a snippet may be; a screen of code has about a tenth of it."""


class TemplateError(ValueError):
    """The snippet cannot be filled in; `line` and `column` count from 1 within the snippet."""

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
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
        is_needed: Whether the line must hold something: without it its block would be empty.
    """

    name: str
    needed: Binding
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
    _refuse_bindings(tree, set(parameters))
    uses = sorted(_uses(tree, set(parameters)), key=lambda use: (use[0].lineno, use[0].col_offset))
    return _cut(code, uses, _sole_lines(tree, code) if lines else {})


def _parse(code: str) -> ast.Module:
    if len(code) > MAX_CHARACTERS:
        raise TemplateError(f"the snippet is longer than {MAX_CHARACTERS} characters")
    try:
        return ast.parse(code)
    except SyntaxError as error:
        raise TemplateError(
            f"the snippet is not valid Python: {error.msg}", error.lineno, error.offset
        ) from None
    except (ValueError, RecursionError, MemoryError):
        # A NUL character or brackets nested very deep.
        raise TemplateError("the snippet cannot be read as Python") from None


def _refuse_bindings(tree: ast.Module, parameters: set[str]) -> None:
    for node in ast.walk(tree):
        for name in bound_names(node):
            if name in parameters:
                raise TemplateError(
                    f"`{name}` is a parameter, so the snippet must not give it another value",
                    *_place(node),
                )


def _place(node: ast.AST) -> tuple[int | None, int | None]:
    line, offset = getattr(node, "lineno", None), getattr(node, "col_offset", None)
    return line, None if offset is None else offset + 1


def _uses(tree: ast.Module, parameters: set[str]) -> Iterator[tuple[ast.Name, Binding]]:
    """Yield each use of a parameter, and what is needed to stand in its place."""
    for parent in ast.walk(tree):
        if isinstance(parent, ast.JoinedStr):
            _refuse_in_format_strings(parent, parameters)
        for child in ast.iter_child_nodes(parent):
            if isinstance(child, ast.Name) and child.id in parameters:
                yield child, find_needed(child, parent)


def _refuse_in_format_strings(string: ast.JoinedStr, parameters: set[str]) -> None:
    # Python 3.11 and 3.12 disagree about the columns inside an f-string.
    for node in ast.walk(string):
        if isinstance(node, ast.Name) and node.id in parameters:
            raise TemplateError(
                f"the parameter `{node.id}` stands in an f-string; name its value on a line before",
                *_place(string),
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
        if node in sole_lines:
            indent = source[line_start:start].decode()
            places.append(Place(node.id, needed, indent, sole_lines[node]))
            pieces.append(source[end:line_start].decode())
            end = starts[node.lineno]
        else:
            places.append(Place(node.id, needed))
            pieces.append(source[end:start].decode())
            end = line_start + (node.end_col_offset or 0)
    pieces.append(source[end:].decode())
    return Template(tuple(pieces), tuple(places))
