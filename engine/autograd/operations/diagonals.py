# ruff: noqa: PLW0108 - the names of a lambda's parameters are the names of the inputs
"""Diagonals and triangles of matrices."""

from typing import Any

import numpy as np

from engine.autograd.context import current
from engine.autograd.dtypes import Array
from engine.autograd.in_place import write
from engine.autograd.operations.dimensions import wrapped
from engine.autograd.operations.requirements import not_implemented_for
from engine.autograd.primitive import Primitive
from engine.autograd.tensor import Tensor


def _on_diagonal(g: Array, *, shape: tuple[int, ...], offset: int, dim1: int, dim2: int) -> Array:
    """Zeros but for a diagonal."""
    whole = np.zeros_like(g, shape=shape)
    np.copyto(_diagonal_view(whole, offset, dim1, dim2), g)
    return whole


def _diagonal_view(array: Array, offset: int, dim1: int, dim2: int) -> Array:
    view = array.diagonal(offset, dim1, dim2)
    # NumPy hands out its own diagonals for reading only.
    view.flags.writeable = array.flags.writeable
    return view


_diagonal: Primitive = Primitive(
    "DiagonalBackward0",
    lambda self, *, offset, dim1, dim2: _diagonal_view(self, offset, dim1, dim2),
    view=True,
    self=lambda g, offset, dim1, dim2, self_shape: _diagonal_back(
        g, shape=self_shape, offset=offset, dim1=dim1, dim2=dim2
    ),
)
_diagonal_copy: Primitive = Primitive(
    "DiagonalBackward0_copy",
    lambda self, *, offset, dim1, dim2: self.diagonal(offset, dim1, dim2).copy("K"),
    self=lambda g, offset, dim1, dim2, self_shape: _diagonal_back(
        g, shape=self_shape, offset=offset, dim1=dim1, dim2=dim2
    ),
)
_diagonal_back: Primitive = Primitive(
    "DiagonalBackwardBackward0",
    _on_diagonal,
    g=lambda g, offset, dim1, dim2: _diagonal(g, offset=offset, dim1=dim1, dim2=dim2),
)
_diag_embed: Primitive = Primitive(
    "DiagEmbedBackward0",
    _on_diagonal,
    g=lambda g, offset, dim1, dim2: _diagonal(g, offset=offset, dim1=dim1, dim2=dim2),
)


def _sum_of_diagonal(self: Array) -> Any:
    entries = self.diagonal()
    if self.dtype.kind == "f":
        # PyTorch adds up in the wide type and rounds once.
        return entries.sum(axis=0, dtype=np.float64).astype(self.dtype)
    return entries.sum(axis=0, dtype=np.int64)


_trace: Primitive = Primitive(
    "TraceBackward0",
    _sum_of_diagonal,
    self=lambda g, self_shape: _spread_trace(g, shape=self_shape),
)
_spread_trace: Primitive = Primitive(
    # PyTorch writes the number into a flat row of zeros and views it as a matrix.
    "ViewBackward0",
    lambda g, *, shape: np.where(np.eye(*shape, dtype=np.bool_), g, g.dtype.type(0)),
    g=lambda g: _trace(g),
)
_tril: Primitive = Primitive(
    "TrilBackward0",
    lambda self, *, diagonal: np.tril(self, diagonal),
    self=lambda g, diagonal: _tril(g, diagonal=diagonal),
)
_triu: Primitive = Primitive(
    "TriuBackward0",
    lambda self, *, diagonal: np.triu(self, diagonal),
    self=lambda g, diagonal: _triu(g, diagonal=diagonal),
)


def diagonal(input: Tensor, offset: int, dim1: int, dim2: int) -> Tensor:
    """The diagonal of two dimensions as the last one, a view.

    Args:
        input: a tensor of at least two dimensions.
        offset: how far above the main diagonal; below, if negative.
        dim1: the first of the two dimensions.
        dim2: the second.

    Raises:
        RuntimeError: when both are the same.
        IndexError: when there is no such dimension.
    """
    first, second = wrapped(dim1, input.ndim), wrapped(dim2, input.ndim)
    if first == second:
        raise RuntimeError(f"diagonal dimensions cannot be identical {dim1}, {dim2}")
    options = {"offset": _within(input, offset, first, second), "dim1": first, "dim2": second}
    result: Tensor = _diagonal(input, **options)
    return result


def _within(input: Tensor, offset: int, dim1: int, dim2: int) -> int:
    """An offset no farther than just outside of the matrix, which NumPy can count."""
    rows: int = input.array.shape[dim1]
    columns: int = input.array.shape[dim2]
    return max(-rows, min(offset, columns))


def diag_embed(input: Tensor, offset: int, dim1: int, dim2: int) -> Tensor:
    """The last dimension laid out as a diagonal of two new ones.

    Raises:
        RuntimeError: when both are the same.
        IndexError: when there is no such dimension.
    """
    ndim = input.ndim + 1
    first, second = wrapped(dim1, ndim), wrapped(dim2, ndim)
    if first == second:
        raise RuntimeError(f"diagonal dimensions cannot be identical {dim1}, {dim2}")
    size = input.array.shape[-1] + abs(offset)
    shape = list(input.array.shape[:-1])
    for place in sorted((first, second)):
        shape.insert(place, size)
    current().allow(int(np.prod(shape)))
    result: Tensor = _diag_embed(input, shape=tuple(shape), offset=offset, dim1=first, dim2=second)
    return result


def diag(input: Tensor, diagonal_number: int) -> Tensor:
    """A copy of a matrix's diagonal, or a matrix with a vector as its diagonal.

    Raises:
        RuntimeError: for a tensor of another number of dimensions.
    """
    if input.ndim == 1:
        return diag_embed(input, diagonal_number, 0, 1)
    if input.ndim != 2:
        raise RuntimeError(f"diag(): Supports 1D or 2D tensors. Got {input.ndim}D")
    offset = _within(input, diagonal_number, 0, 1)
    result: Tensor = _diagonal_copy(input, offset=offset, dim1=0, dim2=1)
    return result


def trace(input: Tensor) -> Tensor:
    """The sum of a matrix's diagonal.

    Raises:
        RuntimeError: for what is no matrix.
    """
    if input.ndim != 2:
        raise RuntimeError(f"trace: expected a matrix, but got tensor with dim {input.ndim}")
    if input.array.dtype.kind == "b":
        raise not_implemented_for("trace", input)
    result: Tensor = _trace(input)
    return result


def tril(input: Tensor, diagonal: int) -> Tensor:
    """The lower triangle of matrices, zeros above."""
    result: Tensor = _tril(_of_matrices("tril", input), diagonal=diagonal)
    return result


def triu(input: Tensor, diagonal: int) -> Tensor:
    """The upper triangle of matrices, zeros below."""
    result: Tensor = _triu(_of_matrices("triu", input), diagonal=diagonal)
    return result


def tril_(input: Tensor, diagonal: int) -> Tensor:
    """As `tril`, in place."""
    return write(_tril, (_of_matrices("tril", input),), {"diagonal": diagonal})


def triu_(input: Tensor, diagonal: int) -> Tensor:
    """As `triu`, in place."""
    return write(_triu, (_of_matrices("triu", input),), {"diagonal": diagonal})


def _of_matrices(name: str, input: Tensor) -> Tensor:
    if input.ndim < 2:
        raise RuntimeError(f"{name}: input tensor must have at least 2 dimensions")
    return input
