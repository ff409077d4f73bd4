"""What the experiments are measured with: each invariant is seen to break, and the figures are what they say."""

import dataclasses
import datetime as dt
import itertools
import uuid
from collections import Counter

import pytest

from app.domain.submissions import SubmissionState
from tests.app.planted_truth import TRUTH, has_digits
from tests.faults.figures import figures_of, quantile, table, write_table
from tests.faults.invariants import INVARIANTS, Evidence, Stored, broken_invariants
from tests.faults.load import Acknowledged, Heard
from tests.faults.planning import Click, Door, Exercise, Student, clicks
from tests.faults.undisturbed import Marked

CLICKED = 1000.0
RIGHT = Marked(1.0, [{"verdict": "right"}], None)


def students(number: int = 6) -> list[Student]:
    exercise = {"a.grad": [1.0, 0.0, -2.0]}
    return [
        Student(uuid.UUID(int=one), "", "", "", [Exercise(uuid.UUID(int=100 + one), exercise)])
        for one in range(number)
    ]


def evidence(**changed) -> Evidence:
    """One submission that was acknowledged, and marked half a second after its click."""
    student = students(1)[0]
    answers = {"a.grad": "[1]"}
    click = Click(0, student, student.exercises[0], "k", answers, Door.PAGE, doubled=False, looks=False)  # fmt: skip
    instant = dt.datetime.fromtimestamp(CLICKED, dt.UTC)
    one = Stored(
        id=uuid.UUID(int=7),
        key="k",
        answers=answers,
        state=SubmissionState.MARKED,
        failure=None,
        attempt=1,
        tries=1,
        created=instant,
        marked=instant + dt.timedelta(seconds=0.5),
        place=(student.id, student.exercises[0].id),
        most_attempts=3,
    )
    stored = dataclasses.replace(one, **changed.pop("submission", {}))
    parts = {
        "acknowledged": {"k": Acknowledged("k", click, CLICKED)},
        "stored": {stored.id: stored},
        "results": {stored.id: RIGHT},
        "undisturbed": {stored.id: RIGHT},
        "heard": [Heard("submit", 0.0, 0.1, 303)],
        "leaks": [],
        "fault_ended": CLICKED,
        "patience": 15.0,
    }
    return Evidence(**(parts | changed))


def test_all_invariants_hold_where_nothing_went_wrong():
    assert broken_invariants(evidence()) == ""


LATE = dt.datetime.fromtimestamp(CLICKED + 16, dt.UTC)


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("I1", {"stored": {}, "results": {}}),
        ("I1", {"submission": {"answers": {"a.grad": "[2]"}}}),
        ("I2", {"submission": {"state": SubmissionState.QUEUED, "marked": None}, "results": {}}),
        ("I2", {"submission": {"marked": LATE}}),
        ("I2", {"submission": {"state": SubmissionState.FAILED, "failure": "why"}, "results": {}}),
        ("I3", {"results": {}}),
        ("I3", {"undisturbed": {uuid.UUID(int=7): Marked(0.0, [], None)}}),
        ("I3", {"submission": {"state": SubmissionState.QUEUED}}),
        ("I4", {"submission": {"attempt": 4}}),
        ("I5", {"heard": [Heard("submit", 0.0, 0.1, 500, "unexpected")]}),
        ("I6", {"heard": [Heard("submit", 0.0, 5.1, 303)]}),
        ("I6", {"heard": [Heard("submit", 0.0, 5.1, 0)]}),
        ("I7", {"leaks": ["look: GET / -> 200"]}),
    ],
)
def test_an_invariant_is_seen_to_be_broken(name, changed):
    broken = broken_invariants(evidence(**changed))
    assert f"{name}: 1 times" in broken
    assert set(INVARIANTS) >= {name}


def test_a_gap_in_the_attempts_is_seen():
    seen = evidence()
    (one,) = seen.stored.values()
    second = dataclasses.replace(one, id=uuid.UUID(int=8), key="l", attempt=3)
    twice = dataclasses.replace(seen, stored={**seen.stored, second.id: second})
    assert "I4: 1 times" in broken_invariants(twice)


def test_a_failure_with_a_reason_is_fine_where_it_is_expected():
    failed = {"state": SubmissionState.FAILED, "failure": "why", "marked": None}
    assert not broken_invariants(evidence(submission=failed, results={}, may_fail=True))
    failed = {"state": SubmissionState.FAILED, "failure": None, "marked": None}
    assert "I2" in broken_invariants(evidence(submission=failed, results={}, may_fail=True))


def test_the_plan_is_the_same_for_the_same_seed_and_everybody_has_their_turn():
    first, second = (list(itertools.islice(clicks(students(), 20, 3), 600)) for _ in range(2))
    assert [(one.at, one.student.id, one.answers, one.door, one.doubled) for one in first] == [
        (one.at, one.student.id, one.answers, one.door, one.doubled) for one in second
    ]
    assert set(Counter(one.student.id for one in first).values()) == {100}
    assert 600 / 20 * 0.8 < first[-1].at < 600 / 20 * 1.2
    assert {one.door for one in first} == set(Door)
    assert 0.15 < sum(one.doubled for one in first) / 600 < 0.25


def test_no_two_clicks_of_a_plan_say_the_same():
    sent = [(one.exercise.id, str(one.answers)) for one in itertools.islice(clicks(students(2), 20, 3), 600)]  # fmt: skip
    assert len(set(sent)) == len(sent)


def test_no_click_of_a_plan_has_the_digits_of_the_planted_truth_by_chance():
    # What is right here begins with them: whoever would be right is wrong instead.
    planted = dataclasses.replace(students(1)[0].exercises[0], truth={"a": [TRUTH, 1.0]})
    alone = dataclasses.replace(students(1)[0], exercises=[planted])
    sent = list(itertools.islice(clicks([alone], 20, 3), 600))

    assert not any(has_digits(str(one.answers).encode()) for one in sent)


@pytest.mark.parametrize("text", ["41.6180", '{"a":1.6180}', "[-2.7182818]", "271,828,182,845,904"])
def test_the_planted_truth_is_found_however_it_is_written(text):
    assert has_digits(f"before {text} after".encode())


@pytest.mark.parametrize("instant", ["2026-11-22T08:47:41.618012Z", "2026-11-22 08:47:02.718281"])
def test_an_instant_is_not_taken_for_the_planted_truth(instant):
    assert not has_digits(instant.encode())


def test_a_quantile_is_one_of_the_values():
    assert quantile([], 0.5) == 0
    assert quantile([1, 2, 3, 4], 0.5) == 2
    assert quantile([1, 2, 3, 4], 0.99) == 4
    assert quantile([1], 0.5) == 1


def test_recovery_is_over_when_the_last_that_was_held_up_is_marked():
    assert figures_of("1", "A kill", evidence()).recovery == 0
    held_up = evidence(submission={"marked": LATE}, fault_ended=CLICKED + 10)
    assert figures_of("1", "A kill", held_up).recovery == 6


def test_the_table_takes_its_place_in_the_page(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(
        "Before\n<!-- figures of make faults -->old<!-- end of the figures -->\nAfter\n"
    )
    figures = [figures_of(number, "A kill", evidence()) for number in ("10", "9")]
    write_table(page, figures)
    written = page.read_text()
    assert "old" not in written
    assert table(figures) in written
    assert written.index("| 9 |") < written.index("| 10 |")
    assert "2 submissions were marked" in written
    assert (written.startswith("Before\n"), written.endswith("\nAfter\n")) == (True, True)
