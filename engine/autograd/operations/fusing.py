"""Products that are added without being rounded in between, as PyTorch's kernels compute them."""

from typing import Any, Final

import numpy as np

from engine.autograd.batch import number_as

# Multiplying by it separates the upper half of a float64's bits from the lower (Veltkamp).
_SPLITTER: Final = 2.0**27 + 1
_SINGLE: Final = np.dtype(np.float32)


def added_product(addend: Any, left: Any, right: Any) -> Any:
    """`addend + left * right`, rounded once where the type allows it.

    PyTorch's kernels have one instruction for this. In float32 the product is exact in float64, so
    that one rounding remains; in float64 the product's rounding error is computed and added.

    Args:
        addend: an array.
        left: an array or number.
        right: an array or number.

    Returns:
        An array of the addend's type.
    """
    if addend.dtype == np.float32:
        wide = [_wide(value) for value in (addend, left, right)]
        return (wide[0] + wide[1] * wide[2]).astype(np.float32)
    if addend.dtype == np.float64:
        return _added_exactly(addend, left, right)
    return addend + left * right


def _wide(value: Any) -> Any:
    """A float32 operand in float64; a number is rounded to float32 first, as the kernel has it."""
    if isinstance(value, int | float):
        value = number_as(value, _SINGLE)
    return value.astype(np.float64)


def _added_exactly(addend: Any, left: Any, right: Any) -> Any:
    """The sum with both roundings' errors put back (Dekker's product, Knuth's sum)."""
    product = left * right
    upper_left, lower_left = _halves(left)
    upper_right, lower_right = _halves(right)
    error = upper_left * upper_right - product
    error = error + upper_left * lower_right + lower_left * upper_right
    error = error + lower_left * lower_right
    total = addend + product
    part = total - addend
    error = error + ((addend - (total - part)) + (product - part))
    # Where a half overflowed, or a value is infinite, there is nothing to put back; and a zero
    # keeps its sign.
    return np.where(np.isfinite(error) & (error != 0), total + error, total)


def _halves(value: Any) -> tuple[Any, Any]:
    scaled = value * _SPLITTER
    upper = scaled - (scaled - value)
    return upper, value - upper
