"""A Python number that differs between variants.

It computes as Python's own numbers do, variant by variant: what holds for int64 and float64 alike
runs on arrays, everything else (powers, division of floats, conversions) is left to Python itself,
one variant after the other, so that results and errors are Python's.
"""

import operator
from collections.abc import Callable
from typing import Any, ClassVar, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.autograd.batch.alignment import NUMBERS
from engine.autograd.batch.protocols import array_function, array_ufunc
from engine.autograd.batch.signals import NotBatched, Split, agreed, agreed_truth

_EXACT: Final = 2**53
"""Whole numbers up to here are floats without rounding."""
_WIDE: Final = 2**62
"""Whole numbers up to here add and subtract within int64."""

Origin: TypeAlias = tuple[NDArray[Any], list[Any]]


class Varying:
    """A number of one kind, one for each variant.

    Attributes:
        raw: shape (variants,), of a type that holds the kind's values exactly.
        origin: the array of which it is an item, with all its items in nested lists; None for a
            computed number.
    """

    __slots__ = ("_bound", "origin", "raw")

    kind: ClassVar[Any] = float
    wide: ClassVar[Any] = np.float64

    def __init__(self, raw: NDArray[Any], origin: Origin | None = None, bound: int = -1) -> None:
        """Take the numbers over.

        Args:
            raw: as the attribute.
            origin: as the attribute.
            bound: at least as much as their greatest magnitude; -1 if that is not known yet.
        """
        self.raw = raw
        self.origin = origin
        self._bound = bound

    # `isinstance` asks for it: this stands for a number of Python's wherever one may stand.
    __class__: Any = property(lambda self: type(self).kind)

    @property
    def values(self) -> NDArray[Any]:
        """The numbers in the widest type of their kind, shape (variants,)."""
        return self.raw.astype(type(self).wide, copy=False)

    @property
    def bound(self) -> int:
        """At least as much as the greatest magnitude among whole numbers."""
        if self._bound < 0:
            values = self.values
            self._bound = max(abs(int(values.max())), abs(int(values.min())))
        return self._bound

    def settled(self) -> Any:
        """The number itself, once all variants have the same.

        Raises:
            Split: they differ.
        """
        return agreed(self.values).item()

    # -- where one answer is wanted --------------------------------------------------------------

    def __bool__(self) -> bool:
        return agreed_truth(self.raw != 0)

    def __hash__(self) -> int:
        return hash(self.settled())

    def __int__(self) -> int:
        return int(self.settled())

    def __float__(self) -> float:
        return float(self.settled())

    def __repr__(self) -> str:
        return repr(self.settled())

    def __format__(self, spec: str) -> str:
        return format(self.settled(), spec)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or not hasattr(self.kind, name):
            raise AttributeError(name)
        return getattr(self.settled(), name)

    def __round__(self, digits: int | None = None) -> Any:
        return lifted(round, self) if digits is None else lifted(round, self, digits)

    # -- NumPy's protocols -----------------------------------------------------------------------

    def __array__(self, dtype: Any = None, copy: Any = None) -> NDArray[Any]:
        raise NotBatched

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        return array_ufunc(ufunc, method, inputs, options)

    def __array_function__(self, function: Any, types: Any, args: Any, options: Any) -> Any:
        return array_function(function, args, options)


class VaryingFloat(Varying):
    """A float for each variant."""

    __slots__ = ()


class VaryingInt(Varying):
    """An int for each variant, within int64."""

    __slots__ = ()

    kind: ClassVar[Any] = int
    wide: ClassVar[Any] = np.int64

    def __index__(self) -> int:
        return int(self.settled())


class VaryingBool(VaryingInt):
    """A bool for each variant."""

    __slots__ = ()

    kind: ClassVar[Any] = bool
    wide: ClassVar[Any] = np.bool_


VARYING: Final = frozenset({VaryingFloat, VaryingInt, VaryingBool})
NUMBERS.update(VARYING)
_OF_KIND: Final[dict[str, type[Varying]]] = {
    "f": VaryingFloat,
    "i": VaryingInt,
    "u": VaryingInt,
    "b": VaryingBool,
}
# Messages of Python's name the type of a value.
for _class in VARYING:
    _class.__name__ = _class.kind.__name__


def varying(raw: NDArray[Any], origin: Origin | None = None) -> Any:
    """The number that an array holds for each variant; shape (variants,), float, int or bool."""
    return _OF_KIND[raw.dtype.kind](raw, origin)


def settled(value: Any) -> Any:
    """A value as it is, or the one number that all variants have.

    Raises:
        Split: a number differs between them.
    """
    return value.settled() if type(value) in VARYING else value


def lifted(function: Callable[..., Any], *values: Any) -> Any:
    """Call a function of numbers for each variant.

    Args:
        function: one of Python's, without side effects.
        values: varying numbers, and anything that is the same in all variants.

    Returns:
        A varying number, or the one result that all have.

    Raises:
        Exception: the one that all variants raise alike.
        Split: only some raise, or they raise different errors, or give numbers of different kinds.
        NotBatched: for results that are no numbers, or too wide.
    """
    count = next(len(value.raw) for value in values if type(value) in VARYING)
    columns = [
        value.values.tolist() if type(value) in VARYING else [value] * count for value in values
    ]
    results: list[Any] = []
    sorts: list[Any] = []
    errors: dict[Any, Exception] = {}
    for row in zip(*columns, strict=True):
        result: Any = None
        sort: Any
        try:
            result = function(*row)
            sort = type(result)
        except Exception as error:  # noqa: BLE001 - whatever it raises is told apart below
            sort = type(error), str(error)
            errors[sort] = error
        results.append(result)
        sorts.append(sort)
    found = list(dict.fromkeys(sorts))
    if len(found) > 1:
        raise Split(np.array([found.index(sort) for sort in sorts]))
    if errors:
        raise errors[found[0]]
    if found[0] not in {float, int, bool}:
        raise NotBatched
    try:
        return varying(
            np.array(results, {float: np.float64, int: np.int64}.get(found[0], np.bool_))
        )
    except OverflowError:
        raise NotBatched from None


def _is_number(value: Any) -> bool:
    return type(value) in VARYING or type(value) in {float, int, bool}


def _bound_of(value: Any) -> int:
    """How wide a whole number is at most; 0 for floats, which have no such bound."""
    if type(value) in VARYING:
        return value.bound if value.kind is not float else 0
    return abs(value) if isinstance(value, int) else 0


def _operand(value: Any) -> Any:
    if type(value) in VARYING:
        # Python adds truth values as the numbers 0 and 1.
        return value.values.view(np.int8) if value.kind is bool else value.values
    return value


def _whole(value: Any) -> bool:
    return value.kind is not float if type(value) in VARYING else isinstance(value, int)


def _arithmetic(native: Callable[[Any, Any], Any], reach: Callable[[int, int], int]) -> Any:
    """Sum, difference or product, in int64 as long as nothing can leave it, or in float64."""

    def combine(left: Any, right: Any) -> Any:
        one, other = _bound_of(left), _bound_of(right)
        both = _whole(left) and _whole(right)
        if reach(one, other) > _WIDE if both else max(one, other) > _EXACT:
            return lifted(native, left, right)
        kind = np.int64 if both else np.float64
        result = native(np.asarray(_operand(left), kind), np.asarray(_operand(right), kind))
        if both:
            return VaryingInt(result, bound=reach(one, other))
        return VaryingFloat(result)

    return combine


def _comparison(native: Callable[[Any, Any], Any]) -> Any:
    def combine(left: Any, right: Any) -> Any:
        if max(_bound_of(left), _bound_of(right)) > _EXACT:
            return lifted(native, left, right)
        return VaryingBool(native(_operand(left), _operand(right)))

    return combine


def _python(native: Callable[[Any, Any], Any]) -> Any:
    return lambda left, right: lifted(native, left, right)


_BINARY: Final[dict[str, Any]] = {
    "add": _arithmetic(operator.add, operator.add),
    "sub": _arithmetic(operator.sub, operator.add),
    "mul": _arithmetic(operator.mul, operator.mul),
    "truediv": _python(operator.truediv),
    "floordiv": _python(operator.floordiv),
    "mod": _python(operator.mod),
    "pow": _python(operator.pow),
    "lshift": _python(operator.lshift),
    "rshift": _python(operator.rshift),
    "and": _python(operator.and_),
    "or": _python(operator.or_),
    "xor": _python(operator.xor),
    "divmod": _python(divmod),
}
_COMPARING: Final = ("lt", "le", "gt", "ge", "eq", "ne")


def _forward(combine: Any) -> Any:
    return lambda self, other: combine(self, other) if _is_number(other) else NotImplemented


def _backward(combine: Any) -> Any:
    return lambda self, other: combine(other, self) if _is_number(other) else NotImplemented


for _name, _combine in _BINARY.items():
    setattr(Varying, f"__{_name}__", _forward(_combine))
    setattr(Varying, f"__r{_name}__", _backward(_combine))
for _name in _COMPARING:
    setattr(Varying, f"__{_name}__", _forward(_comparison(getattr(operator, _name))))
for _name in ("neg", "pos", "abs", "invert"):
    _native = getattr(operator, _name)
    setattr(Varying, f"__{_name}__", lambda self, native=_native: lifted(native, self))
