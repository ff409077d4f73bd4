"""Regrades to test with: ordered by the instructor, and worked on as a worker does it."""

import uuid

from sqlalchemy import select

from app.db import Database
from app.domain.regrading import Mode
from app.models import Regrade, RegradedResult, RegradedStudent, Result, Submission, Variant
from app.services.grading import mark_waiting
from app.services.regrading import Order, apply_regrade, order_regrade, undo_regrade
from app.services.regrading_work import work_waiting
from tests.app.classroom import Classroom

REASON = "The second question was marked too strictly."


def order(room: Classroom, **given: object) -> uuid.UUID:
    """Order a regrade of the classroom's assignment, and let a worker compute it."""
    regrade_id = uuid.uuid4()
    order_regrade(
        room.db,
        room.doorbell,
        user_id=room.instructor,
        assignment_id=room.assignment,
        order=Order(regrade_id, REASON, **given),
    )
    work(room.db)
    return regrade_id


def apply(room: Classroom, regrade_id: uuid.UUID, mode: Mode = Mode.REPLACE) -> None:
    """Apply a regrade to its end."""
    apply_regrade(room.db, room.doorbell, user_id=room.instructor, regrade_id=regrade_id, mode=mode)
    work(room.db)


def undo(room: Classroom, regrade_id: uuid.UUID) -> None:
    """Undo a regrade to its end."""
    undo_regrade(room.db, room.doorbell, user_id=room.instructor, regrade_id=regrade_id)
    work(room.db)


def work(db: Database) -> None:
    """Do all long work there is."""
    while work_waiting(db):
        pass


def submit_and_mark(
    room: Classroom, variant: uuid.UUID, answers: dict[str, str] | None = None, **other: object
) -> uuid.UUID:
    """Submit, by default the right answers, and let a worker mark."""
    receipt = room.submit(variant, answers, **other)
    mark_waiting(room.db)
    return receipt.submission_id


def mismark(db: Database, variant_id: uuid.UUID, question: str, truth: object) -> None:
    """Make a variant's stored truth what an engine with a bug would have found."""
    with db.writing() as session:
        variant = session.get_one(Variant, variant_id)
        variant.truth = {**(variant.truth or {}), question: truth}


def score_of(db: Database, submission_id: uuid.UUID) -> float:
    """Read a score."""
    with db.reading() as session:
        return session.get_one(Result, submission_id).score


def regrade_of(db: Database, regrade_id: uuid.UUID) -> Regrade:
    """Read a regrade."""
    with db.reading() as session:
        return session.get_one(Regrade, regrade_id)


def students_of(db: Database, regrade_id: uuid.UUID) -> dict[uuid.UUID, RegradedStudent]:
    """Read the students of a regrade, by their ids."""
    with db.reading() as session:
        rows = session.scalars(
            select(RegradedStudent).where(RegradedStudent.regrade_id == regrade_id)
        )
        return {row.user_id: row for row in rows}


def results_of(db: Database, regrade_id: uuid.UUID) -> dict[uuid.UUID, tuple[float, float, bool]]:
    """Read what a regrade changes: score before and after, and whether it is applied, by submission."""
    with db.reading() as session:
        rows = session.scalars(
            select(RegradedResult).where(RegradedResult.regrade_id == regrade_id)
        )
        return {
            row.submission_id: (row.score_before, row.score_after, row.is_applied) for row in rows
        }


def state_of_all(db: Database) -> list[tuple[object, ...]]:
    """Read everything that undoing brings back."""
    with db.reading() as session:
        results = session.execute(
            select(
                Result.submission_id,
                Result.score,
                Result.marks,
                Result.diagnosis,
                Result.engine_version,
                Submission.state,
            )
            .join(Submission, Submission.id == Result.submission_id)
            .order_by(Result.submission_id)
        ).all()
        variants = session.execute(
            select(
                Variant.id, Variant.questions, Variant.rtol, Variant.truth, Variant.predictions
            ).order_by(Variant.id)
        ).all()
    return [tuple(row) for row in (*results, *variants)]


def misjudged(room: Classroom, student: uuid.UUID | None = None) -> uuid.UUID:
    """Submit a right answer that is marked as wrong, as an engine with a bug did."""
    variant = room.deal(0, student)
    right = room.right_answers(variant)
    mismark(room.db, variant, "a_grad", [1.0, 2.0, 3.0])
    return submit_and_mark(room, variant, right, student=student)
