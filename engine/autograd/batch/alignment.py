"""How operands meet in front of the hidden axis.

Shapes broadcast from the right. With the hidden axis last, batches of any ranks meet as they
should; a plain array gets a last axis of size 1 first.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.autograd.batch.signals import NotBatched

Shape: TypeAlias = tuple[int, ...]

BATCH: Final[list[Any]] = []
"""The class `Batch`, which is made of what stands here."""
NUMBERS: Final[set[type]] = set()
"""The classes of varying numbers."""
FUNCTIONS: Final[dict[Any, Callable[..., Any]]] = {}
"""What NumPy's functions do with batches, by the function."""
REDUCTIONS: Final[dict[Any, Callable[..., Any]]] = {}
"""Reductions of ufuncs whose order decides the last bits, of values along visible axes."""
PRODUCTS: Final[dict[Any, Callable[..., Any]]] = {}
"""What ufuncs that look at whole vectors do with batches."""

_PLAIN: Final = frozenset({int, float, bool})


def knows(kind: type) -> bool:
    """Whether values of a class can be operands of a batch."""
    return (
        kind in _PLAIN
        or kind is BATCH[0]
        or kind is np.ndarray
        or kind in NUMBERS
        or issubclass(kind, np.generic)
    )


def hidden(value: Any, dtype: np.dtype[Any] | None = None) -> Any:
    """An operand as it meets the values of batches.

    Args:
        value: a batch, an array, a number, a varying number.
        dtype: the type of the arrays it meets, which a Python number takes.

    Raises:
        NotBatched: it is something else.
    """
    kind = type(value)
    if kind is BATCH[0]:
        return value.values
    if kind is np.ndarray:
        return value[..., None] if value.ndim else value
    if kind in NUMBERS:
        return value.raw if dtype is None else weak(value, dtype)
    if kind in _PLAIN or isinstance(value, np.generic):
        return value
    raise NotBatched


def weak(number: Any, dtype: np.dtype[Any]) -> NDArray[Any]:
    """A varying number in the type of the array it meets, as NumPy has it with Python's numbers.

    Raises:
        NotBatched: an integer that the type may not hold.
    """
    if dtype.kind == "f":
        # Python's whole numbers become floats before they are rounded to a narrower type.
        floats = number.raw if number.kind is float else number.values.astype(np.float64)
        return floats.astype(dtype, copy=False)  # type: ignore[no-any-return]
    if dtype.kind in "iu" and number.kind is not float:
        limits, values = np.iinfo(dtype), number.values
        if values.min() < limits.min or values.max() > limits.max:
            raise NotBatched
        return values.astype(dtype)  # type: ignore[no-any-return]
    return number.values  # type: ignore[no-any-return]


def aligned(values: Sequence[Any]) -> list[Any]:
    """Operands that meet in one operation, as `hidden` has each of them."""
    for value in values:
        if type(value) in NUMBERS:
            dtype = next((v.dtype for v in values if hasattr(v, "dtype")), None)
            return [hidden(value, dtype) for value in values]
    return [hidden(value) for value in values]


def visible_axes(axes: Any, ndim: int) -> Any:
    """Axes counted from the front of what is visible: one, several, or all for None."""
    if axes is None:
        return tuple(range(ndim))
    if isinstance(axes, tuple | list):
        return tuple([visible_axis(axis, ndim) for axis in axes])
    return visible_axis(axes, ndim)


def visible_axis(axis: Any, ndim: int) -> int:
    """One axis, counted from the front.

    Raises:
        numpy.exceptions.AxisError: there is no such axis.
    """
    place = int(axis)
    if not -ndim <= place < ndim:
        raise np.exceptions.AxisError(place, ndim)
    return place % ndim
