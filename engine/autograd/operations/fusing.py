"""Products that are added without being rounded in between, as PyTorch's kernels compute them."""

from typing import Any

import numpy as np


def added_product(addend: Any, left: Any, right: Any) -> Any:
    """`addend + left * right`, rounded once where the type allows it.

    PyTorch's vector code has one instruction for this. In float32 the product is exact in float64,
    so that one rounding remains; other types are rounded after the product, too.

    Args:
        addend: an array.
        left: an array or number.
        right: an array or number.

    Returns:
        An array of the addend's type.
    """
    if addend.dtype != np.float32:
        return addend + left * right
    wide = [_wide(value) for value in (addend, left, right)]
    return (wide[0] + wide[1] * wide[2]).astype(np.float32)


def _wide(value: Any) -> Any:
    """A float32 operand in float64; a number is rounded to float32 first, as the kernel has it."""
    if isinstance(value, int | float):
        return float(np.float32(value))
    return value.astype(np.float64)
