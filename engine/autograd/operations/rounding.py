"""Functions whose float32 values are rounded once, from float64.

The float32 functions of PyTorch's vector library give the correctly rounded value nearly always:
exp, log1p, expm1, tanh, powers in 99 of 100 cases and more. NumPy's own miss it by a unit of the
last place in up to one of two (SEMANTICS.md, part E).
"""

from collections.abc import Callable
from typing import Any, Final

import numpy as np

_SINGLE: Final = np.dtype(np.float32)
_DOUBLE: Final = np.dtype(np.float64)


def rounded(function: Callable[..., Any], operand: Any, *others: Any) -> Any:
    """A function of arrays, computed in float64 where they are float32.

    Args:
        function: a ufunc, or what behaves like one.
        operand: an array.
        *others: further ones of the same type.

    Returns:
        An array of the operands' type.
    """
    if operand.dtype is not _SINGLE:
        return function(operand, *others)
    if not others:
        return function(operand.astype(_DOUBLE)).astype(_SINGLE)
    wide = [other.astype(_DOUBLE) for other in others]
    return function(operand.astype(_DOUBLE), *wide).astype(_SINGLE)
