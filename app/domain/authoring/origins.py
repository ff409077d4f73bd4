"""What a value of a snippet was computed from, as far as its syntax tree tells."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.domain.authoring.literals import number_of

_STEPS: Final = {
    "mean": "mean",
    "sum": "sum",
    "norm": "sum",
    "pow": "power",
    "dot": "product",
    "matmul": "product",
    "mm": "product",
    **dict.fromkeys(("exp", "log", "sqrt", "sigmoid", "tanh", "sin", "cos", "relu"), "function"),
}


@dataclass(frozen=True)
class Origin:
    """What a value was computed from.

    Attributes:
        leaves: The leaves that a gradient reaches from it.
        detached: The leaves that detach() or .data kept from it.
        unrecorded: The leaves that no_grad() kept from it.
        steps: Operations on the way that misconceptions are about.
    """

    leaves: frozenset[str] = frozenset()
    detached: frozenset[str] = frozenset()
    unrecorded: frozenset[str] = frozenset()
    steps: frozenset[str] = frozenset()

    def __or__(self, other: "Origin") -> "Origin":
        """Join what two values were computed from."""
        return Origin(
            self.leaves | other.leaves,
            self.detached | other.detached,
            self.unrecorded | other.unrecorded,
            self.steps | other.steps,
        )


def step_of(node: ast.AST, parts: Mapping[ast.AST, Origin]) -> frozenset[str]:
    """Name the operation of a node, whose parts were computed from such origins."""
    match node:
        case ast.BinOp(op=ast.Sub(), right=right) if parts[right].leaves:
            return frozenset({"minus"})
        case ast.BinOp(op=ast.Pow(), left=left, right=right) if parts[left].leaves:
            return frozenset({"power"} if number_of(right) is not None else ())
        case ast.BinOp(op=ast.MatMult()):
            return frozenset({"product"})
        case ast.BinOp(op=ast.Div(), right=right) if parts[right].leaves:
            return frozenset({"function"})
        case ast.Call(func=ast.Attribute(attr=name)):
            return frozenset({_STEPS[name]} if name in _STEPS else ())
    return frozenset()
