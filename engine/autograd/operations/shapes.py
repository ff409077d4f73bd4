# ruff: noqa: PLW0108 - the names of a lambda's parameters are the names of the inputs
"""Other shapes for the same elements: views wherever PyTorch gives views."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.autograd import errors
from engine.autograd.batch import windowed
from engine.autograd.context import current
from engine.autograd.dtypes import Array
from engine.autograd.operations.dimensions import as_shape, refuse_repetition, resolved, wrapped
from engine.autograd.operations.memory import contiguous_clone
from engine.autograd.primitive import Primitive
from engine.autograd.tensor import Tensor


def _viewed(self: Array, *, shape: tuple[int, ...]) -> Array:
    view = self.view()
    view.shape = shape
    return view


def _expanded(self: Array, *, shape: tuple[int, ...]) -> Array:
    leading = len(shape) - self.ndim
    strides = (0,) * leading + tuple(
        0 if size == 1 and wanted != 1 else stride
        for size, wanted, stride in zip(self.shape, shape[leading:], self.strides, strict=True)
    )
    return windowed(self, shape, strides)


_view: Primitive = Primitive(
    "ViewBackward0",
    _viewed,
    view=True,
    self=lambda g, self_shape: reshape(g, self_shape),
)
_unsafe_view: Primitive = Primitive(
    "UnsafeViewBackward0", _viewed, self=lambda g, self_shape: reshape(g, self_shape)
)
_reshape_alias: Primitive = Primitive(
    "ReshapeAliasBackward0",
    _viewed,
    view=True,
    self=lambda g, self_shape: reshape(g, self_shape),
)
_expand: Primitive = Primitive("ExpandBackward0", _expanded, view=True, self=lambda g: g)
_transpose: Primitive = Primitive(
    "TransposeBackward0",
    lambda self, *, dim0, dim1: self.swapaxes(dim0, dim1) if self.ndim else self[...],
    view=True,
    self=lambda g, dim0, dim1: _transpose(g, dim0=dim0, dim1=dim1),
)
_t: Primitive = Primitive("TBackward0", lambda self: self.T, view=True, self=lambda g: _t(g))
_permute: Primitive = Primitive(
    "PermuteBackward0",
    lambda self, *, dims: self.transpose(dims),
    view=True,
    self=lambda g, dims: _permute(g, dims=tuple(int(i) for i in np.argsort(dims))),
)
_unsqueeze: Primitive = Primitive(
    "UnsqueezeBackward0",
    lambda self, *, dim: np.expand_dims(self, dim),
    view=True,
    self=lambda g, dim: _squeeze_one(g, dim=dim),
)


def _squeeze_node(name: str, *, view: bool = True) -> Primitive:
    return Primitive(
        name,
        lambda self, *, dims: self.squeeze(dims),
        view=view,
        self=lambda g, dims: _unsqueezed(g, dims),
    )


_squeeze_all = _squeeze_node("SqueezeBackward0")
_squeeze_dim = _squeeze_node("SqueezeBackward1")
_squeeze_dims = _squeeze_node("SqueezeBackward2")
# PyTorch squeezes the product itself, so there is nothing it could be a view of.
_squeeze_product = _squeeze_node("SqueezeBackward4", view=False)


def _squeeze_one(g: Any, *, dim: int) -> Any:
    return _squeeze_dim(g, dims=(dim,))


def _unsqueezed(g: Any, dims: tuple[int, ...]) -> Any:
    for dim in dims:
        g = _unsqueeze(g, dim=dim)
    return g


def _contiguously_viewable(array: Array, shape: tuple[int, ...]) -> bool:
    try:
        _viewed(array, shape=shape)
    except AttributeError:
        return False
    return True


def view(input: Tensor, *shape: int | Sequence[int]) -> Tensor:
    """The same memory in another shape; one size may be -1.

    Raises:
        RuntimeError: for another number of elements, or memory that has no such view.
    """
    wanted = resolved(as_shape(shape), input.array.size)
    if not _contiguously_viewable(input.array, wanted):
        raise RuntimeError(errors.INCOMPATIBLE_VIEW)
    result: Tensor = _view(input, shape=wanted)
    return result


def reshape(input: Any, *shape: int | Sequence[int]) -> Any:
    """Another shape: a view where the memory allows one, else a copy; also of plain arrays."""
    if not isinstance(input, Tensor):
        return input.reshape(as_shape(shape))
    wanted = resolved(as_shape(shape), input.array.size)
    if _contiguously_viewable(input.array, wanted):
        return (_view if input.is_contiguous() else _reshape_alias)(input, shape=wanted)
    current().allow(input.array.size)
    return unsafe_view(contiguous_clone(input), wanted)


def unsafe_view(input: Tensor, shape: tuple[int, ...]) -> Tensor:
    """Another shape for new memory that nobody else has, so that it is no view to autograd."""
    result: Tensor = _unsafe_view(input, shape=shape)
    return result


def contiguous(input: Tensor) -> Tensor:
    """The tensor itself if its elements lie in order without gaps, else a copy that does."""
    if input.is_contiguous():
        return input
    copied: Tensor = contiguous_clone(input)
    return copied


def flatten(input: Tensor, start_dim: int = 0, end_dim: int = -1) -> Tensor:
    """Merge neighbouring dimensions into one; the tensor itself if there is nothing to merge."""
    start, end = wrapped(start_dim, input.ndim), wrapped(end_dim, input.ndim)
    if start > end:
        raise RuntimeError("flatten() has invalid args: start_dim cannot come after end_dim")
    shape = input.array.shape
    if not shape:
        result: Tensor = reshape(input, 1)
        return result
    if start == end:
        return input
    merged = int(np.prod(shape[start : end + 1]))
    flat: Tensor = reshape(input, (*shape[:start], merged, *shape[end + 1 :]))
    return flat


def expand(input: Any, *sizes: int | Sequence[int]) -> Any:
    """Repeat dimensions of size 1 without copying; -1 keeps a size.

    Raises:
        RuntimeError: when a dimension of another size would have to be repeated.
    """
    wanted = as_shape(sizes)
    shape = input.shape
    if len(wanted) < len(shape):
        kind = f"torch.{input.dtype.title}Tensor{{{errors.sizes(shape)}}}"
        raise RuntimeError(
            f"expand({kind}, size={errors.sizes(wanted)}): the number of sizes provided "
            f"({len(wanted)}) must be greater or equal to the number of dimensions in the tensor "
            f"({len(shape)})"
        )
    leading = len(wanted) - len(shape)
    full = list(wanted)
    for axis, size in reversed(tuple(enumerate(wanted))):
        own = shape[axis - leading] if axis >= leading else None
        if size == -1:
            if own is None:
                raise RuntimeError(
                    f"The expanded size of the tensor ({size}) isn't allowed in a leading, "
                    f"non-existing dimension {axis}"
                )
            full[axis] = own
        elif own not in (None, 1, size):
            raise RuntimeError(
                f"The expanded size of the tensor ({size}) must match the existing size ({own}) at "
                f"non-singleton dimension {axis}.  Target sizes: {errors.sizes(wanted)}.  "
                f"Tensor sizes: {errors.sizes(shape)}"
            )
    current().allow(math.prod(full))
    return _expand(input, shape=tuple(full))


def expand_as(input: Tensor, other: Tensor) -> Tensor:
    """Expand to another tensor's shape."""
    result: Tensor = expand(input, other.array.shape)
    return result


def view_as(input: Tensor, other: Tensor) -> Tensor:
    """View in another tensor's shape."""
    return view(input, other.array.shape)


def reshape_as(input: Tensor, other: Tensor) -> Tensor:
    """Reshape to another tensor's shape."""
    result: Tensor = reshape(input, other.array.shape)
    return result


def t(input: Any) -> Any:
    """The transpose of a matrix; vectors and numbers stay as they are."""
    if not isinstance(input, Tensor):
        return input.T
    if input.ndim > 2:
        raise RuntimeError(f"t() expects a tensor with <= 2 dimensions, but self is {input.ndim}D")
    return _t(input)


def transpose(input: Any, dim0: int, dim1: int) -> Any:
    """Two dimensions exchanged."""
    ndim = len(input.shape)
    return _transpose(input, dim0=wrapped(dim0, ndim), dim1=wrapped(dim1, ndim))


def permute(input: Tensor, *dims: int | Sequence[int]) -> Tensor:
    """All dimensions in another order."""
    order = as_shape(dims)
    if len(order) != input.ndim:
        raise RuntimeError(
            "permute(sparse_coo): number of dimensions in the tensor input does not match the "
            f"length of the desired ordering of dimensions i.e. input.dim() = {input.ndim} is not "
            f"equal to len(dims) = {len(order)}"
        )
    axes = tuple(wrapped(dim, input.ndim) for dim in order)
    if len(set(axes)) != len(axes):
        raise RuntimeError("permute(): duplicate dims are not allowed.")
    result: Tensor = _permute(input, dims=axes)
    return result


def reversed_dims(input: Tensor) -> Tensor:
    """What `x.T` gives: all dimensions in reverse order."""
    if input.ndim == 0:
        current().warn(errors.TRANSPOSE_OF_SCALAR.format("T"), once=True)
    elif input.ndim != 2:
        current().warn(errors.TRANSPOSE_WARNING, once=True)
    result: Tensor = _permute(input, dims=tuple(range(input.ndim))[::-1])
    return result


def unsqueeze(input: Any, dim: int) -> Any:
    """A new dimension of size 1."""
    return _unsqueeze(input, dim=wrapped(dim, len(input.shape) + 1))


def squeeze(input: Tensor, dim: int | Sequence[int] | None = None) -> Tensor:
    """Without dimensions of size 1: all of them, or the named ones."""
    shape = input.array.shape
    if dim is None:
        every = tuple(axis for axis, size in enumerate(shape) if size == 1)
        result: Tensor = _squeeze_all(input, dims=every)
        return result
    several = not isinstance(dim, int)
    named = [dim] if isinstance(dim, int) else list(dim)
    axes = [wrapped(item, input.ndim) for item in named]
    refuse_repetition(axes)
    kept = tuple(axis for axis in sorted(axes) if shape and shape[axis] == 1)
    squeezed: Tensor = (_squeeze_dims if several else _squeeze_dim)(input, dims=kept)
    return squeezed


def squeeze_product(input: Any, dim: int) -> Any:
    """The squeeze that PyTorch's vector-matrix product ends with."""
    return _squeeze_product(input, dims=(dim,))


def restored(g: Any, dims: tuple[int, ...], keepdim: bool) -> Any:
    """A reduction's cotangent with its dimensions back at size 1.

    Args:
        g: array or Tensor.
        dims: the dimensions that were reduced, counted from the front.
        keepdim: whether they are there already.
    """
    return g if keepdim else _unsqueezed(g, tuple(sorted(dims)))


def expanded(g: Any, shape: tuple[int, ...]) -> Any:
    """Expanded to a shape, or as it is if it has the shape."""
    if tuple(g.shape) == shape:
        return g
    if type(g) is np.ndarray and g.ndim == 0:
        return np.ndarray(shape, g.dtype, g, 0, (0,) * len(shape))
    return _expand(g, shape=shape)
