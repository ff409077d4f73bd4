"""Python's functions that a snippet may call, written anew over bounded iteration.

Each takes the run first. None takes a function to call back, so none can start a snippet's code.
"""

import ast
import operator
from collections.abc import Callable, Iterable
from typing import Any, Final

from engine.autograd.batch import VARYING, lifted
from engine.snippet.arithmetic import BINARY
from engine.snippet.comparison import COMPARE, hashable
from engine.snippet.iteration import gathered, iterate
from engine.snippet.state import Run
from engine.snippet.text import represent, string
from engine.snippet.values import Builtin, CaughtError, ExceptionType, Lazy, Operation
from engine.snippet.wording import worded

_ADD: Final = BINARY[ast.Add]
_LESS: Final = COMPARE[ast.Lt]
_GREATER: Final = COMPARE[ast.Gt]
_MISSING: Final = object()


def _print(run: Run, *values: Any, sep: Any = " ", end: Any = "\n") -> None:
    between = _separator("sep", sep, " ")
    after = _separator("end", end, "\n")
    for position, value in enumerate(values):
        run.write(between * bool(position) + string(run, value))
    run.write(after)


def _separator(name: str, value: Any, default: str) -> str:
    if value is None:
        return default
    if not isinstance(value, str):
        raise TypeError(f"{name} must be None or a string, not {type(value).__name__}")
    return value


def _len(run: Run, value: Any) -> int:
    del run
    return len(value)


def _range(run: Run, *bounds: Any) -> range:
    made = range(*(operator.index(bound) for bound in bounds))
    first, last, step = made.start, made.stop, made.step
    count = (last - first + step - (1 if step > 0 else -1)) // step
    if count > run.limits.length:
        run.exceed(worded("a range longer than the bound of %(most)s", most=run.limits.length))
    return made


def deeper_than(run: Run, values: Iterable[Any]) -> int:
    """The depth of an iterator over these values.

    Raises:
        LimitExceeded: Iterators stand too deep inside one another.
    """
    depth = 1 + max([value.depth for value in values if type(value) is Lazy], default=0)
    if depth > run.limits.depth:
        run.exceed(
            worded("iterators inside one another, deeper than %(most)s", most=run.limits.depth)
        )
    return depth


def _zip(run: Run, *values: Any) -> Lazy:
    depth = deeper_than(run, values)
    return Lazy(zip(*[iterate(run, value) for value in values], strict=False), depth)


def _enumerate(run: Run, value: Any, start: Any = 0) -> Lazy:
    depth = deeper_than(run, (value,))
    return Lazy(enumerate(iterate(run, value), operator.index(start)), depth)


def _reversed(run: Run, value: Any) -> Lazy:
    if not isinstance(value, list | tuple | str | range):
        run.refuse(worded("`reversed` takes a list, a tuple, a string or a range"))
    return Lazy(iterate(run, value[::-1]), 1)


def _sorted(run: Run, value: Any, *, reverse: Any = False) -> list[Any]:
    items = gathered(run, value)
    numbers = all(isinstance(item, int | float) for item in items)
    if not numbers and not all(isinstance(item, str) for item in items):
        run.refuse(worded("`sorted` takes numbers or strings; for a tensor use `.sort()`"))
    return sorted(items, reverse=bool(reverse))


def _extreme(name: str, better: Callable[[Run, Any, Any], Any]) -> Callable[..., Any]:
    def extreme(run: Run, first: Any, *others: Any) -> Any:
        best = _MISSING
        for item in iterate(run, (first, *others) if others else first):
            if best is _MISSING or better(run, item, best):
                best = item
        if best is _MISSING:
            raise ValueError(f"{name}() arg is an empty sequence")
        return best

    return extreme


def _sum(run: Run, value: Any, start: Any = 0) -> Any:
    if isinstance(start, str):
        raise TypeError("sum() can't sum strings [use ''.join(seq) instead]")
    total = start
    for item in iterate(run, value):
        total = _ADD(run, total, item)
    return total


def _abs(run: Run, value: Any) -> Any:
    return run.kept(abs(value))


def _round(run: Run, number: Any, ndigits: Any = None) -> Any:
    if not isinstance(number, int | float):
        run.refuse(worded("`round` takes a Python number; for a tensor use `torch.round`"))
    if ndigits is None:
        return round(number)
    digits = operator.index(ndigits)
    if abs(digits) > run.limits.integer_bits:
        run.too_wide()
    return round(number, digits)


def _float(run: Run, value: Any = 0.0) -> Any:
    del run
    return lifted(float, value) if type(value) in VARYING else float(value)


def _int(run: Run, value: Any = 0) -> Any:
    if isinstance(value, str) and len(value) > run.limits.integer_bits:
        run.too_wide()
    return lifted(int, value) if type(value) in VARYING else run.whole(int(value))


def _bool(run: Run, value: Any = False) -> bool:
    del run
    return bool(value)


def _any(run: Run, value: Any) -> bool:
    return any(bool(item) for item in iterate(run, value))


def _all(run: Run, value: Any) -> bool:
    return all(bool(item) for item in iterate(run, value))


def _list(run: Run, value: Any = ()) -> list[Any]:
    return gathered(run, value)


def _tuple(run: Run, value: Any = ()) -> tuple[Any, ...]:
    return tuple(gathered(run, value))


def _dict(run: Run, value: Any = ()) -> dict[Any, Any]:
    if isinstance(value, dict):
        run.sized(len(value))
        return dict(value)
    made: dict[Any, Any] = {}
    for pair in iterate(run, value):
        key, item = gathered(run, pair)
        made[hashable(run, key)] = item
        run.sized(len(made))
    return made


def _isinstance(run: Run, value: Any, kinds: Any) -> bool:
    return any(_is_a(run, value, kind) for kind in (kinds if type(kinds) is tuple else (kinds,)))


def _is_a(run: Run, value: Any, kind: Any) -> bool:
    if type(kind) is ExceptionType:
        return type(value) is CaughtError and issubclass(value.kind, kind.kind)
    if not isinstance(kind, Builtin | Operation) or kind.stands_for is None:
        run.refuse(
            worded(
                "`isinstance` takes `torch.Tensor`, `int`, `float`, `bool`, `str`, `list`, `tuple`, "
                "`dict` or an exception's name, or a tuple of these"
            )
        )
    return isinstance(value, kind.stands_for)


_TABLE: Final = (
    Builtin("print", _print, 0, None, {"sep": None, "end": None}),
    Builtin("len", _len, 1, 1),
    Builtin("range", _range, 1, 3),
    Builtin("zip", _zip, 0, None),
    Builtin("enumerate", _enumerate, 1, 2, {"start": 1}),
    Builtin("reversed", _reversed, 1, 1),
    Builtin("sorted", _sorted, 1, 1, {"reverse": None}),
    Builtin("min", _extreme("min", _LESS), 1, None),
    Builtin("max", _extreme("max", _GREATER), 1, None),
    Builtin("sum", _sum, 1, 2, {"start": 1}),
    Builtin("abs", _abs, 1, 1),
    Builtin("round", _round, 1, 2, {"ndigits": 1}),
    Builtin("float", _float, 0, 1, stands_for=float),
    Builtin("int", _int, 0, 1, stands_for=int),
    Builtin("bool", _bool, 0, 1, stands_for=bool),
    Builtin("str", lambda run, value="": string(run, value), 0, 1, stands_for=str),
    Builtin("repr", represent, 1, 1),
    Builtin("any", _any, 1, 1),
    Builtin("all", _all, 1, 1),
    Builtin("list", _list, 0, 1, stands_for=list),
    Builtin("tuple", _tuple, 0, 1, stands_for=tuple),
    Builtin("dict", _dict, 0, 1, stands_for=dict),
    Builtin("isinstance", _isinstance, 2, 2),
)

EXCEPTIONS: Final = (
    Exception,
    RuntimeError,
    TypeError,
    ValueError,
    AttributeError,
    IndexError,
    KeyError,
    NameError,
    UnboundLocalError,
    NotImplementedError,
    ArithmeticError,
    LookupError,
    OverflowError,
    ZeroDivisionError,
    AssertionError,
)

BUILTINS: Final[dict[str, Builtin | ExceptionType]] = {
    **{entry.name: entry for entry in _TABLE},
    **{kind.__name__: ExceptionType(kind) for kind in EXCEPTIONS},
}
"""Every name that a snippet may use without binding or importing it."""
