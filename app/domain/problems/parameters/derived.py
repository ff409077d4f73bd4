"""Derived parameters: numbers calculated from others, so that a problem need not say them twice."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.problems.draw import Draw
from app.domain.problems.fields import Table
from app.domain.problems.parameters.exact import (
    FUNCTIONS,
    ExactError,
    Value,
    calculate,
    exact,
    read_exact,
)
from app.domain.problems.parameters.parameter import DrawError
from app.domain.texts import say

_MAX_EXPRESSION = 200
_EXPR = say('an expression over other parameters, for instance "n + 1" or "2 * v[0]"')


@dataclass(frozen=True)
class DerivedParameter:
    """A number, vector or matrix that follows from other parameters.

    Attributes:
        name: The name that stands for it in the snippet.
        expr: How it is calculated.
        tree: The same, taken apart.
        needs: The parameters it is calculated from.
    """

    name: str
    expr: str
    tree: ast.expr = field(repr=False, compare=False)
    needs: frozenset[str]
    kind = "derived"
    is_fragment = False

    def draw(self, draw: Draw, drawn: Mapping[str, Any]) -> Any:  # noqa: ARG002 - nothing is left open
        """Calculate the value, exactly.

        Raises:
            DrawError: The expression has no value for these numbers.
        """
        try:
            value = calculate(self.tree, {name: exact(drawn[name]) for name in self.needs})
            _check_shape(value)
        except ExactError as error:
            reason = say("`%(expr)s`: %(message)s", expr=self.expr, message=error.message)
            raise DrawError(self.name, reason) from None
        return value


def _check_shape(value: Value) -> None:
    """Refuse a value that is no number, vector or matrix, and a number that no float can hold."""
    rows = value if isinstance(value, list) else [value]
    shapes = {len(row) if isinstance(row, list) else 0 for row in rows}
    numbers = [number for row in rows for number in (row if isinstance(row, list) else [row])]
    if not numbers or len(shapes) > 1 or any(isinstance(number, list) for number in numbers):
        raise ExactError(say("is neither a number nor a vector or matrix with rows of one length"))
    try:
        for number in numbers:
            float(number)
    except OverflowError:
        raise ExactError(say("has a value too large for a floating-point number")) from None


def read_derived(name: str, table: Table) -> DerivedParameter:
    """Read the fields of a derived parameter.

    Raises:
        ProblemError: The expression cannot be read.
    """
    expr = table.text("expr", _EXPR)
    if len(expr) > _MAX_EXPRESSION:
        raise table.error(
            "expr", say("must be at most %(most)s characters long", most=_MAX_EXPRESSION)
        )
    try:
        tree = read_exact(expr)
    except ExactError:
        raise table.unlike("expr", _EXPR) from None
    called = {node.func for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for function in called:
        if not isinstance(function, ast.Name) or function.id not in FUNCTIONS:
            raise table.error(
                "expr",
                say(
                    "calls `%(function)s`; it may call %(allowed)s",
                    function=ast.unparse(function),
                    allowed=", ".join(FUNCTIONS),
                ),
            )
    needs = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} - {
        function.id for function in called if isinstance(function, ast.Name)
    }
    return DerivedParameter(name, expr, tree, frozenset(needs))
