"""The methods of Python's own containers that a snippet may call."""

import operator
from collections.abc import Callable
from typing import Any, Final

from engine.snippet.comparison import hashable
from engine.snippet.exceptions import SnippetKeyError
from engine.snippet.iteration import gathered
from engine.snippet.state import Run
from engine.snippet.values import Builtin

_NONE: Final = object()


def _append(run: Run, owner: list[Any], item: Any) -> None:
    run.sized(len(owner) + 1 if len(owner) >= run.limits.length else 1)
    owner.append(item)


def _extend(run: Run, owner: list[Any], items: Any) -> None:
    new = gathered(run, items)
    run.sized(len(owner) + len(new))
    owner.extend(new)


def _insert(run: Run, owner: list[Any], place: Any, item: Any) -> None:
    run.sized(len(owner) + 1)
    owner.insert(operator.index(place), item)


def _pop(run: Run, owner: list[Any], place: Any = -1) -> Any:
    del run
    return owner.pop(operator.index(place))


def _clear(run: Run, owner: list[Any] | dict[Any, Any]) -> None:
    del run
    owner.clear()


def _reverse(run: Run, owner: list[Any]) -> None:
    run.sized(len(owner))
    owner.reverse()


def _copy(run: Run, owner: list[Any] | dict[Any, Any]) -> Any:
    run.sized(len(owner))
    return owner.copy()


def _items(run: Run, owner: dict[Any, Any]) -> Any:
    del run
    return owner.items()


def _keys(run: Run, owner: dict[Any, Any]) -> Any:
    del run
    return owner.keys()


def _values(run: Run, owner: dict[Any, Any]) -> Any:
    del run
    return owner.values()


def _get(run: Run, owner: dict[Any, Any], key: Any, default: Any = None) -> Any:
    return owner.get(hashable(run, key), default)


def _take(run: Run, owner: dict[Any, Any], key: Any, default: Any = _NONE) -> Any:
    value = owner.pop(hashable(run, key), default)
    if value is _NONE:
        raise SnippetKeyError(key)
    return value


def _join(run: Run, owner: str, items: Any) -> str:
    parts = gathered(run, items)
    for place, part in enumerate(parts):
        if not isinstance(part, str):
            raise TypeError(
                f"sequence item {place}: expected str instance, {type(part).__name__} found"
            )
    run.sized(sum(map(len, parts)) + len(owner) * max(len(parts) - 1, 0))
    return owner.join(parts)


def _upper(run: Run, owner: str) -> str:
    run.sized(3 * len(owner))
    return owner.upper()


def _lower(run: Run, owner: str) -> str:
    run.sized(3 * len(owner))
    return owner.lower()


def _strip(run: Run, owner: str) -> str:
    del run
    return owner.strip()


def _method(name: str, function: Callable[..., Any], fewest: int, most: int) -> Builtin:
    return Builtin(name, function, fewest, most, method=True)


def _table(*methods: Builtin) -> dict[str, Builtin]:
    return {method.name: method for method in methods}


LIST_METHODS: Final = _table(
    _method("append", _append, 1, 1),
    _method("extend", _extend, 1, 1),
    _method("insert", _insert, 2, 2),
    _method("pop", _pop, 0, 1),
    _method("clear", _clear, 0, 0),
    _method("reverse", _reverse, 0, 0),
    _method("copy", _copy, 0, 0),
)

DICT_METHODS: Final = _table(
    _method("items", _items, 0, 0),
    _method("keys", _keys, 0, 0),
    _method("values", _values, 0, 0),
    _method("get", _get, 1, 2),
    _method("pop", _take, 1, 2),
    _method("clear", _clear, 0, 0),
    _method("copy", _copy, 0, 0),
)

STR_METHODS: Final = _table(
    _method("join", _join, 1, 1),
    _method("upper", _upper, 0, 0),
    _method("lower", _lower, 0, 0),
    _method("strip", _strip, 0, 0),
)
