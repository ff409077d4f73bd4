# ruff: noqa: PLW0108 - the names of a lambda's parameters are the names of the inputs
"""The greatest and the smallest element of all or along dimensions; ties share the gradient."""

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np

from engine.autograd.dtypes import Array
from engine.autograd.operations.dimensions import reduced, wrapped
from engine.autograd.operations.reductions import sum_along
from engine.autograd.operations.selection import fill_at
from engine.autograd.operations.shapes import restored
from engine.autograd.primitive import Primitive
from engine.autograd.tensor import Tensor, as_array


def _attained(values: Array, extreme: Array) -> Array:
    """Where an extreme stands; nan is the extreme wherever there is one."""
    found: Array = (values == extreme) | (np.isnan(values) & np.isnan(extreme))
    return found


def extreme_back(g: Any, self: Any, result: Any) -> Any:
    """All elements that attain the extreme of a whole tensor share its cotangent evenly."""
    if isinstance(self, Tensor):
        values = self.array
        found = _attained(values, result.array if isinstance(result, Tensor) else result)
        share = g / int(found.sum())
        return fill_at(Tensor(np.zeros_like(values)), Tensor(as_array(found)), share)
    found = _attained(self, result)
    count = found.sum(axis=tuple(range(self.ndim)))
    return np.where(found, g / count.astype(g.dtype), g.dtype.type(0))


_max_all: Primitive = Primitive(
    "MaxBackward1",
    lambda self: np.max(self),
    self=lambda g, self, result: extreme_back(g, self, result),
)
_min_all: Primitive = Primitive(
    "MinBackward1",
    lambda self: np.min(self),
    self=lambda g, self, result: extreme_back(g, self, result),
)


def _share_evenly(g: Any, self: Any, result: Any, dims: tuple[int, ...], keepdim: bool) -> Any:
    """As PyTorch computes it: where nan is the extreme nothing attains it, and nan comes out."""
    mask = restored(result, dims, keepdim) == self
    wide = restored(g, dims, keepdim)
    if isinstance(mask, Tensor):
        return wide / sum_along(mask, dims, keepdim=True) * mask
    return wide / mask.sum(axis=dims, keepdims=True).astype(g.dtype) * mask


def _sharing(name: str, find: Callable[..., Any]) -> Primitive:
    return Primitive(
        name,
        lambda self, *, dims, keepdim: find(self, axis=dims, keepdims=keepdim),
        self=lambda g, self, result, dims, keepdim: _share_evenly(g, self, result, dims, keepdim),
    )


_SHARING: Final = {
    "amax": _sharing("AmaxBackward0", np.max),
    "amin": _sharing("AminBackward0", np.min),
}


def _extreme_along(function: str) -> Callable[..., Tensor]:
    primitive = _SHARING[function]

    def along(input: Tensor, dim: int | Sequence[int] = (), keepdim: bool = False) -> Tensor:
        if not input.array.size:
            _refuse_empty_dims(function, input, dim)
        dims = reduced(dim, input.ndim)
        result: Tensor = primitive(input, dims=dims, keepdim=keepdim)
        return result

    along.__doc__ = f"`{function}` along dimensions, of all elements if none is named."
    return along


amax = _extreme_along("amax")
amin = _extreme_along("amin")


def max_of_all(input: Tensor) -> Tensor:
    """The greatest element.

    Raises:
        RuntimeError: when there is none.
    """
    refuse_empty("max", input)
    result: Tensor = _max_all(input)
    return result


def min_of_all(input: Tensor) -> Tensor:
    """The smallest element.

    Raises:
        RuntimeError: when there is none.
    """
    refuse_empty("min", input)
    result: Tensor = _min_all(input)
    return result


def _place(function: str, find: Callable[..., Any]) -> Callable[..., Tensor]:
    def place(input: Tensor, dim: int | None = None, keepdim: bool = False) -> Tensor:
        array = input.array
        if array.dtype.kind == "b":
            raise RuntimeError(f"{function}(): does not support bool input")
        axis = None if dim is None else wrapped(dim, array.ndim)
        if axis is None and not array.size:
            raise IndexError(
                f"{function}(): Expected reduction dim to be specified for input.numel() == 0."
            )
        if axis is not None:
            refuse_empty_dim(function, input, axis)
        if axis is None:
            found = find(array.reshape(-1))
            found = np.reshape(found, (1,) * array.ndim if keepdim else ())
        elif array.ndim:
            found = find(array, axis=axis, keepdims=keepdim)
        else:
            found = np.zeros((), np.int64)
        return Tensor(as_array(found.astype(np.int64)))

    place.__doc__ = f"Where the element that `{function}` is named after stands."
    return place


argmax = _place("argmax", np.argmax)
argmin = _place("argmin", np.argmin)


def refuse_empty(function: str, input: Tensor) -> None:
    """Raise, of no elements, that a dimension should have been named."""
    if not input.array.size:
        raise RuntimeError(
            f"{function}(): Expected reduction dim to be specified for input.numel() == 0. "
            "Specify the reduction dim with the 'dim' argument."
        )


def refuse_empty_dim(function: str, input: Tensor, axis: int) -> None:
    """Raise when there is nothing along a dimension."""
    if input.ndim and not input.array.shape[axis]:
        raise IndexError(f"{function}(): Expected reduction dim {axis} to have non-zero size.")


def _refuse_empty_dims(function: str, input: Tensor, dim: int | Sequence[int] | None) -> None:
    named = [dim] if isinstance(dim, int) else dim
    if not named:
        refuse_empty(function, input)
        return
    # Dimensions are told as they were given, unlike elsewhere.
    for item in named:
        if input.ndim and not input.array.shape[wrapped(item, input.ndim)]:
            raise IndexError(f"{function}(): Expected reduction dim {item} to have non-zero size.")
