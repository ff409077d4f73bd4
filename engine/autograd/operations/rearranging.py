# ruff: noqa: PLW0108 - the names of a lambda's parameters are the names of the inputs
"""The same elements in another order, or again and again: flips, rolls and repetitions."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.autograd import errors
from engine.autograd.context import current
from engine.autograd.dtypes import Array
from engine.autograd.operations.contiguity import in_order
from engine.autograd.operations.dimensions import reduced, wrapped
from engine.autograd.operations.reductions import sum as total
from engine.autograd.operations.shapes import reshape
from engine.autograd.primitive import Primitive
from engine.autograd.tensor import Tensor


def _flipped(self: Array, dims: tuple[int, ...]) -> Array:
    return np.flip(self, dims).copy("K")


def _turned(self: Array, quarters: int, dims: tuple[int, ...]) -> Array:
    """A plane turned by quarters: a flip, seen the other way round where the number is odd."""
    if quarters == 0:
        return self.copy()
    if quarters == 2:
        return _flipped(self, dims)
    return _flipped(self, dims[1:] if quarters == 1 else dims[:1]).swapaxes(*dims)


_flip: Primitive = Primitive(
    "FlipBackward0",
    lambda self, *, dims: _flipped(self, dims),
    self=lambda g, dims: _flip(g, dims=dims),
)
_roll: Primitive = Primitive(
    "RollBackward0",
    lambda self, *, shifts, dims: in_order(np.roll(self, shifts, dims or None)),
    self=lambda g, shifts, dims: _roll(
        g, shifts=tuple(-shift for shift in reversed(shifts)), dims=tuple(reversed(dims))
    ),
)
_rot90: Primitive = Primitive(
    "Rot90Backward0",
    lambda self, *, k, dims: _turned(self, k % 4, dims),
    self=lambda g, k, dims: _rot90(g, k=-k, dims=dims),
)
_repeat: Primitive = Primitive(
    "RepeatBackward0",
    lambda self, *, repeats: np.tile(self, repeats),
    self=lambda g, repeats, self_shape: _summed_repeats(g, repeats, self_shape),
)


def _summed_repeats(g: Any, repeats: tuple[int, ...], shape: tuple[int, ...]) -> Any:
    """Every repetition's cotangent added to the element's."""
    leading = len(repeats) - len(shape)
    split: list[int] = []
    axes: list[int] = []
    for place, times in enumerate(repeats):
        axes.append(len(split))
        split.append(times)
        if place >= leading:
            split.append(shape[place - leading])
    return total(reshape(g, tuple(split)), tuple(axes)) if axes else g


def flip(input: Tensor, dims: Sequence[int]) -> Tensor:
    """Dimensions in reverse order, as a copy.

    Raises:
        IndexError: when there is no such dimension.
        RuntimeError: when one is named twice.
    """
    axes = reduced(list(dims), input.ndim) if dims else ()
    result: Tensor = _flip(input, dims=axes)
    return result


def fliplr(input: Tensor) -> Tensor:
    """The second dimension in reverse order."""
    if input.ndim < 2:
        raise RuntimeError("Input must be >= 2-d.")
    return flip(input, (1,))


def flipud(input: Tensor) -> Tensor:
    """The first dimension in reverse order."""
    if input.ndim < 1:
        raise RuntimeError("Input must be >= 1-d.")
    return flip(input, (0,))


def roll(input: Tensor, shifts: int | Sequence[int], dims: int | Sequence[int]) -> Tensor:
    """Elements moved along dimensions; what leaves at the end comes in at the start.

    Args:
        input: any tensor.
        shifts: by how many places.
        dims: along which dimensions, as many; without any, all elements count as one row.

    Raises:
        RuntimeError: when shifts and dimensions are not as many.
        IndexError: when there is no such dimension.
    """
    steps = (shifts,) if isinstance(shifts, int) else tuple(shifts)
    axes = (dims,) if isinstance(dims, int) else tuple(dims)
    if not steps:
        raise RuntimeError("`shifts` required")
    if len(steps) != len(axes) and not (len(steps) == 1 and not axes):
        raise RuntimeError(
            f"shifts and dimensions must align. shifts: {len(steps)}, dims:{len(axes)}"
        )
    if axes and input.ndim == 0:
        raise IndexError(f"Dimension specified as {axes[0]} but tensor has no dimensions")
    if input.array.size == 0:
        # PyTorch does not look at the dimensions of nothing.
        steps, axes = (0,), ()
    result: Tensor = _roll(
        input, shifts=steps, dims=tuple(wrapped(dim, input.ndim) for dim in axes)
    )
    return result


def rot90(input: Tensor, k: int, dims: Sequence[int]) -> Tensor:
    """A plane of two dimensions turned by right angles.

    Raises:
        RuntimeError: for other than two different dimensions.
        IndexError: when there is no such dimension.
    """
    if len(dims) != 2:
        raise RuntimeError(f"expected total rotation dims == 2, but got dims = {len(dims)}")
    if input.ndim < 2:
        raise RuntimeError(f"expected total dims >= 2, but got total dims = {input.ndim}")
    axes = tuple(wrapped(dim, input.ndim) for dim in dims)
    if axes[0] == axes[1]:
        raise RuntimeError(
            f"expected rotation dims to be different, but got dim0 = {dims[0]} and dim1 = {dims[1]}"
        )
    result: Tensor = _rot90(input, k=k, dims=axes)
    return result


def repeat(input: Tensor, repeats: Sequence[int]) -> Tensor:
    """Copies of a tensor laid side by side: so many along each dimension, new ones in front.

    Raises:
        RuntimeError: for fewer numbers than dimensions, and for negative ones.
    """
    if len(repeats) < input.ndim:
        raise RuntimeError(
            "Number of dimensions of repeat dims can not be smaller than number of dimensions of "
            "tensor"
        )
    own = (1,) * (len(repeats) - input.ndim) + input.array.shape
    shape = [size * times for size, times in zip(own, repeats, strict=True)]
    negative = next((size for size in shape if size < 0), None)
    if negative is not None:
        raise RuntimeError(
            f"Trying to create tensor with negative dimension {negative}: {errors.sizes(shape)}"
        )
    current().allow(math.prod(shape))
    result: Tensor = _repeat(input, repeats=tuple(repeats))
    return result


def tile(input: Tensor, dims: Sequence[int]) -> Tensor:
    """As `repeat`, with ones for dimensions that are not named."""
    return repeat(input, (1,) * (input.ndim - len(dims)) + tuple(dims))
