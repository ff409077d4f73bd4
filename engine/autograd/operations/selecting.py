"""Which of equal elements come first among the k greatest: as the C++ standard library has it.

PyTorch calls `std::nth_element` and `std::sort`, which are not stable. The steps below are those of
GNU's library, so that ties come out in the same order; they follow its published algorithm.
"""

from collections.abc import Callable
from typing import Any, Final

from engine.autograd.dtypes import Array

Items = list[tuple[Any, int]]
Before = Callable[[tuple[Any, int], tuple[Any, int]], bool]

_SMALL: Final = 16


def order_of_greatest(row: Array, k: int, *, largest: bool) -> list[int]:
    """Where the k greatest (or smallest) elements stand.

    Args:
        row: one dimension.
        k: at least 1.
        largest: the greatest; nan counts as greater than all numbers.
    """
    items: Items = [(value, place) for place, value in enumerate(row.tolist())]

    def greater(left: tuple[Any, int], right: tuple[Any, int]) -> bool:
        unknown = left[0] != left[0] and right[0] == right[0]
        return bool(unknown or left[0] > right[0])

    def smaller(left: tuple[Any, int], right: tuple[Any, int]) -> bool:
        unknown = left[0] == left[0] and right[0] != right[0]
        return bool(unknown or left[0] < right[0])

    before = greater if largest else smaller
    _put_nth(items, k - 1, before)
    _sort(items, 0, k - 1, before)
    return [place for _, place in items[:k]]


def _put_nth(items: Items, nth: int, before: Before) -> None:
    first, last = 0, len(items)
    while last - first > 3:
        cut = _partition(items, first, last, before)
        if cut <= nth:
            first = cut
        else:
            last = cut
    _insert_sorted(items, first, last, before)


def _sort(items: Items, first: int, last: int, before: Before) -> None:
    end = last
    while end - first > _SMALL:
        cut = _partition(items, first, end, before)
        _sort_large(items, cut, end, before)
        end = cut
    _insert_sorted(items, first, last, before)


def _sort_large(items: Items, first: int, last: int, before: Before) -> None:
    while last - first > _SMALL:
        cut = _partition(items, first, last, before)
        _sort_large(items, cut, last, before)
        last = cut


def _partition(items: Items, first: int, last: int, before: Before) -> int:
    """Part a range at the median of three of its elements, which goes to the front."""
    _median_to_first(items, first, (first + 1, first + (last - first) // 2, last - 1), before)
    pivot = items[first]
    low, high = first + 1, last
    while True:
        while before(items[low], pivot):
            low += 1
        high -= 1
        while before(pivot, items[high]):
            high -= 1
        if low >= high:
            return low
        items[low], items[high] = items[high], items[low]
        low += 1


def _median_to_first(
    items: Items, first: int, places: tuple[int, int, int], before: Before
) -> None:
    a, b, c = places
    if before(items[a], items[b]):
        highest = c if before(items[a], items[c]) else a
        median = b if before(items[b], items[c]) else highest
    elif before(items[a], items[c]):
        median = a
    else:
        median = c if before(items[b], items[c]) else b
    items[first], items[median] = items[median], items[first]


def _insert_sorted(items: Items, first: int, last: int, before: Before) -> None:
    for place in range(first + 1, last):
        item = items[place]
        target = place
        if before(item, items[first]):
            target = first
        else:
            while before(item, items[target - 1]):
                target -= 1
        items[target + 1 : place + 1] = items[target:place]
        items[target] = item
