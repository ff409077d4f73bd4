"""What a roster does to whom, as a table; and what it never does."""

import dataclasses
import itertools

import pytest

from app.domain.roles import Role
from app.domain.roster import Entry, Outcome, Place, Refusal, Standing, as_told, digest, plan

EMAIL = "ada@example.org"
STUDENT, GRADER, INSTRUCTOR = Role.STUDENT, Role.GRADER, Role.INSTRUCTOR


def member(role, *, by_hand=False):
    return Standing(Place.MEMBER, role, by_hand, "Ada")


def planned(standing, wanted=None):
    known = {} if standing is None else {EMAIL: standing}
    return plan([Entry(2, EMAIL, "Ada", wanted)], known)[0]


@pytest.mark.parametrize(
    ("standing", "wanted", "outcome", "role"),
    [
        (None, None, Outcome.INVITED, STUDENT),
        (None, STUDENT, Outcome.INVITED, STUDENT),
        (Standing(Place.EXPECTED), None, Outcome.STILL_EXPECTED, STUDENT),
        (Standing(Place.ELSEWHERE), None, Outcome.ADDED, STUDENT),
        (Standing(Place.ELSEWHERE), STUDENT, Outcome.ADDED, STUDENT),
        (Standing(Place.LEFT), STUDENT, Outcome.RETURNED, STUDENT),
        (member(STUDENT), None, Outcome.UNCHANGED, STUDENT),
        (member(GRADER), None, Outcome.UNCHANGED, GRADER),
        (member(INSTRUCTOR), INSTRUCTOR, Outcome.UNCHANGED, INSTRUCTOR),
        (member(STUDENT), GRADER, Outcome.ROLE_CHANGED, GRADER),
        (member(GRADER), STUDENT, Outcome.ROLE_CHANGED, STUDENT),
        (member(STUDENT), INSTRUCTOR, Outcome.ROLE_CHANGED, INSTRUCTOR),
        (member(GRADER, by_hand=True), STUDENT, Outcome.ROLE_KEPT, GRADER),
        (member(STUDENT, by_hand=True), GRADER, Outcome.ROLE_KEPT, STUDENT),
    ],
)
def test_each_standing_meets_each_wish_as_documented(standing, wanted, outcome, role):
    line = planned(standing, wanted)

    assert (line.outcome, line.role, line.refusal) == (outcome, role, None)


@pytest.mark.parametrize(
    ("standing", "wanted", "refusal"),
    [
        (None, GRADER, Refusal.NOT_A_MEMBER),
        (None, INSTRUCTOR, Refusal.NOT_A_MEMBER),
        (Standing(Place.EXPECTED), GRADER, Refusal.NOT_A_MEMBER),
        (Standing(Place.ELSEWHERE), INSTRUCTOR, Refusal.NOT_A_MEMBER),
        (Standing(Place.LEFT), GRADER, Refusal.NOT_A_MEMBER),
        (Standing(Place.REMOVED), None, Refusal.REMOVED),
        (Standing(Place.REMOVED), STUDENT, Refusal.REMOVED),
        (member(INSTRUCTOR), STUDENT, Refusal.INSTRUCTOR_STAYS),
        (member(INSTRUCTOR, by_hand=True), GRADER, Refusal.INSTRUCTOR_STAYS),
    ],
)
def test_what_a_roster_may_not_do_is_refused_with_its_reason(standing, wanted, refusal):
    line = planned(standing, wanted)

    assert (line.outcome, line.refusal) == (Outcome.REFUSED, refusal)


def test_nobody_but_a_member_gets_more_than_a_student_from_any_roster():
    standings = [None, *(Standing(place) for place in Place if place is not Place.MEMBER)]
    for standing, wanted in itertools.product(standings, [None, *Role]):
        line = planned(standing, wanted)
        assert line.outcome is Outcome.REFUSED or line.role is STUDENT


def test_a_line_that_could_not_be_read_does_nothing_whoever_it_is():
    entry = Entry(2, EMAIL, refusal=Refusal.DUPLICATE, repeats=1)

    assert plan([entry], {EMAIL: Standing(Place.ELSEWHERE)})[0].outcome is Outcome.REFUSED


def test_the_digest_names_the_effect_and_nothing_but_the_effect():
    entries = [Entry(2, EMAIL, "Ada"), Entry(3, "b@example.org", refusal=Refusal.BAD_EMAIL)]
    expected = digest(plan(entries, {}))

    assert digest(plan(entries, {EMAIL: Standing(Place.LEFT)})) != expected
    assert digest(plan([dataclasses.replace(entries[0], name="Eve")], {})) != expected
    # That a line is refused for another reason changes nothing about what is done.
    assert digest(plan(entries[:1], {})) == expected


@pytest.mark.parametrize("wanted", [None, *Role])
def test_a_dry_run_tells_nothing_that_depends_on_whether_a_newcomer_has_an_account(wanted):
    without, having = (
        [planned(standing, wanted)] for standing in (None, Standing(Place.ELSEWHERE))
    )

    assert as_told(without) == as_told(having)
    assert digest(without) == digest(having)


def test_a_dry_run_tells_everything_else_as_it_is():
    lines = [planned(Standing(Place.LEFT)), planned(member(STUDENT), GRADER), planned(None, GRADER)]

    assert as_told(lines) == tuple(lines)
