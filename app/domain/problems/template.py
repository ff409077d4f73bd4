"""The snippet of a problem with its parameters' places, found in the syntax tree, never by search."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

MAX_CHARACTERS = 10_000
"""How long a snippet may be; a screen of code has about a tenth of it."""


class TemplateError(ValueError):
    """The snippet cannot be filled in; `line` counts from 1 within the snippet."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Place:
    """One use of a parameter; as the base of a power a negative number needs parentheses there."""

    name: str
    is_base: bool


@dataclass(frozen=True)
class Template:
    """A snippet cut at its parameters.

    The text is `pieces[0]`, the literal for `places[0]`, `pieces[1]`, and so on to the last piece.
    """

    pieces: tuple[str, ...]
    places: tuple[Place, ...]

    def fill(self, literals: Mapping[str, str]) -> str:
        """Write each parameter's literal in its places; `literals` has every parameter."""
        parts = [self.pieces[0]]
        for place, piece in zip(self.places, self.pieces[1:], strict=True):
            literal = literals[place.name]
            parts.append(f"({literal})" if place.is_base and literal[0] == "-" else literal)
            parts.append(piece)
        return "".join(parts)


def make_template(code: str, parameters: tuple[str, ...]) -> Template:
    """Find where `parameters` are used in `code`.

    Raises:
        TemplateError: The code is not Python, or a parameter is unused, bound to something else, or
            used where its place cannot be told.
    """
    tree = _parse(code)
    _refuse_bindings(tree, set(parameters))
    uses = sorted(_uses(tree, set(parameters)), key=lambda use: (use[0].lineno, use[0].col_offset))
    used = {node.id for node, _ in uses}
    for name in parameters:
        if name not in used:
            raise TemplateError(f"the parameter `{name}` is not used in the snippet")
    return _cut(code, uses)


def _parse(code: str) -> ast.Module:
    if len(code) > MAX_CHARACTERS:
        raise TemplateError(f"the snippet is longer than {MAX_CHARACTERS} characters")
    try:
        return ast.parse(code)
    except SyntaxError as error:
        raise TemplateError(f"the snippet is not valid Python: {error.msg}", error.lineno) from None
    except (ValueError, RecursionError, MemoryError):
        # A NUL character or brackets nested very deep.
        raise TemplateError("the snippet cannot be read as Python") from None


def _refuse_bindings(tree: ast.Module, parameters: set[str]) -> None:
    for node in ast.walk(tree):
        for name in _bound_names(node):
            if name in parameters:
                raise TemplateError(
                    f"`{name}` is a parameter, so the snippet must not give it another value",
                    getattr(node, "lineno", None),
                )


def _bound_names(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()) | ast.arg(arg=name):
            yield name
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.AsyncFunctionDef(name=name):
            yield name
        case ast.alias(name=name, asname=None):
            yield name.partition(".")[0]
        case ast.alias(asname=str() as name) | ast.ExceptHandler(name=str() as name):
            yield name
        case ast.Global(names=names) | ast.Nonlocal(names=names):
            yield from names
        case ast.MatchAs(name=str() as name) | ast.MatchStar(name=str() as name):
            yield name
        case ast.MatchMapping(rest=str() as name):
            yield name


def _uses(tree: ast.Module, parameters: set[str]) -> Iterator[tuple[ast.Name, bool]]:
    """Yield each use of a parameter, and whether it is the base of a power."""
    for parent in ast.walk(tree):
        if isinstance(parent, ast.JoinedStr):
            _refuse_in_format_strings(parent, parameters)
        for child in ast.iter_child_nodes(parent):
            if isinstance(child, ast.Name) and child.id in parameters:
                yield child, _is_base(child, parent)


def _is_base(child: ast.Name, parent: ast.AST) -> bool:
    return isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Pow) and parent.left is child


def _refuse_in_format_strings(string: ast.JoinedStr, parameters: set[str]) -> None:
    # Python 3.11 and 3.12 disagree about the columns inside an f-string.
    for node in ast.walk(string):
        if isinstance(node, ast.Name) and node.id in parameters:
            raise TemplateError(
                f"the parameter `{node.id}` stands in an f-string; name its value on a line before",
                string.lineno,
            )


def _cut(code: str, uses: list[tuple[ast.Name, bool]]) -> Template:
    """Cut `code` at `uses`; the tree counts columns in UTF-8 bytes."""
    source = code.encode()
    starts = [0]
    for line in source.split(b"\n"):
        starts.append(starts[-1] + len(line) + 1)
    pieces: list[str] = []
    end = 0
    for node, _ in uses:
        pieces.append(source[end : starts[node.lineno - 1] + node.col_offset].decode())
        end = starts[node.lineno - 1] + (node.end_col_offset or 0)
    pieces.append(source[end:].decode())
    return Template(tuple(pieces), tuple(Place(node.id, is_base) for node, is_base in uses))
