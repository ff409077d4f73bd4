"""What happens when a student submits."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from app.db import Database
from app.domain.changes import Action
from app.domain.marking import check_answers
from app.domain.problems import Question
from app.domain.roles import Right
from app.domain.submissions import SubmissionState
from app.domain.texts import say
from app.errors import Conflict, InvalidInput, NotFound
from app.models import Assignment, Item, Submission, Variant
from app.queries.attempts import find_ground, find_so_far
from app.queries.membership import find_membership
from app.services.changes import record_change
from app.services.doorbell import Doorbell
from app.services.drafts import supersede_draft
from app.services.taking import Attempt, Receipt, find_repeated, store_attempt, used_key

_MAX_KEY = 80


def submit(
    db: Database,
    doorbell: Doorbell,
    *,
    user_id: uuid.UUID,
    variant_id: uuid.UUID,
    answers: Mapping[str, str],
    idempotency_key: str,
    draft_counter: int = 0,
) -> Receipt:
    """Store one attempt and ring for a worker.

    Args:
        db: The store.
        doorbell: Rung after the commit.
        user_id: Who submits.
        variant_id: Their variant.
        answers: What was typed, by question id.
        idempotency_key: Names this click; the same key again stores nothing new.
        draft_counter: The counter of the draft in the browser, 0 where it keeps none: what is still on its way of that
            draft is old.

    Raises:
        InvalidInput: Answers cannot be read; told by question, costs no attempt.
        AttemptsUsedUp: No attempt is left.
        NotOpen: The assignment is not open.
        Conflict: The key was used for other answers, the variant's answers were shown already, or the course is
            archived or no longer the student's.
        NotFound: No such variant of this user.
    """
    if not 0 < len(idempotency_key) <= _MAX_KEY:
        raise InvalidInput(
            say("Reload the page and submit again."),
            {"idempotency_key": say("The form's key is missing.")},
        )
    received: dt.datetime | None = None
    seen = -1
    while True:
        with db.reading() as session:
            ground = find_ground(session, user_id=user_id, variant_id=variant_id)
            so_far = find_so_far(session, ground)
        # Received at the first look: who finds that another was quicker loses no time by it.
        received = received or ground.now
        given = _readable_answers(ground.questions, answers)
        attempt = Attempt(given, received, idempotency_key)
        repeated = find_repeated(ground, so_far, attempt)
        if repeated is not None:
            with db.stating() as connection:
                supersede_draft(
                    connection, variant_id=variant_id, given=given, counter=draft_counter
                )
            return repeated
        if len(so_far.sent) == seen:
            # Nobody was quicker: an exercise of another item has the key.
            raise used_key()
        seen = len(so_far.sent)
        with db.stating() as connection:
            receipt = store_attempt(
                connection, ground, so_far, attempt, draft_counter=draft_counter
            )
        if receipt is not None:
            doorbell.ring(receipt.submission_id)
            return receipt


def requeue(
    db: Database, doorbell: Doorbell, *, user_id: uuid.UUID, submission_id: uuid.UUID
) -> None:
    """Queue a failed submission again, as a teacher of its course.

    Raises:
        Conflict: It has not failed.
        NotFound: No such submission in a course where the user may queue again.
    """
    with db.writing() as session:
        submission = session.scalars(
            select(Submission).where(Submission.id == submission_id).with_for_update()
        ).one_or_none()
        place = session.execute(
            select(Item, Assignment)
            .join(Item, Item.assignment_id == Assignment.id)
            .join(Variant, Variant.item_id == Item.id)
            .join(Submission, Submission.variant_id == Variant.id)
            .where(Submission.id == submission_id)
        ).one_or_none()
        if submission is None or place is None:
            raise NotFound
        item, assignment = place
        course_id = assignment.course_id
        find_membership(session, user_id=user_id, course_id=course_id, right=Right.REQUEUE)
        if submission.state is not SubmissionState.FAILED:
            raise Conflict(
                say("Only a failed submission can be queued again; this one has not failed.")
            )
        submission.state, submission.tries, submission.failure = SubmissionState.QUEUED, 0, None
        record_change(
            session,
            Action.REQUEUED,
            course_id=course_id,
            by_id=user_id,
            student_id=submission.user_id,
            about=f"{assignment.title} · {item.title}",
            after={"attempt": submission.attempt},
        )
    doorbell.ring(submission_id)


def _readable_answers(questions: Sequence[Question], answers: Mapping[str, str]) -> dict[str, str]:
    given = {question.id: answers.get(question.id, "") for question in questions}
    errors = check_answers(questions, given)
    if errors:
        fields = {question_id: error.text for question_id, error in errors.items()}
        raise InvalidInput(
            say("Some answers cannot be read yet. Nothing was submitted and no attempt was used."),
            fields,
        )
    return given
