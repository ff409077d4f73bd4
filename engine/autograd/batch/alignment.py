"""How operands meet in front of the hidden axis, and how NumPy's calls find their way here.

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
        limits = np.iinfo(dtype)
        if not limits.min <= -number.bound or not number.bound <= limits.max:
            raise NotBatched
        return number.values.astype(dtype)  # type: ignore[no-any-return]
    return number.values  # type: ignore[no-any-return]


def aligned(values: Sequence[Any]) -> list[Any]:
    """Operands that meet in one operation, as `hidden` has each of them."""
    for value in values:
        if type(value) in NUMBERS:
            dtype = next((v.dtype for v in values if hasattr(v, "dtype")), None)
            return [hidden(value, dtype) for value in values]
    return [hidden(value) for value in values]


def array_ufunc(ufunc: Any, method: str, inputs: Sequence[Any], options: dict[str, Any]) -> Any:
    """What `__array_ufunc__` asks for.

    Raises:
        NotBatched: another method than the call, `reduce` and `accumulate`, or a result that is to go into
            a plain array.
    """
    if method == "reduce":
        return _reduced(ufunc, *inputs, **options)
    if method == "accumulate" and not options and len(inputs) == 1:
        return BATCH[0](ufunc.accumulate(inputs[0].values))
    if method != "__call__":
        raise NotBatched
    if ufunc.signature is not None:
        return PRODUCTS[ufunc](*inputs, **options)
    batch = BATCH[0]
    if not options:
        result = ufunc(*aligned(inputs))
        return tuple(map(batch, result)) if ufunc.nout > 1 else batch(result)
    options = dict(options)
    out = options.pop("out", None)
    if out is not None:
        if not all(type(item) is batch and item.values.flags.writeable for item in out):
            raise NotBatched
        options["out"] = tuple([item.values for item in out])
    if "where" in options:
        options["where"] = hidden(options["where"])
    result = ufunc(*aligned(inputs), **options)
    if out is not None:
        return out if len(out) > 1 else out[0]
    return tuple(map(batch, result)) if ufunc.nout > 1 else batch(result)


def _reduced(ufunc: Any, array: Any, axis: Any = 0, *rest: Any, **options: Any) -> Any:
    """A reduction along visible axes."""
    if rest or options.get("out") is not None or type(array) is not BATCH[0]:
        raise NotBatched
    return BATCH[0](ufunc.reduce(array.values, visible_axes(axis, array.ndim), **options))


def array_function(function: Any, args: Sequence[Any], options: dict[str, Any]) -> Any:
    """What `__array_function__` asks for.

    Raises:
        NotBatched: the function is in none of the tables.
    """
    handler = FUNCTIONS.get(function)
    if handler is None:
        raise NotBatched
    return handler(*args, **options)


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
