"""docs/security.md: each protection names tests that exist, and the limits are those of the code."""

from pathlib import Path

import pytest

import app.api.limits
import app.limits
import app.web.limits
from app.limits import Limit
from tests.named_tests import missing_among, named_in

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "security.md").read_text()
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if line.startswith("| ") and not line.startswith(("| what |", "| ---"))
]
PROTECTIONS = [row for row in ROWS if "::" in row[2]]
LIMITS = [row for row in ROWS if row[2].endswith(" s")]


def test_every_row_is_a_protection_or_a_limit():
    assert len(PROTECTIONS) + len(LIMITS) == len(ROWS)
    assert len(PROTECTIONS) > 40


@pytest.mark.parametrize(
    ("what", "how", "held_by"), PROTECTIONS, ids=[row[0] for row in PROTECTIONS]
)
def test_each_protection_is_held_by_tests_that_exist(what, how, held_by):
    named = named_in(held_by)

    assert named, what
    assert ", ".join(f"`{one}`" for one in named) == held_by
    assert missing_among(named) == []


def test_the_limits_are_those_of_pages_and_programs():
    places = (app.limits, app.web.limits, app.api.limits)
    everything = [one for place in places for one in vars(place).values()]
    found = {one for one in everything if isinstance(one, Limit)}

    assert {(what, how, within) for what, how, within in LIMITS} == {
        (one.name, str(one.times), f"{one.seconds} s") for one in found
    }
