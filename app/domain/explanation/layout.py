"""Where boxes, lines and the labels on lines stand in a picture of fixed width."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from app.domain.explanation.layering import GAP, PASSING, Item, Rows

WIDTH: Final = 400.0
"""The picture's width; a unit is a pixel where the picture is shown 400 pixels wide."""
MARGIN: Final = 8.0
_ROOM: Final = WIDTH - 2 * MARGIN
_BETWEEN: Final = 12.0
"""Above and below the labels between two rows."""
_LANE: Final = 3.0
"""Between two labels that stand one above the other."""
_ROUNDS: Final = 24

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Spot:
    """A rectangle in the picture, by its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """The x in its middle."""
        return self.x + self.width / 2


@dataclass(slots=True)
class Line:
    """A line from box to box.

    Attributes:
        source: Where it comes from.
        target: Where it goes.
        label: The size of what stands on it.
        points: What it goes through, from top to bottom.
        spot: Where its label stands.
    """

    source: int
    target: int
    label: Size
    points: list[Point] = field(default_factory=list)
    spot: Spot | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """All places.

    Attributes:
        boxes: By box.
        lines: As they were given, with points and spots.
        height: The picture's height.
    """

    boxes: Mapping[int, Spot]
    lines: Sequence[Line]
    height: float


def lay_out(sizes: Mapping[int, Size], lines: Sequence[Line]) -> Layout:
    """Find the place of everything.

    Args:
        sizes: Of each box, none wider than the picture between its margins.
        lines: Between them, without cycles; no two between the same boxes.
    """
    edges = [(line.source, line.target) for line in lines]
    rows = Rows({box: size.width for box, size in sizes.items()}, edges, _ROOM)
    middles = _middles(rows, sizes)
    boxes: dict[int, Spot] = {}
    y = MARGIN
    for number, row in enumerate(rows.rows):
        height = max(sizes[item.box].height for item in row if not item.passing)
        if number:
            y = _between(rows, number, lines, middles, y)
        for item in row:
            size = sizes[item.box]
            if not item.passing:
                x = middles[item] - size.width / 2
                boxes[item.box] = Spot(x, y, size.width, size.height)
        y += height
    for line in lines:
        _draw(line, rows, boxes, middles)
    return Layout(boxes, lines, y + MARGIN)


def _middles(rows: Rows, sizes: Mapping[int, Size]) -> dict[Item, float]:
    """The x of every item: each as near to the middle of its neighbours as the others allow."""
    middles: dict[Item, float] = {}
    for row in rows.rows:
        for item in row:
            middles[item] = WIDTH / 2
        _spread(row, sizes, middles)
    for _ in range(_ROUNDS):
        for row in rows.rows:
            for item in row:
                near = [*rows.above.get(item, ()), *rows.below.get(item, ())]
                if near:
                    middles[item] = sum(middles[other] for other in near) / len(near)
            _spread(row, sizes, middles)
    return middles


def _spread(row: Sequence[Item], sizes: Mapping[int, Size], middles: dict[Item, float]) -> None:
    """Move the items of a row apart, in their order, within the margins."""
    widths = [PASSING if item.passing else sizes[item.box].width for item in row]
    moved = _apart([middles[item] for item in row], widths, GAP)
    middles.update(zip(row, moved, strict=True))


def _apart(middles: Sequence[float], widths: Sequence[float], gap: float) -> list[float]:
    """Move things in a line apart, in their order and within the margins, no side preferred."""
    gap = min(gap, (_ROOM - sum(widths)) / max(len(widths) - 1, 1))
    from_left = _packed(middles, widths, gap)
    mirrored = _packed([WIDTH - x for x in reversed(middles)], widths[::-1], gap)
    from_right = [WIDTH - x for x in reversed(mirrored)]
    return [(one + other) / 2 for one, other in zip(from_left, from_right, strict=True)]


def _packed(middles: Sequence[float], widths: Sequence[float], gap: float) -> list[float]:
    """Push to the right what is too near to its left neighbour; then back what left the picture."""
    moved: list[float] = []
    edge = MARGIN
    for middle, width in zip(middles, widths, strict=True):
        moved.append(max(middle, edge + width / 2))
        edge = moved[-1] + width / 2 + gap
    edge = WIDTH - MARGIN
    for place in reversed(range(len(moved))):
        moved[place] = min(moved[place], edge - widths[place] / 2)
        edge = moved[place] - widths[place] / 2 - gap
    return moved


def _between(
    rows: Rows, number: int, lines: Sequence[Line], middles: Mapping[Item, float], y: float
) -> float:
    """Place the labels of the lines that end in a row, above it; give the row's y."""
    ending = [line for line in lines if rows.row_of[line.target] == number and line.label.width]
    wanted = {id(line): _wanted(line, rows, middles) for line in ending}
    ending.sort(key=lambda line: wanted[id(line)])
    y += _BETWEEN
    for lane in _lanes(ending):
        widths = [line.label.width for line in lane]
        moved = _apart([wanted[id(line)] for line in lane], widths, GAP)
        for line, middle in zip(lane, moved, strict=True):
            line.spot = Spot(middle - line.label.width / 2, y, line.label.width, line.label.height)
        y += max(line.label.height for line in lane) + _LANE
    return y + _BETWEEN


def _lanes(ending: Sequence[Line]) -> list[list[Line]]:
    """Labels that stand beside each other, as many as there is room for."""
    lanes: list[list[Line]] = []
    room = 0.0
    for line in ending:
        if line.label.width > room:
            lanes.append([])
            room = _ROOM
        lanes[-1].append(line)
        room -= line.label.width + GAP
    return lanes


def _wanted(line: Line, rows: Rows, middles: Mapping[Item, float]) -> float:
    """The x halfway along the last part of a line."""
    before, last = rows.way(line.source, line.target)[-2:]
    return (middles[before] + middles[last]) / 2


def _draw(line: Line, rows: Rows, boxes: Mapping[int, Spot], middles: Mapping[Item, float]) -> None:
    way = rows.way(line.source, line.target)
    source, target = boxes[line.source], boxes[line.target]
    line.points.append((source.middle, source.y + source.height))
    for item in (way[0], *way[1:-1]):
        top, bottom = _extent(rows, boxes, item.row)
        line.points += [(middles[item], top), (middles[item], bottom)][not item.passing :]
    if line.spot is not None:
        line.points += [
            (line.spot.middle, line.spot.y),
            (line.spot.middle, line.spot.y + line.spot.height),
        ]
    arriving = sorted(rows.above[way[-1]], key=lambda item: middles[item])
    share = (arriving.index(way[-2]) + 1) / (len(arriving) + 1)
    line.points.append((target.x + share * target.width, target.y))


def _extent(rows: Rows, boxes: Mapping[int, Spot], number: int) -> Point:
    """The top and the bottom of a row."""
    spots = [boxes[item.box] for item in rows.rows[number] if not item.passing]
    return min(spot.y for spot in spots), max(spot.y + spot.height for spot in spots)
