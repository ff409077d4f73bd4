# ruff: noqa: PLW0108 - the names of a lambda's parameters are the names of the inputs
"""Running sums and products along a dimension, and the product of all elements."""

from typing import Any, Final

import numpy as np

from engine.autograd.dtypes import Array, DType
from engine.autograd.errors import Unsupported
from engine.autograd.operations.casts import in_type
from engine.autograd.operations.dimensions import wrapped
from engine.autograd.operations.indexing import get
from engine.autograd.operations.joining import cat
from engine.autograd.operations.reductions import sum_along
from engine.autograd.operations.shapes import reshape, restored
from engine.autograd.primitive import Primitive
from engine.autograd.tensor import Tensor

# ATen adds and multiplies one after the other in a wider type.
_WIDER: Final = {"e": np.float32, "f": np.float64, "d": np.float64}


def _running(run: Any, array: Array, axis: int) -> Any:
    if not array.ndim:
        return array.astype(array.dtype if array.dtype.kind == "f" else np.int64)
    wider = _WIDER.get(array.dtype.char)
    if wider is None:
        return run(array, axis=axis, dtype=np.int64)
    # Zero is where sums begin, so that none of them is -0.0.
    start = 0.0 if run is np.cumsum else 1.0
    found = run(array, axis=axis, dtype=wider)
    return (found if start else found + start).astype(array.dtype)


_MOST_PRODUCTS: Final = 10_000_000
"""How many products a higher derivative at zeros may take: their number grows with the square."""


flip_along: Primitive = Primitive(
    "FlipBackward0",
    lambda self, *, axis: np.flip(self, axis),
    self=lambda g, axis: flip_along(g, axis=axis),
)


def _sums_from_the_end(g: Any, axis: int) -> Any:
    if not len(g.shape):
        return g
    return flip_along(_cumsum(flip_along(g, axis=axis), axis=axis), axis=axis)


_cumsum: Primitive = Primitive(
    "CumsumBackward0",
    lambda self, *, axis: _running(np.cumsum, self, axis),
    self=lambda g, axis: _sums_from_the_end(g, axis),
)
_cumprod: Primitive = Primitive(
    "CumprodBackward0",
    lambda self, *, axis: _running(np.cumprod, self, axis),
    self=lambda g, self, result, axis: _cumprod_back(g, self, result, axis),
)


_in_one_piece: Primitive = Primitive("CopySlices", lambda self: self.copy("K"), self=lambda g: g)
"""What was put together part by part, which PyTorch writes into one tensor."""


def _cumprod_back(g: Any, self: Any, result: Any, axis: int) -> Any:
    shape = tuple(self.shape)
    values = self.array if isinstance(self, Tensor) else self
    if not shape or shape[axis] == 1 or not values.size:
        return g
    if (values != 0).all():
        return _sums_from_the_end(result * g, axis) / self
    if isinstance(self, Tensor):
        return _cumprod_back_with_zeros(g, self, axis)
    return _cumprod_back_over_zeros(g, self, result, axis)


def _cumprod_back_over_zeros(g: Array, self: Array, result: Array, axis: int) -> Array:
    """PyTorch's quicker way, where no further derivative is wanted.

    Before the first zero one may divide; at the first zero all products up to the second one count;
    behind it nothing does.
    """
    zeros = np.cumsum(self == 0, axis=axis)
    before, between = zeros == 0, zeros == 1
    nothing = g.dtype.type(0)
    divided = _sums_from_the_end(np.where(before, result * g, nothing), axis) / self
    first = np.argmax(between, axis=axis, keepdims=True)
    places = np.arange(self.shape[axis]).reshape((-1, *(1,) * (self.ndim - 1 - axis)))
    at_first = between & (places == first)
    others = np.cumprod(np.where(between & ~at_first, self, g.dtype.type(1)), axis=axis)
    total = (others * np.where(between, g, nothing)).sum(axis=axis, keepdims=True)
    ahead = np.take_along_axis(result, np.maximum(first - 1, 0), axis)
    slope = total * np.where(first == 0, g.dtype.type(1), ahead)
    found: Array = np.where(at_first, slope, np.where(before, divided, nothing))
    return found


def _cumprod_back_with_zeros(g: Any, self: Any, axis: int) -> Any:
    """For each element the sum, over all products it is part of, of the other factors.

    Division by the element, which is quicker, is not possible here.

    Raises:
        Unsupported: when that would take too many products.
    """
    size = self.shape[axis]
    if size * self.array.size > _MOST_PRODUCTS:
        raise Unsupported("a higher derivative of cumprod of so many elements with zeros")
    parts = []
    for place in range(size):
        others = _part(self, axis, 0, place)
        before = product_along(others, axis, keepdim=True) if place else None
        following = _part(self, axis, place + 1, size)
        after = _cumprod(following, axis=axis) if place + 1 < size else None
        own = _part(g, axis, place, place + 1)
        rest = _part(g, axis, place + 1, size)
        total = own if before is None else own * before
        if after is not None:
            products = after if before is None else after * before
            total = total + _summed(rest * products, axis)
        parts.append(total)
    return _in_one_piece(cat(parts, axis))


def _part(value: Any, axis: int, start: int, stop: int) -> Any:
    where = (slice(None),) * axis + (slice(start, stop),)
    return get(value, where) if isinstance(value, Tensor) else value[where]


def _summed(value: Any, axis: int) -> Any:
    if isinstance(value, Tensor):
        return sum_along(value, axis, keepdim=True)
    return value.sum(axis=axis, keepdims=True)


def _multiplied(array: Array, axis: int, keepdim: bool) -> Any:
    kind = array.dtype if array.dtype.kind == "f" else np.int64
    return array.prod(axis=axis, keepdims=keepdim, dtype=kind)


_prod_all: Primitive = Primitive(
    "ProdBackward0",
    lambda self: _multiplied(self.reshape(-1), 0, False),
    self=lambda g, self, result: _prod_back(g, self, result),
)
_prod_dim: Primitive = Primitive(
    "ProdBackward1",
    lambda self, *, axis, keepdim: (
        _multiplied(self, axis, keepdim) if self.ndim else _multiplied(self.reshape(1), 0, False)
    ),
    self=lambda g, self, result, axis, keepdim: _prod_dim_back(g, self, result, axis, keepdim),
)


def _prod_back(g: Any, self: Any, result: Any) -> Any:
    shape = tuple(self.shape)
    values = self.array if isinstance(self, Tensor) else self
    if not shape:
        return g
    zeros = int((values == 0).sum())
    if not zeros:
        return g * (result / self)
    if zeros > 1:
        whole = np.zeros_like(values)
        return Tensor(whole) if isinstance(self, Tensor) else whole
    return _reshaped(g * _products_of_others(_reshaped(self, (-1,)), 0), shape)


def _prod_dim_back(g: Any, self: Any, result: Any, axis: int, keepdim: bool) -> Any:
    shape = tuple(self.shape)
    values = self.array if isinstance(self, Tensor) else self
    if not shape:
        return g
    g, result = restored(g, (axis,), keepdim), restored(result, (axis,), keepdim)
    if (values != 0).all():
        return g * (result / self)
    return g if shape[axis] == 1 else g * _products_of_others(self, axis)


def _products_of_others(self: Any, axis: int) -> Any:
    """For each element the product of the others along a dimension, without dividing."""
    size = self.shape[axis]
    first = _part(self, axis, 0, 1)
    ones = np.ones_like(first.array if isinstance(first, Tensor) else first)
    before, after = (
        _part(self, axis, 0, size - 1),
        _part(flip_along(self, axis=axis), axis, 0, size - 1),
    )
    if isinstance(self, Tensor):
        head = Tensor(ones)
        left: Any = cat([head, before], axis)
        right: Any = cat([head, after], axis)
    else:
        left, right = np.concatenate([ones, before], axis), np.concatenate([ones, after], axis)
    backwards = flip_along(_cumprod(right, axis=axis), axis=axis)
    return _cumprod(left, axis=axis) * backwards


def _reshaped(value: Any, shape: tuple[int, ...]) -> Any:
    return reshape(value, shape) if isinstance(value, Tensor) else value.reshape(shape)


def product_along(input: Any, axis: int, *, keepdim: bool) -> Any:
    """The product along a dimension counted from the front, of a Tensor or an array."""
    return _prod_dim(input, axis=axis, keepdim=keepdim)


def prod_of_all(input: Tensor, dtype: DType | None = None) -> Tensor:
    """The product of all elements; integers and bool are multiplied as int64."""
    result: Tensor = _prod_all(in_type(input, dtype))
    return in_type(result, dtype)


def prod_along(
    input: Tensor, dim: int, keepdim: bool = False, dtype: DType | None = None
) -> Tensor:
    """The product along a dimension; integers and bool are multiplied as int64."""
    source = in_type(input, dtype)
    result: Tensor = _prod_dim(source, axis=wrapped(dim, source.ndim), keepdim=keepdim)
    return in_type(result, dtype)


def cumsum(input: Tensor, dim: int, dtype: DType | None = None) -> Tensor:
    """The sums of all elements up to each one, along a dimension."""
    source = in_type(input, dtype)
    result: Tensor = _cumsum(source, axis=wrapped(dim, source.ndim))
    return in_type(result, dtype)


def cumprod(input: Tensor, dim: int, dtype: DType | None = None) -> Tensor:
    """The products of all elements up to each one, along a dimension."""
    source = in_type(input, dtype)
    result: Tensor = _cumprod(source, axis=wrapped(dim, source.ndim))
    return in_type(result, dtype)
