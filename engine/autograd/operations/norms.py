# ruff: noqa: PLW0108 - the names of a lambda's parameters are the names of the inputs
"""Norms of vectors."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.autograd import errors
from engine.autograd.dtypes import Array
from engine.autograd.operations import elementwise
from engine.autograd.operations.arithmetic import power
from engine.autograd.operations.dimensions import reduced
from engine.autograd.operations.requirements import required
from engine.autograd.operations.selection import masked_fill_number
from engine.autograd.operations.shapes import restored
from engine.autograd.operations.summation import summed
from engine.autograd.primitive import Primitive
from engine.autograd.tensor import Tensor

Dims = int | Sequence[int] | None


def _norm_forward(self: Array, *, p: float, dims: tuple[int, ...], keepdim: bool) -> Any:
    if p == 2:
        return np.sqrt(summed(self * self, dims, keepdim))
    sizes = np.abs(self)
    if p == 1:
        return summed(sizes, dims, keepdim)
    if p == math.inf:
        return sizes.max(axis=dims, keepdims=keepdim)
    return summed(sizes**p, dims, keepdim) ** (1 / p)


def _norm_back(g: Any, self: Any, result: Any, p: float, dims: Any, keepdim: bool) -> Any:
    g, result = restored(g, dims, keepdim), restored(result, dims, keepdim)
    if p == 2:
        return g * masked_fill_number(self / result, result == 0, value=0.0)
    if p == 1:
        return elementwise.sign(self) * g
    if p == math.inf:
        attained = elementwise.abs(self) == result
        count = (
            attained.sum(dims, keepdim=True)
            if isinstance(self, Tensor)
            else (attained.sum(axis=dims, keepdims=True))
        )
        return elementwise.sign(self) * (g / count * attained)
    scale = masked_fill_number(g / power(result, p - 1), result == 0, value=0.0)
    return self * power(elementwise.abs(self), p - 2) * scale


_norm: Primitive = Primitive(
    "LinalgVectorNormBackward0",
    _norm_forward,
    self=lambda g, self, result, p, dims, keepdim: _norm_back(g, self, result, p, dims, keepdim),
)


def norm(input: Any, p: Any = 2, dim: Dims = None, keepdim: bool = False) -> Tensor:
    """The p-norm of all elements, or along dimensions.

    Args:
        input: a floating-point tensor.
        p: 1, 2, any number from 2 on, infinity, or "fro" for 2.
        dim: one or several dimensions.
        keepdim: keep the reduced dimensions at size 1.

    Raises:
        RuntimeError: for integers and bool.
        Unsupported: for another p.
    """
    source = required("norm", input)
    order = 2.0 if p in ("fro", None) else p
    if isinstance(order, str) or not (order == 1 or order >= 2):
        raise errors.Unsupported(f"norm with p={p!r}")
    if not source.dtype.is_floating_point:
        raise RuntimeError(
            "linalg.vector_norm: Expected a floating point or complex tensor as input. "
            f"Got {source.dtype.title}"
        )
    dims = reduced(dim, source.ndim)
    result: Tensor = _norm(source, p=float(order), dims=dims, keepdim=keepdim)
    return result
