"""Tensors that share another tensor's memory, and what becomes of them when it is written to."""

from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from engine.autograd import errors
from engine.autograd.batch import address, windowed
from engine.autograd.dtypes import Array

if TYPE_CHECKING:
    from engine.autograd.tensor import Tensor


class Origin(Enum):
    """How a view came about; all but the first forbid writing through it with recording on."""

    RECORDED = auto()
    WITHOUT_GRAD = auto()
    ONE_OF_SEVERAL = auto()
    IN_FUNCTION = auto()


class View:
    """What a view remembers of the tensor whose memory it shows.

    Attributes:
        base: the tensor that owns the memory, never itself a view.
        origin: how the view came about.
        version: the memory's version for which the view's history holds.
    """

    __slots__ = ("base", "origin", "version")

    def __init__(self, base: "Tensor", origin: Origin, version: int) -> None:
        self.base = base
        self.origin = origin
        self.version = version

    @classmethod
    def attach(cls, result: "Tensor", source: "Tensor", origin: Origin) -> None:
        """Make a new tensor a view of the one whose memory it shares."""
        counter = source.counter()
        parent = source.sharing
        if parent is not None:
            # What forbids writing through a view forbids it through a view of that view.
            origin = origin if parent.origin is Origin.RECORDED else parent.origin
        base = source if parent is None else parent.base
        result.versions = counter
        result.sharing = cls(base, origin, counter.count)
        if origin is Origin.WITHOUT_GRAD and base.needs_grad:
            # PyTorch reports it as requiring a gradient, though nothing will ever flow to it.
            result.needs_grad = True

    def refresh(self, tensor: "Tensor") -> None:
        """Bring the view's history up to date after its base was written to in place.

        Raises:
            RuntimeError: for a view that may not be written through: PyTorch gives it up.
        """
        count = tensor.counter().count
        if count == self.version or (tensor.node is None and not self.base.needs_grad):
            return
        if self.origin is Origin.ONE_OF_SEVERAL:
            from engine.autograd.node import recorded_producer_of  # noqa: PLC0415 - knows tensors

            raise errors.one_of_several_views(recorded_producer_of(tensor), by_base=True)
        if self.origin is Origin.WITHOUT_GRAD:
            raise RuntimeError(errors.VIEW_WITHOUT_GRAD_CHANGED)
        from engine.autograd.operations.memory import history_through_base  # noqa: PLC0415 - made of primitives

        self.version = count
        tensor.node = history_through_base(self.base, tensor)
        tensor.needs_grad = True
        tensor.output_nr = 0


class Geometry(NamedTuple):
    """Where a view lies in its base: what finds the same elements in a gradient.

    Attributes:
        base: the base's shape.
        base_strides: its strides, in elements.
        shape: the view's shape.
        strides: the view's strides, in elements; 0 where it shows the same memory again.
        offset: elements from the base's first to the view's first.
        extent: how many elements of memory both span.
    """

    base: tuple[int, ...]
    base_strides: tuple[int, ...]
    shape: tuple[int, ...]
    strides: tuple[int, ...]
    offset: int
    extent: int

    @classmethod
    def between(cls, base: Array, view: Array) -> "Geometry":
        """The geometry of a view of an array."""
        width = base.itemsize
        offset = (address(view) - address(base)) // width if view.size else 0
        strides = tuple(stride // width for stride in view.strides)
        base_strides = tuple(stride // width for stride in base.strides)
        if offset < 0 or min((*strides, *base_strides), default=0) < 0:
            raise errors.Unsupported("writing through a view whose base was replaced")
        extent = max(_span(base.shape, base_strides), offset + _span(view.shape, strides))
        return cls(base.shape, base_strides, view.shape, strides, offset, extent)

    @property
    def overlaps(self) -> bool:
        """Whether several of the view's elements lie in one place."""
        places = zip(self.shape, self.strides, strict=True)
        return 0 not in self.shape and any(size > 1 and not stride for size, stride in places)

    def read(self, values: Array) -> Array:
        """The view's elements of a base-shaped array, as new memory."""
        return self._window(self._laid_out(values)).copy()

    def spread(self, values: Array) -> Array:
        """A base-shaped array of zeros but for the view's elements, which may meet and add up."""
        memory = np.zeros_like(values, shape=(self.extent,))
        for axis, stride in enumerate(self.strides):
            if stride == 0 and self.shape[axis] > 1:
                values = values.sum(axis=axis, keepdims=True)
        self._window(memory, values.shape)[...] = values
        return self._whole(memory).copy()

    def overwrite(self, values: Array, part: Array) -> Array:
        """A base-shaped array with the view's elements replaced."""
        memory = self._laid_out(values)
        self._window(memory)[...] = part
        return self._whole(memory).copy()

    def _laid_out(self, values: Array) -> Array:
        memory = np.zeros_like(values, shape=(self.extent,))
        self._whole(memory)[...] = values
        return memory

    def _whole(self, memory: Array) -> Array:
        return _strided(memory, self.base, self.base_strides, 0)

    def _window(self, memory: Array, shape: tuple[int, ...] | None = None) -> Array:
        return _strided(memory, self.shape if shape is None else shape, self.strides, self.offset)


def _strided(memory: Array, shape: tuple[int, ...], strides: tuple[int, ...], offset: int) -> Array:
    steps = tuple(stride * memory.itemsize for stride in strides)
    # It stays inside the memory, whose extent was worked out from the same geometry.
    window: Array = windowed(memory[offset:], shape, steps)
    return window


def _span(shape: tuple[int, ...], strides: tuple[int, ...]) -> int:
    if 0 in shape:
        return 0
    return 1 + sum((size - 1) * stride for size, stride in zip(shape, strides, strict=True))


def overlaps_itself(array: Array) -> bool:
    """Whether several elements lie in one place of memory, as after `expand`."""
    return (
        0 in array.strides
        and array.size > 0
        and any(
            stride == 0 and size > 1
            for size, stride in zip(array.shape, array.strides, strict=True)
        )
    )


def overlap(array: Array, other: Array) -> bool:
    """Whether two views of one memory, each dense, share elements."""
    if not (array.size and other.size and _dense(array) and _dense(other)):
        return False
    first, second = address(array), address(other)
    return first < second + other.nbytes and second < first + array.nbytes


def overlap_in_part(array: Array, other: Array) -> bool:
    """Whether two views of one memory, each dense, share elements without being the same view."""
    if not overlap(array, other):
        return False
    if array.nbytes != other.nbytes or address(array) != address(other):
        return True
    ndim = max(array.ndim, other.ndim)
    return _steps(array, ndim) != _steps(other, ndim)


def _steps(array: Array, ndim: int) -> list[int]:
    """The strides that PyTorch gives an array, from the last; of new dimensions NumPy gives none."""
    found = []
    following = array.itemsize
    for size, stride in zip(array.shape[::-1], array.strides[::-1], strict=True):
        found.append(following if size == 1 and not stride else stride)
        following = size * found[-1]
    return found + [following] * (ndim - array.ndim)


def _dense(array: Array) -> bool:
    """Whether the elements fill a stretch of memory, in whatever order."""
    expected = array.itemsize
    for stride, size in sorted(zip(array.strides, array.shape, strict=True)):
        if size != 1:
            if stride != expected:
                return False
            expected *= size
    return True
