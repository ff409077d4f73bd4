"""Local rules: what each operation does with the cotangent that arrives at it."""

from typing import Final

from app.domain.explanation.local_rules.pointwise import ARITHMETIC, CORNERS, FUNCTIONS
from app.domain.explanation.local_rules.rule import LocalRule
from app.domain.explanation.local_rules.shapes import JOINS, PICKS, SHAPES
from app.domain.explanation.local_rules.sums import EXTREMES, LOSSES, PRODUCTS, SUMS

LOCAL_RULES: Final[dict[str, LocalRule]] = {
    **ARITHMETIC,
    **FUNCTIONS,
    **CORNERS,
    **SUMS,
    **EXTREMES,
    **PRODUCTS,
    **LOSSES,
    **SHAPES,
    **PICKS,
    **JOINS,
}
"""The rules by PyTorch's name of the operation."""

ANY_RULE: Final = LocalRule(
    "r = f(p)",
    (),
    "It sends on vᵀJ: the cotangent times the matrix of this operation's partial derivatives.",
)
"""What holds for every operation."""


def local_rule(operation: str) -> LocalRule:
    """The rule of an operation by PyTorch's name of it, such as `MulBackward0`."""
    return LOCAL_RULES.get(operation, ANY_RULE)


__all__ = ["ANY_RULE", "LOCAL_RULES", "LocalRule", "local_rule"]
