"""The picture of the topics as a path: a column for each level, lines from what comes before.

A topic's level is one more than the highest level among its prerequisites. A line that passes a level runs
through a lane of its own there, so that no line goes behind a box to which it does not belong. The order within
a column is improved by the mean place of the neighbours (the barycentre method of Sugiyama, Tagawa and Toda, 1981).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

_SWEEPS = 6
# In grid rows: a box takes two, a lane one.
_BOX, _LANE = 2, 1
# In the picture's units: a column's width, a grid row's height, and how far a box stays from its column's edges.
COLUMN, ROW, _MARGIN = 100, 10, 7

_Slot = str | tuple[str, str, int]
"""A topic's box, or the lane of one line (from, to) at one level."""


@dataclass(frozen=True)
class Spot:
    """A topic's place in the grid: column and first row, both from 1."""

    column: int
    row: int


@dataclass(frozen=True)
class Layout:
    """The picture.

    Attributes:
        columns: How many columns it has.
        rows: How many rows its grid has.
        spots: Where each topic stands.
        before: Each topic's prerequisites without those that another of them brings along.
        lines: A line for each of these, as SVG path data in units of COLUMN and ROW.
    """

    columns: int
    rows: int
    spots: Mapping[str, Spot]
    before: Mapping[str, tuple[str, ...]]
    lines: tuple[str, ...]


def lay_out(prerequisites: Mapping[str, Sequence[str]]) -> Layout:
    """Place the topics.

    Args:
        prerequisites: For each topic, in teaching order, the topics that come before; they stand earlier in the order.
    """
    levels = _find_levels(prerequisites)
    direct = _leave_out_what_is_implied(prerequisites)
    chains = [_chain(one, topic, levels) for topic, before in direct.items() for one in before]
    columns = _fill_columns(levels, chains)
    _untangle(columns, chains)
    rows = max((_height(column) for column in columns), default=0)
    tops = [dict(_place(column, rows)) for column in columns]
    spots = {topic: Spot(level + 1, tops[level][topic] + 1) for topic, level in levels.items()}
    lines = tuple(_draw(chain, levels, tops) for chain in chains)
    return Layout(len(columns), rows, spots, direct, lines)


def _find_levels(prerequisites: Mapping[str, Sequence[str]]) -> dict[str, int]:
    levels: dict[str, int] = {}
    for topic, before in prerequisites.items():
        levels[topic] = 1 + max((levels[one] for one in before), default=-1)
    return levels


def _leave_out_what_is_implied(
    prerequisites: Mapping[str, Sequence[str]],
) -> dict[str, tuple[str, ...]]:
    direct: dict[str, tuple[str, ...]] = {}
    behind: dict[str, set[str]] = {}
    for topic, before in prerequisites.items():
        implied = set().union(*(behind[one] for one in before))
        behind[topic] = implied | set(before)
        direct[topic] = tuple(one for one in before if one not in implied)
    return direct


def _chain(start: str, end: str, levels: Mapping[str, int]) -> list[_Slot]:
    lanes: list[_Slot] = [(start, end, level) for level in range(levels[start] + 1, levels[end])]
    return [start, *lanes, end]


def _fill_columns(
    levels: Mapping[str, int], chains: Sequence[Sequence[_Slot]]
) -> list[list[_Slot]]:
    columns: list[list[_Slot]] = [[] for _ in range(max(levels.values(), default=-1) + 1)]
    for topic, level in levels.items():
        columns[level].append(topic)
    for chain in chains:
        for slot in chain[1:-1]:
            columns[int(slot[2])].append(slot)
    return columns


def _untangle(columns: list[list[_Slot]], chains: Sequence[Sequence[_Slot]]) -> None:
    """Order each column by where its neighbours stand, to and fro."""
    links = [pair for chain in chains for pair in pairwise(chain)]
    before: dict[_Slot, list[_Slot]] = {}
    after: dict[_Slot, list[_Slot]] = {}
    for one, other in links:
        before.setdefault(other, []).append(one)
        after.setdefault(one, []).append(other)
    for sweep in range(_SWEEPS):
        forth = sweep % 2 == 0
        neighbours = before if forth else after
        for column in columns if forth else reversed(columns):
            centres = _centres(columns)
            column.sort(key=lambda slot: _mean(neighbours.get(slot, []), centres, centres[slot]))


def _centres(columns: Sequence[Sequence[_Slot]]) -> dict[_Slot, float]:
    rows = max(_height(column) for column in columns)
    return {slot: top + _size(slot) / 2 for column in columns for slot, top in _place(column, rows)}


def _mean(slots: Sequence[_Slot], centres: Mapping[_Slot, float], own: float) -> float:
    return sum(centres[slot] for slot in slots) / len(slots) if slots else own


def _place(column: Sequence[_Slot], rows: int) -> Iterator[tuple[_Slot, int]]:
    """Yield each slot with its first row, from 0, the column standing in the middle."""
    top = (rows - _height(column)) // 2
    for slot in column:
        yield slot, top
        top += _size(slot)


def _size(slot: _Slot) -> int:
    return _BOX if isinstance(slot, str) else _LANE


def _height(column: Sequence[_Slot]) -> int:
    return sum(map(_size, column))


def _draw(
    chain: Sequence[_Slot], levels: Mapping[str, int], tops: Sequence[Mapping[_Slot, int]]
) -> str:
    """Draw one line: from box to box, level through its lanes and bending between the columns."""
    first = levels[str(chain[0])]
    path = ""
    for level, slot in enumerate(chain, start=first):
        y = tops[level][slot] * ROW + _size(slot) * ROW // 2
        left, right = level * COLUMN + _MARGIN, (level + 1) * COLUMN - _MARGIN
        if not path:
            path, before = f"M{right} {y}", y
            continue
        bend = level * COLUMN
        path += f"C{bend} {before} {bend} {y} {left} {y}"
        if not isinstance(slot, str):
            path += f"H{right}"
        before = y
    return path
