"""What NumPy's flags tell of an array, for a batch."""

from typing import Any

from numpy.typing import NDArray


class Flags:
    """What NumPy's `flags` tell, of what one variant's array would be."""

    __slots__ = ("_values",)

    def __init__(self, values: NDArray[Any]) -> None:
        self._values = values

    @property
    def c_contiguous(self) -> bool:
        """Whether the elements lie in row-major order without gaps."""
        return self._values.flags.c_contiguous

    @property
    def f_contiguous(self) -> bool:
        """Whether the elements lie in column-major order without gaps."""
        axes = range(self._values.ndim - 1)[::-1]
        return self._values.transpose(*axes, self._values.ndim - 1).flags.c_contiguous

    @property
    def writeable(self) -> bool:
        """Whether it may be written to, as memory of the caller's may by a run of its own."""
        layout = zip(self._values.shape[:-1], self._values.strides, strict=False)
        return self._values.flags.writeable or all(size == 1 or stride for size, stride in layout)

    @writeable.setter
    def writeable(self, value: bool) -> None:
        """Leave it as it is: a part of a batch may be written to if the whole may."""
