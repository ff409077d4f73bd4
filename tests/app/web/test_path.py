"""The picture of the topics: what stands where, and where its lines run."""

import re
from itertools import combinations

import pytest

from app.web.path import COLUMN, ROW, lay_out

DIAMOND = {"root": [], "left": ["root"], "right": ["root"], "end": ["left", "right"]}
WITH_A_DETOUR = {"a": [], "b": ["a"], "c": ["b"], "d": ["c"], "other": ["a"], "end": ["d", "other"]}
WIDE = {"root": []} | {f"t{n}": ["root"] for n in range(9)} | {"end": [f"t{n}" for n in range(9)]}


def passages(line):
    """Yield the column (from 1) and height of each place where a line runs level, with its two ends."""
    points = [tuple(map(int, pair)) for pair in re.findall(r"(\d+) (\d+)(?=[A-Z]|$)", line)]
    start = re.match(r"M(\d+) (\d+)", line)
    return [(int(start[1]), int(start[2])), *points[1:]]


@pytest.mark.parametrize("prerequisites", [DIAMOND, WITH_A_DETOUR, WIDE])
def test_a_topic_stands_to_the_right_of_all_that_it_builds_on(prerequisites):
    spots = lay_out(prerequisites).spots

    for topic, before in prerequisites.items():
        for one in before:
            assert spots[one].column < spots[topic].column


@pytest.mark.parametrize("prerequisites", [DIAMOND, WITH_A_DETOUR, WIDE])
def test_boxes_lie_within_the_picture_and_apart(prerequisites):
    layout = lay_out(prerequisites)

    for spot in layout.spots.values():
        assert 1 <= spot.column <= layout.columns
        assert 1 <= spot.row <= layout.rows - 1
    for one, other in combinations(layout.spots.values(), 2):
        assert one.column != other.column or abs(one.row - other.row) >= 2


@pytest.mark.parametrize("prerequisites", [DIAMOND, WITH_A_DETOUR, WIDE])
def test_a_line_leads_from_box_to_box_and_behind_no_other(prerequisites):
    layout = lay_out(prerequisites)
    centres = {(spot.column, spot.row * ROW): topic for topic, spot in layout.spots.items()}
    drawn = set()
    for line in layout.lines:
        points = passages(line)
        first, *between, last = [(1 + x // COLUMN, y) for x, y in points]
        drawn.add((centres[first], centres[last]))
        for column, y in between:
            boxes = [spot for spot in layout.spots.values() if spot.column == column]
            assert all(abs(spot.row * ROW - y) > ROW for spot in boxes)

    assert drawn == {(one, topic) for topic, before in prerequisites.items() for one in before}


def test_what_another_prerequisite_brings_along_gets_no_line_of_its_own():
    layout = lay_out({"a": [], "b": ["a"], "c": ["a", "b"]})

    assert len(layout.lines) == 2


def test_neighbours_are_ordered_so_that_their_lines_do_not_cross():
    spots = lay_out({"a": [], "b": [], "after-b": ["b"], "after-a": ["a"]}).spots

    assert (spots["a"].row < spots["b"].row) == (spots["after-a"].row < spots["after-b"].row)


def test_no_topics_make_an_empty_picture():
    layout = lay_out({})

    assert (layout.columns, layout.rows, layout.lines) == (0, 0, ())
