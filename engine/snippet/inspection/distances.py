"""How far the operands of an operation keep from the points where it has a kink or a jump.

Each measure takes the values that a call was given, as arrays, and gives the distance of the nearest
element; infinity where no element can meet such a point.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Values: TypeAlias = Sequence[Any]
"""Arrays; other things that a call may be given, such as None or text, are as they were."""
Measure: TypeAlias = Callable[[Values, Mapping[str, Any], Any], float]
"""Takes positional values, keyword values and what the call gave."""

FAR: Final = float("inf")


def apart(one: Any, other: Any) -> float:
    """The smallest distance between two operands, element by element; whole numbers are exact."""
    if not (_is_number(one) and _is_number(other) and (_is_float(one) or _is_float(other))):
        return FAR
    with np.errstate(invalid="ignore"):
        return _smallest(np.asarray(np.abs(np.subtract(one, other, dtype=np.float64))))


def _is_number(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.dtype.kind in "fiub"


def _is_float(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.dtype.kind == "f"


def _smallest(distances: NDArray[Any]) -> float:
    found = distances[~np.isnan(distances)]
    return float(found.min()) if found.size else FAR


def _given(values: Values, named: Mapping[str, Any], place: int, name: str, default: Any) -> Any:
    found = values[place] if place < len(values) else named.get(name)
    return default if found is None else found


def _at(*points: float) -> Measure:
    """The kinks of a function of one operand."""

    def measure(values: Values, named: Mapping[str, Any], result: Any) -> float:
        del result
        operand = _given(values, named, 0, "input", None)
        return min(_from_point(operand, point) for point in points)

    return measure


def _from_point(operand: Any, point: Any) -> float:
    return apart(operand, np.asarray(point)) if _is_float(operand) else FAR


def _bounds(*names: str, defaults: tuple[float | None, ...]) -> Measure:
    """The kinks of what brings its operand between bounds, which follow it or go by name."""

    def measure(values: Values, named: Mapping[str, Any], result: Any) -> float:
        del result
        operand = _given(values, named, 0, "input", None)
        bounds = [
            _given(values, named, place, name, default)
            for place, (name, default) in enumerate(zip(names, defaults, strict=True), start=1)
        ]
        return min([_from_point(operand, bound) for bound in bounds if bound is not None] or [FAR])

    return measure


def _cut(values: Values, named: Mapping[str, Any], result: Any) -> float:
    """The jumps of what cuts off decimals: whole numbers."""
    del named, result
    return _from_whole(np.asarray(values[0], np.float64)) if _is_float(values[0]) else FAR


def _rounded(values: Values, named: Mapping[str, Any], result: Any) -> float:
    """The jumps of rounding: half-way between two numbers of so many decimals."""
    del result
    if not _is_float(values[0]):
        return FAR
    decimals = _given(values, named, 1, "decimals", named.get("ndigits"))
    scale = 10.0 ** (0 if decimals is None else int(decimals))
    return _from_whole(np.asarray(values[0], np.float64) * scale - 0.5) / scale


def _from_whole(numbers: NDArray[np.float64]) -> float:
    with np.errstate(invalid="ignore"):
        return _smallest(np.asarray(np.abs(numbers - np.round(numbers))))


def quotient(values: Values, named: Mapping[str, Any], result: Any) -> float:
    """The jumps of `//`, `%` and kin: where the quotient is a whole number."""
    del result
    one, other = values[0], _given(values, named, 1, "other", None)
    if not (_is_number(one) and _is_number(other) and (_is_float(one) or _is_float(other))):
        return FAR
    with np.errstate(all="ignore"):
        return _from_whole(np.asarray(np.true_divide(one, other, dtype=np.float64)))


def _pair(values: Values, named: Mapping[str, Any], result: Any) -> float:
    del result
    return apart(values[0], _given(values, named, 1, "other", None))


def _losses(values: Values, named: Mapping[str, Any], result: Any) -> float:
    del result
    return apart(values[0], _given(values, named, 1, "target", None))


def _length(values: Values, named: Mapping[str, Any], result: Any) -> float:
    """A norm: its tip at zero, and for p = 1 and infinity the kinks of its elements."""
    order = _given(values, named, 1, "p", 2)
    order = float(order) if np.ndim(order) == 0 and not isinstance(order, str) else 2.0
    found = apart(result, np.asarray(0.0))
    if order == 1:
        found = min(found, _from_point(values[0], 0.0))
    if order == FAR and _is_number(values[0]):
        found = min(found, _lead(np.abs(values[0]), None))
    return found


def _lead(array: Any, axis: int | tuple[int, ...] | None) -> float:
    """By how much the greatest element leads the second along an axis."""
    lined = _lined(array, axis)
    return FAR if lined is None else _smallest(lined[..., -1] - lined[..., -2])


def _steps(array: Any, axis: int | tuple[int, ...] | None) -> float:
    """The smallest distance between two elements along an axis."""
    lined = _lined(array, axis)
    return FAR if lined is None else _smallest(np.diff(lined, axis=-1))


def _lined(array: Any, axis: int | tuple[int, ...] | None) -> NDArray[Any] | None:
    """Sorted along the last axis, which takes the place of `axis`; None if nothing can be equal."""
    if not _is_float(array):
        return None
    if axis is None:
        lined = array.reshape(-1)
    else:
        axes = axis if isinstance(axis, tuple) else (axis,)
        lined = np.moveaxis(array, axes, range(-len(axes), 0))
        lined = lined.reshape(*lined.shape[: array.ndim - len(axes)], -1)
    return None if lined.shape[-1] < 2 else np.sort(lined.astype(np.float64), axis=-1)


def _axis(value: Any) -> int | tuple[int, ...] | None:
    if isinstance(value, list):
        return tuple(int(item) for item in value)
    return None if value is None else int(value)


def _greatest(sign: int) -> Measure:
    """The ties of max (1) and min (-1): of all elements, along an axis, or between two operands."""

    def measure(values: Values, named: Mapping[str, Any], result: Any) -> float:
        other = _given(values, named, 1, "other", None)
        if _is_number(other) and (other.ndim or _is_float(other)):
            return _pair(values, named, result)
        axis = _axis(_given(values, named, 1, "dim", None))
        return _lead(sign * values[0], axis) if _is_number(values[0]) else FAR

    return measure


def _ordered(place: int, default: int | None) -> Measure:
    """The ties of sorting and picking by rank."""

    def measure(values: Values, named: Mapping[str, Any], result: Any) -> float:
        del result
        return _steps(values[0], _axis(_given(values, named, place, "dim", default)))

    return measure


def _of_several(values: Values, named: Mapping[str, Any], result: Any) -> float:
    """The ties of Python's `max`, `min` and `sorted`, over arguments or over one list."""
    del named, result
    items: Iterable[Any] = values[0] if len(values) == 1 and isinstance(values[0], list) else values
    numbers = [item for item in items if _is_number(item)]
    return min(
        [apart(one, other) for place, one in enumerate(numbers) for other in numbers[:place]]
        or [FAR]
    )


_COMPARED: Final = (
    *("eq", "ne", "lt", "le", "gt", "ge", "greater", "greater_equal", "less", "less_equal"),
    *("not_equal", "maximum", "minimum", "fmax", "fmin"),
)

OF_TORCH: Final[dict[str, Measure]] = {
    **dict.fromkeys(("abs", "absolute", "fabs", "relu", "leaky_relu", "selu", "sign"), _at(0.0)),
    "relu6": _at(0.0, 6.0),
    "hardtanh": _bounds("min_val", "max_val", defaults=(-1.0, 1.0)),
    **dict.fromkeys(("clamp", "clip"), _bounds("min", "max", defaults=(None, None))),
    "clamp_min": _bounds("min", defaults=(None,)),
    "clamp_max": _bounds("max", defaults=(None,)),
    **dict.fromkeys(("floor", "ceil", "trunc", "fix", "frac", "int", "long", "short"), _cut),
    "round": _rounded,
    **dict.fromkeys(("floor_divide", "fmod", "remainder"), quotient),
    **dict.fromkeys(_COMPARED, _pair),
    "l1_loss": _losses,
    **dict.fromkeys(("norm", "dist"), _length),
    **dict.fromkeys(("max", "amax", "argmax"), _greatest(1)),
    **dict.fromkeys(("min", "amin", "argmin"), _greatest(-1)),
    **dict.fromkeys(("sort", "argsort"), _ordered(1, -1)),
    **dict.fromkeys(("topk", "kthvalue"), _ordered(2, -1)),
    **dict.fromkeys(("median", "cummax", "cummin"), _ordered(1, None)),
}
"""By the name of a function of torch or of math, or of a method, without a final `_`."""

OF_PYTHON: Final[dict[str, Measure]] = {
    "abs": _at(0.0),
    "int": _cut,
    "round": _rounded,
    **dict.fromkeys(("max", "min", "sorted"), _of_several),
}
"""By the name of a function of Python."""
