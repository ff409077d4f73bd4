"""What programs reach by name, family by family: arguments and checks as PyTorch has them.

The operations themselves stand in `engine.autograd.operations`. A family's file holds up to three
tables: METHODS of tensors, functions of TORCH, and FUNCTIONAL, those of torch.nn.functional.
"""

from collections.abc import Callable
from typing import Any, Final

from engine.autograd.catalogue import (
    activations,
    blends,
    comparisons,
    creation,
    indexing,
    joining,
    linear_algebra,
    losses,
    normalising,
    pointwise,
    random_numbers,
    reductions,
    shapes,
    sums,
    types,
)

_FAMILIES: Final[tuple[Any, ...]] = (
    activations,
    blends,
    comparisons,
    creation,
    indexing,
    joining,
    linear_algebra,
    losses,
    normalising,
    pointwise,
    random_numbers,
    reductions,
    shapes,
    sums,
    types,
)


def _table(name: str) -> dict[str, Callable[..., Any]]:
    return {
        called: function
        for family in _FAMILIES
        for called, function in getattr(family, name, {}).items()
    }


METHODS: Final = _table("METHODS")
TORCH: Final = _table("TORCH")
FUNCTIONAL: Final = _table("FUNCTIONAL")
