"""Going through values item by item, which is where every bound on length and steps bites."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from engine.snippet.kinds import TENSORS
from engine.snippet.state import Run
from engine.snippet.values import Lazy

NATIVE: Final[tuple[Any, ...]] = (
    list,
    tuple,
    str,
    dict,
    range,
    type({}.keys()),
    type({}.values()),
    type({}.items()),
)


def iterate(run: Run, value: Any) -> Iterator[Any]:
    """The items of a value, one step counted for each.

    Raises:
        TypeError: The value has no items.
    """
    items = try_iterate(run, value)
    if items is None:
        raise TypeError(f"'{type(value).__name__}' object is not iterable")
    return items


def try_iterate(run: Run, value: Any) -> Iterator[Any] | None:
    """The items of a value as `iterate` gives them; None for a value that has none."""
    if isinstance(value, NATIVE):
        return _counted(run, iter(value))
    if type(value) is Lazy:
        return value.items
    if type(value) in TENSORS:
        return _rows(run, value)
    return None


def uncounted(run: Run, value: Any) -> Iterable[Any]:
    """The items of a value for a loop that counts its own turns.

    Raises:
        TypeError: The value has no items.
    """
    return value if isinstance(value, NATIVE) else iterate(run, value)


def gathered(run: Run, value: Any) -> list[Any]:
    """All items of a value in a new list of bounded length."""
    items: list[Any] = []
    for item in iterate(run, value):
        items.append(item)
        if len(items) > run.limits.length:
            run.sized(len(items))
    return items


def _counted(run: Run, items: Iterator[Any]) -> Iterator[Any]:
    for item in items:
        run.steps += 1
        if run.steps >= run.pause:
            run.check()
        yield item


def _rows(run: Run, tensor: Any) -> Iterator[Any]:
    if tensor.shape:
        run.sized(tensor.shape[0])
    rows = iter(tensor)
    return (run.kept(row) for row in _counted(run, rows))
