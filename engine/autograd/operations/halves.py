"""Half precision, which ATen computes in float32 and rounds once at the end."""

import functools
from collections.abc import Callable
from typing import Any

import numpy as np


def in_float32(forward: Callable[..., Any]) -> Callable[..., Any]:
    """A forward computation that widens half precision and narrows what comes out.

    Args:
        forward: computes an array from arrays, numbers and options; its signature is kept.
    """

    @functools.wraps(forward)
    def widened(*inputs: Any, **options: Any) -> Any:
        if inputs[0].dtype.char != "e":
            return forward(*inputs, **options)
        wide = [x.astype(np.float32) if hasattr(x, "astype") else x for x in inputs]
        return forward(*wide, **options).astype(np.float16)

    return widened
