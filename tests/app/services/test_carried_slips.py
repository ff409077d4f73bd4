"""Where the assignment says so, a slip that is carried on loses marks once."""

import pytest
from sqlalchemy import select

from app.db import Database
from app.domain.credit import Rules
from app.models import Item, Result, Variant
from app.services.assignments import create_assignment
from app.services.dealing import deal_item, deal_problem
from app.services.grading import mark_waiting
from app.services.items import NewItem
from app.services.submissions import submit
from tests.app.classroom import Classroom


def dealt(db: Database, variant):
    with db.reading() as session:
        return session.get_one(Variant, variant)


def shifted(truth):
    """Answer as who errs by 7 in the first call, and adds rightly ever after."""
    return {name: str([number + 7 for number in numbers]) for name, numbers in truth.items()}


def score_of(classroom: Classroom, variant, answers):
    receipt = submit(
        classroom.db,
        classroom.doorbell,
        user_id=classroom.student,
        variant_id=variant,
        answers=answers,
        idempotency_key="a click",
    )
    mark_waiting(classroom.db)
    with classroom.db.reading() as session:
        result = session.get_one(Result, receipt.submission_id)
        return result.score, [mark["verdict"] for mark in result.marks]


@pytest.mark.parametrize(
    ("carries", "expected"),
    [
        (True, (2 / 3, ["wrong", "carried", "carried"])),
        (False, (0.0, ["wrong", "wrong", "wrong"])),
    ],
)
def test_an_assignment_says_whether_a_slip_that_is_carried_on_loses_marks_once(
    classroom, carries, expected
):
    assignment = create_assignment(
        classroom.db,
        user_id=classroom.instructor,
        course_id=classroom.course,
        title="Call by call",
        items=[NewItem("three-notes", points=3, max_attempts=1)],
        rules=Rules(carries_slips=carries),
    )
    with classroom.db.reading() as session:
        (item,) = session.scalars(select(Item.id).where(Item.assignment_id == assignment))
    variant = deal_item(classroom.db, user_id=classroom.student, item_id=item)

    answers = shifted(dealt(classroom.db, variant).truth)

    assert score_of(classroom, variant, answers) == expected


def test_in_practice_a_slip_that_is_carried_on_is_shown_as_one(classroom):
    variant = deal_problem(classroom.db, user_id=classroom.student, slug="call-by-call")

    answers = shifted(dealt(classroom.db, variant).truth)

    assert score_of(classroom, variant, answers) == (0.5, ["wrong", "carried"])
