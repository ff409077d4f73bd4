"""Functions whose float32 values are rounded once, from float64.

The float32 functions of PyTorch's vector library give the correctly rounded value nearly always:
exp, log1p, expm1, tanh, powers in 99 of 100 cases and more. NumPy's own miss it by a unit of the
last place in up to one of two (SEMANTICS.md, part E).
"""

from collections.abc import Callable
from typing import Any

import numpy as np


def rounded(function: Callable[..., Any], *operands: Any) -> Any:
    """A function of arrays, computed in float64 where they are float32.

    Args:
        function: a ufunc, or what behaves like one.
        *operands: arrays of one type.

    Returns:
        An array of the operands' type.
    """
    if operands[0].dtype.char != "f":
        return function(*operands)
    return function(*(operand.astype(np.float64) for operand in operands)).astype(np.float32)
