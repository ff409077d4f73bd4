"""Many values, some at a time: a statement takes a limited number."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, TypeVar

TOGETHER: Final = 500
"""How many values are in one statement."""

_One = TypeVar("_One")


def in_batches(values: Iterable[_One]) -> Iterator[list[_One]]:
    """Yield the values in their order, `TOGETHER` at a time."""
    rest = iter(values)
    while some := list(islice(rest, TOGETHER)):
        yield some
