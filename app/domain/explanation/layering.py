"""Which row of a picture each box stands in, and in what order.

Rows follow the longest way from the leaves. A row that would be wider than the picture is divided.
Lines that pass a row keep a place in it, so that they run between boxes; lines from one box share
one place.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

GAP: Final = 10.0
"""Between two neighbours in a row."""
PASSING: Final = 6.0
"""The width that a passing line keeps free."""
_SWEEPS: Final = 8


@dataclass(frozen=True, slots=True)
class Item:
    """What takes up room in a row: a box, or the lines that come from one and pass.

    Attributes:
        box: The box, or the one that the lines come from.
        row: Which row it stands in, counted from the top.
        passing: Whether it is lines.
    """

    box: int
    row: int
    passing: bool = False


class Rows:
    """The rows of a picture, each from left to right.

    Attributes:
        rows: The items of each row.
        row_of: The row of each box.
    """

    def __init__(
        self, widths: Mapping[int, float], edges: Sequence[tuple[int, int]], room: float
    ) -> None:
        """Order the boxes.

        Args:
            widths: Of each box.
            edges: From box to box, without cycles.
            room: The width of the picture.
        """
        self._edges = edges
        self.row_of = _numbered(_divided(widths, edges, room))
        self.rows: list[list[Item]] = [[] for _ in range(max(self.row_of.values(), default=-1) + 1)]
        for box, row in self.row_of.items():
            self.rows[row].append(Item(box, row))
        for box, last in self._last_rows().items():
            for row in range(self.row_of[box] + 1, last):
                self.rows[row].append(Item(box, row, passing=True))
        self.below: dict[Item, list[Item]] = {}
        self.above: dict[Item, list[Item]] = {}
        for source, target in edges:
            self._connect(self.way(source, target))
        self._order()

    def way(self, source: int, target: int) -> list[Item]:
        """The items that a line from one box to another goes through, both of them included."""
        first, last = self.row_of[source], self.row_of[target]
        passing = [Item(source, row, passing=True) for row in range(first + 1, last)]
        return [Item(source, first), *passing, Item(target, last)]

    def _last_rows(self) -> dict[int, int]:
        last: dict[int, int] = {}
        for source, target in self._edges:
            last[source] = max(last.get(source, 0), self.row_of[target])
        return last

    def _connect(self, way: list[Item]) -> None:
        for one, other in pairwise(way):
            if other not in self.below.setdefault(one, []):
                self.below[one].append(other)
                self.above.setdefault(other, []).append(one)

    def _order(self) -> None:
        """Sweep down and up, sorting each row by its neighbours' places; keep what crosses least."""
        best, fewest = [list(row) for row in self.rows], self._crossings()
        for sweep in range(_SWEEPS):
            down = sweep % 2 == 0
            for row in self.rows if down else reversed(self.rows):
                places = self._places()
                near = self.above if down else self.below
                row.sort(
                    key=lambda item: _mean((places[n] for n in near.get(item, ())), places[item])
                )
            crossings = self._crossings()
            if crossings < fewest:
                best, fewest = [list(row) for row in self.rows], crossings
        self.rows = best

    def _places(self) -> dict[Item, float]:
        """Where each item stands in its row, from 0 to 1."""
        return {
            item: (place + 0.5) / len(row) for row in self.rows for place, item in enumerate(row)
        }

    def _crossings(self) -> int:
        places = self._places()
        count = 0
        for row in self.rows:
            lines = [(places[item], places[b]) for item in row for b in self.below.get(item, ())]
            for place, (top, bottom) in enumerate(lines):
                count += sum((top - t) * (bottom - b) < 0 for t, b in lines[:place])
        return count


def _ranks(boxes: Iterable[int], edges: Sequence[tuple[int, int]]) -> dict[int, int]:
    """How far each box is from the top at least; what has nothing above it is drawn down."""
    ranks = dict.fromkeys(boxes, 0)
    for _ in ranks:
        for source, target in edges:
            ranks[target] = max(ranks[target], ranks[source] + 1)
    fed = {target for _, target in edges}
    for box in ranks:
        if box not in fed:
            below = [ranks[target] for source, target in edges if source == box]
            ranks[box] = min(below, default=1) - 1
    return ranks


def _divided(
    widths: Mapping[int, float], edges: Sequence[tuple[int, int]], room: float
) -> list[list[int]]:
    """The boxes of each row, as many as fit beside the lines that pass."""
    ranks = _ranks(widths, edges)
    rows: list[list[int]] = []
    placed: set[int] = set()
    for rank in sorted(set(ranks.values())):
        row: list[int] = []
        for box in (box for box in widths if ranks[box] == rank):
            if row and _needed(widths, [*row, box], edges, placed) > room:
                rows.append(row)
                placed.update(row)
                row = []
            row.append(box)
        rows.append(row)
        placed.update(row)
    return rows


def _needed(
    widths: Mapping[int, float], row: list[int], edges: Sequence[tuple[int, int]], placed: set[int]
) -> float:
    """The width of a row: its boxes, and the lines that go past it from those above."""
    passing = {
        source
        for source, target in edges
        if source in placed and target not in placed and target not in row
    }
    items = len(row) + len(passing)
    return sum(widths[box] for box in row) + PASSING * len(passing) + GAP * (items - 1)


def _numbered(rows: list[list[int]]) -> dict[int, int]:
    return {box: number for number, row in enumerate(rows) for box in row}


def _mean(values: Iterable[float], default: float) -> float:
    listed = list(values)
    return sum(listed) / len(listed) if listed else default
