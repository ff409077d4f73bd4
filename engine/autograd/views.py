"""Tensors that share another tensor's memory, and what becomes of them when it is written to."""

from enum import Enum, auto
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.lib.stride_tricks import as_strided

from engine.autograd import errors
from engine.autograd.dtypes import Array

if TYPE_CHECKING:
    from engine.autograd.tensor import Tensor


class Origin(Enum):
    """How a view came about; all but the first forbid writing through it with recording on."""

    RECORDED = auto()
    WITHOUT_GRAD = auto()
    ONE_OF_SEVERAL = auto()


class Geometry(NamedTuple):
    """Where a view lies in its base: what is needed to find the same elements of a gradient.

    Attributes:
        base: the base's shape.
        base_strides: its strides in bytes, of memory without gaps.
        shape: the view's shape.
        strides: the view's strides in bytes.
        offset: bytes from the base's first element to the view's.
    """

    base: tuple[int, ...]
    base_strides: tuple[int, ...]
    shape: tuple[int, ...]
    strides: tuple[int, ...]
    offset: int

    @classmethod
    def between(cls, base: Array, view: Array) -> "Geometry":
        """The geometry of a view of an array that owns its memory."""
        offset = view.__array_interface__["data"][0] - base.__array_interface__["data"][0]
        return cls(base.shape, base.strides, view.shape, view.strides, offset)

    def like_base(self, values: Any) -> Array:
        """A copy of a base-shaped array, laid out in memory as the base is."""
        flat = np.empty(int(np.prod(self.base)), np.asarray(values).dtype)
        copy = as_strided(flat, self.base, self.base_strides)
        copy[...] = values
        return copy

    def window(self, array: Array) -> Array:
        """The view's elements within an array that `like_base` made."""
        start = np.ndarray(self.shape, array.dtype, array, self.offset, self.strides) if (
            array.base is None
        ) else np.ndarray(self.shape, array.dtype, _owner(array), self.offset, self.strides)
        return start


def _owner(array: Array) -> Any:
    while isinstance(array.base, np.ndarray):
        array = array.base
    return array
