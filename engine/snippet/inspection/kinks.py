"""How near a run comes to the points where its functions have a kink or a jump.

At such a point a gradient is a matter of convention, and near it a matter of rounding. Numbers that
a generator expression hands to `max` or its kin are not looked at.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from engine.snippet.inspection.distances import FAR, OF_PYTHON, OF_TORCH, apart, quotient
from engine.snippet.inspection.operands import Operation

_ORDERINGS: Final = (ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE)


@dataclass(frozen=True, slots=True)
class Kink:
    """How near an operation of a run came to a kink or jump of its own.

    Attributes:
        line: Where it stands in the text, from 1.
        text: Its source.
        distance: The distance of the nearest element, at least 0.
    """

    line: int
    text: str
    distance: float


class Kinks:
    """The operations of a run that can meet a kink, in the order of the run; they are told of."""

    def __init__(self) -> None:
        self.found: list[Kink] = []

    def done(self, line: int, text: str, operation: Operation) -> None:
        """Hear that an operation is done."""
        distance = min(_distances(operation), default=FAR)
        if distance < FAR:
            self.found.append(Kink(line, text, distance))


def _distances(operation: Operation) -> Iterator[float]:
    match operation.node:
        case ast.Call():
            called = operation.called()
            if called is not None:
                name, of_python = called
                measure = (OF_PYTHON if of_python else OF_TORCH).get(name)
                if measure is not None:
                    yield measure(*operation.arguments(), operation.result)
        case ast.Compare(left=left, ops=orders, comparators=others):
            sides = [operation.value(part) for part in (left, *others)]
            for order, one, other in zip(orders, sides, sides[1:], strict=False):
                if isinstance(order, _ORDERINGS):
                    yield apart(one, other)
        case ast.BinOp(left=left, op=ast.Mod() | ast.FloorDiv(), right=right):
            yield quotient([operation.value(left), operation.value(right)], {}, None)
