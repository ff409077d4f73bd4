"""Workers look at the newest text of each draft; what is older is dropped, and what befalls a worker loses none."""

import uuid

import pytest
from sqlalchemy import select

from app.domain.authoring import EXAMPLE, PREVIEW_TRIES
from app.models import ProblemDraft
from app.queries.problem_drafts import shown_of
from app.services import previewing
from app.services.previewing import show_waiting, sweep
from app.services.problem_drafts import Typed, keep_draft, start_draft


@pytest.fixture
def begun(classroom, doorbell):
    """A draft of the instructor that waits for its preview."""
    draft_id = uuid.uuid4()
    start_draft(
        classroom.db,
        doorbell,
        user_id=classroom.instructor,
        course_id=classroom.course,
        draft_id=draft_id,
        text=EXAMPLE,
    )
    return draft_id


@pytest.fixture
def keep(classroom, doorbell, begun):
    """Type another text, or ask for other seeds."""

    def keep_one(text=EXAMPLE, first_seed=0):
        return keep_draft(
            classroom.db,
            doorbell,
            user_id=classroom.instructor,
            draft_id=begun,
            typed=Typed(text, first_seed=first_seed, replaces=True),
        )

    return keep_one


@pytest.fixture
def shown(classroom, begun):
    """What the draft's author sees."""

    def read():
        with classroom.db.reading() as session:
            return shown_of(session, classroom.instructor, begun)

    return read


def age(db):
    with db.writing() as session:
        for draft in session.scalars(select(ProblemDraft)):
            draft.asked_at = draft.asked_at.replace(year=2020)
            if draft.lease_until is not None:
                draft.lease_until = draft.lease_until.replace(year=2020)


def test_a_worker_shows_variants_and_what_the_gates_say(db, shown):
    assert show_waiting(db) == 1
    seen = shown()
    assert (seen.is_waiting, seen.is_current) == (False, True)
    assert [sample.seed for sample in seen.preview.samples] == [0, 1, 2]
    assert [gate["passed"] for gate in seen.report["gates"]] == [True] * 6
    assert show_waiting(db) == 0


def test_other_seeds_and_other_texts_are_looked_at_anew_and_the_same_are_not(db, keep, shown):
    show_waiting(db)
    keep()
    assert not shown().is_waiting
    keep(first_seed=3)
    assert (shown().is_waiting, shown().is_current) == (True, False)
    show_waiting(db)
    assert [sample.seed for sample in shown().preview.samples] == [3, 4, 5]
    keep(EXAMPLE.replace("import torch", "import os"), first_seed=3)
    # What was seen of the text before stays until there is something new.
    assert shown().preview.samples
    show_waiting(db)
    assert shown().preview.refusal.line == 13


def test_what_was_begun_for_an_older_text_comes_to_nothing(db, keep, shown):
    late = previewing._claim(db)
    keep(EXAMPLE.replace("difficulty = 2", "difficulty = 9"))
    assert not previewing._make(db, late)
    assert (shown().is_waiting, shown().preview) == (True, None)
    assert show_waiting(db) == 1
    assert shown().preview.refusal.field == "difficulty"


def test_a_preview_that_a_killed_worker_left_is_rung_for_and_made(db, doorbell, begun, shown):
    previewing._claim(db)
    doorbell.rings.clear()
    assert sweep(db, doorbell) == 0  # its lease runs
    age(db)
    assert sweep(db, doorbell) == 1
    assert doorbell.rings == [begun]
    assert show_waiting(db) == 1
    assert shown().is_current


def test_a_text_that_ends_its_workers_is_given_up_until_it_is_changed(db, doorbell, keep, shown):
    for _worker in range(PREVIEW_TRIES):
        previewing._claim(db)
        age(db)
    assert previewing._claim(db) is None
    sweep(db, doorbell)
    seen = shown()
    assert (seen.is_waiting, seen.is_current) == (False, True)
    assert "begun and never ended" in seen.preview.refusal.message
    keep(EXAMPLE + "\n")
    assert show_waiting(db) == 1
    assert shown().report is not None


def test_a_draft_that_is_gone_stops_its_worker(db, begun):
    claim = previewing._claim(db)
    with db.writing() as session:
        session.delete(session.get_one(ProblemDraft, begun))
    assert not previewing._make(db, claim)
    assert show_waiting(db) == 0
