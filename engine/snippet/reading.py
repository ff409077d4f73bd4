"""From text to a syntax tree of bounded size that holds allowed nodes only.

The text is never executed or compiled: Python parses it, and nothing but the closures that
`engine.snippet` builds from the tree ever runs. The tree stays inside this package, so nobody can
alter it between check and use.
"""

import ast

from engine.snippet.errors import LimitExceeded, UnsupportedSyntax
from engine.snippet.grammar import ALLOWED, UNCOUNTED, refusal
from engine.snippet.limits import Limits
from engine.snippet.python_ast import python_program
from engine.snippet.wording import worded

TOO_MANY_DIGITS = "Exceeds the limit"
"""How Python's own refusal of an integer literal of thousands of digits begins."""


class Text:
    """The lines of a source, to turn a node's place into line and column as an editor counts.

    Attributes:
        parameters: The names in the source that stand for values given from outside.
    """

    def __init__(self, source: str, parameters: frozenset[str] = frozenset()) -> None:
        self._lines = source.splitlines() or [""]
        self.parameters = parameters

    def place(self, node: ast.AST) -> tuple[int, int]:
        """Line and column, both from 1, of a node that has a place; else (1, 1)."""
        line = getattr(node, "lineno", 1)
        offset = getattr(node, "col_offset", 0)
        if line > len(self._lines):
            return line, offset + 1
        before = self._lines[line - 1].encode()[:offset]
        return line, len(before.decode(errors="replace")) + 1


def read(source: str, limits: Limits) -> ast.Module:
    """Parse a program within the bounds.

    Raises:
        UnsupportedSyntax: It is not Python, or holds syntax outside the allow-list.
        LimitExceeded: It is too long, too large or too deeply nested.
    """
    _bound_bytes(source, limits)
    tree = _parse(source)
    _check_nodes(tree, Text(source), limits)
    return tree


def read_expression(source: str, limits: Limits) -> ast.expr:
    """Parse one asked expression within the same bounds as a program.

    Raises:
        UnsupportedSyntax: As for `read`, or it is not one single expression.
        LimitExceeded: As for `read`.
    """
    tree = read(source.strip(), limits)
    if len(tree.body) != 1 or not isinstance(tree.body[0], ast.Expr):
        raise UnsupportedSyntax(
            worded("a question asks for one expression, such as `x.grad`"), 1, 1
        )
    return tree.body[0].value


def _bound_bytes(source: str, limits: Limits) -> None:
    try:
        size = len(source) if len(source) > limits.source_bytes else len(source.encode())
    except UnicodeEncodeError as error:
        line = source.count("\n", 0, error.start) + 1
        column = error.start - source.rfind("\n", 0, error.start)
        raise UnsupportedSyntax(
            worded("half of a surrogate pair is not a character; save the text as UTF-8"),
            line,
            column,
        ) from None
    if size > limits.source_bytes:
        raise LimitExceeded(
            worded(
                "the text is longer than the bound of %(most)s bytes; shorten it",
                most=limits.source_bytes,
            ),
            1,
            1,
        )


def _parse(source: str) -> ast.Module:
    at = source.find("\0")
    if at >= 0:
        line, column = source.count("\n", 0, at) + 1, at - source.rfind("\n", 0, at)
        raise UnsupportedSyntax(worded("a NUL character is not text; remove it"), line, column)
    try:
        return python_program(source)
    except SyntaxError as error:
        line, column = max(error.lineno or 1, 1), max(error.offset or 1, 1)
        if error.msg.startswith(TOO_MANY_DIGITS):
            raise LimitExceeded(worded("an integer of too many digits"), line, column) from None
        raise UnsupportedSyntax(
            worded("this is not valid Python (%(message)s); mend it first", message=error.msg),
            line,
            column,
        ) from None
    except (MemoryError, RecursionError):
        raise LimitExceeded(
            worded("the text is nested too deeply for Python to read"), 1, 1
        ) from None


def _check_nodes(tree: ast.Module, text: Text, limits: Limits) -> None:
    """Walk the tree without recursion, so that its own depth cannot break the check."""
    waiting: list[tuple[ast.AST, ast.AST, int]] = [(tree, tree, 0)]
    count = 0
    while waiting:
        node, parent, depth = waiting.pop()
        here = node if hasattr(node, "lineno") else parent
        if type(node) not in ALLOWED:
            raise UnsupportedSyntax(refusal(node), *text.place(here))
        if isinstance(node, UNCOUNTED):
            continue
        count += 1
        if count > limits.nodes:
            raise LimitExceeded(
                worded(
                    "the program has more parts than the bound of %(most)s syntax nodes",
                    most=limits.nodes,
                ),
                *text.place(here),
            )
        if depth > limits.depth:
            raise LimitExceeded(
                worded(
                    "the program is nested deeper than the bound of %(most)s levels",
                    most=limits.depth,
                ),
                *text.place(here),
            )
        children = list(ast.iter_child_nodes(node))
        waiting.extend((child, here, depth + 1) for child in reversed(children))
