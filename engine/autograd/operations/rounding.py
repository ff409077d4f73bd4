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


def rounded(function: Callable[..., Any], *operands: Any) -> Any:
    """A function of arrays, computed in float64 where they are float32.

    Args:
        function: a ufunc, or what behaves like one.
        *operands: arrays of one type.

    Returns:
        An array of the operands' type.
    """
    if operands[0].dtype is not _SINGLE:
        return function(*operands)
    if len(operands) == 1:
        return function(operands[0].astype(_DOUBLE)).astype(_SINGLE)
    return function(*(operand.astype(_DOUBLE) for operand in operands)).astype(_SINGLE)
