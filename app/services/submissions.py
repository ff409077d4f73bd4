"""What happens when a student submits."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import Database
from app.domain.changes import Action
from app.domain.marking import check_answers, same_answers
from app.domain.problems import Question
from app.domain.roles import Right
from app.domain.submissions import SubmissionState
from app.domain.texts import say, say_many
from app.errors import AttemptsUsedUp, Conflict, CourseClosed, InvalidInput, NotFound
from app.models import Assignment, Item, Submission, Variant
from app.queries.membership import Membership, find_membership
from app.queries.own_times import find_own_times
from app.services.changes import record_change
from app.services.courses import require_open
from app.services.doorbell import Doorbell
from app.services.drafts import supersede_draft
from app.services.opening import require_submitting
from app.services.own_variants import find_own_variant

_MAX_KEY = 80


@dataclass(frozen=True)
class Receipt:
    """Proof that a submission is stored: it will be marked exactly once, or shown as failed with a reason.

    Attributes:
        submission_id: The stored submission.
        attempt: Its number on this item, or on this practice exercise, from 1.
        repeated: It was stored before: the same click again, or answers equal to earlier ones. Costs nothing.
    """

    submission_id: uuid.UUID
    attempt: int
    repeated: bool


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
    given, received = _readable_answers(db, user_id, variant_id, answers)
    with db.writing() as session:
        receipt = take_attempt(
            session,
            user_id=user_id,
            variant_id=variant_id,
            given=given,
            received=received,
            idempotency_key=idempotency_key,
        )
        supersede_draft(session, variant_id=variant_id, given=given, counter=draft_counter)
    if not receipt.repeated:
        doorbell.ring(receipt.submission_id)
    return receipt


def take_attempt(
    session: Session,
    *,
    user_id: uuid.UUID,
    variant_id: uuid.UUID,
    given: Mapping[str, str],
    received: dt.datetime,
    idempotency_key: str,
    handed_in: bool = False,
) -> Receipt:
    """Store one attempt in the caller's transaction; who commits it rings for a worker, unless it is repeated.

    Args:
        session: Writes.
        user_id: Who submits.
        variant_id: Their variant.
        given: Answers that can be read, by question id.
        received: When they came in, by the database's clock.
        idempotency_key: Names this click.
        handed_in: They were taken from the draft at closing time.

    Raises:
        AttemptsUsedUp: No attempt is left.
        NotOpen: The assignment was not open for them then.
        Conflict: The key was used for other answers, the exercise takes no attempt any more, or the course is archived
            or no longer the student's.
        NotFound: No such variant of this user.
    """
    variant = find_own_variant(session, user_id=user_id, variant_id=variant_id)
    dealt = lock_exercises(session, variant)
    earlier = session.scalars(
        select(Submission).where(Submission.variant_id.in_(dealt)).order_by(Submission.attempt)
    ).all()
    here = [one for one in earlier if one.variant_id == variant_id]
    receipt = _known(session, user_id, variant_id, given, idempotency_key) or _equal(here, given)
    if receipt is not None:
        return receipt
    received, course_id = _require_attempt(session, variant, dealt, earlier, received)
    submission = Submission(
        id=uuid.uuid4(),
        variant_id=variant_id,
        user_id=user_id,
        course_id=course_id,
        attempt=max((one.attempt for one in earlier), default=0) + 1,
        idempotency_key=idempotency_key,
        answers=dict(given),
        created_at=received,
        handed_in=handed_in,
    )
    session.add(submission)
    return Receipt(submission.id, submission.attempt, repeated=False)


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


def _readable_answers(
    db: Database, user_id: uuid.UUID, variant_id: uuid.UUID, answers: Mapping[str, str]
) -> tuple[dict[str, str], dt.datetime]:
    """Return the answers, and when they were received: who then waits for a lock loses no time by it."""
    with db.reading() as session:
        received = db.now(session)
        variant = find_own_variant(session, user_id=user_id, variant_id=variant_id)
    questions = [Question.from_json(question) for question in variant.questions]
    given = {question.id: answers.get(question.id, "") for question in questions}
    errors = check_answers(questions, given)
    if errors:
        fields = {question_id: error.text for question_id, error in errors.items()}
        raise InvalidInput(
            say("Some answers cannot be read yet. Nothing was submitted and no attempt was used."),
            fields,
        )
    return given, received


def _known(
    session: Session, user_id: uuid.UUID, variant_id: uuid.UUID, given: Mapping[str, str], key: str
) -> Receipt | None:
    known = session.scalars(
        select(Submission).where(Submission.user_id == user_id, Submission.idempotency_key == key)
    ).one_or_none()
    if known is None:
        return None
    if known.variant_id != variant_id or known.answers != given:
        raise Conflict(
            say("This page was used for another submission already. Reload it and submit again.")
        )
    return Receipt(known.id, known.attempt, repeated=True)


def _equal(earlier: Sequence[Submission], given: Mapping[str, str]) -> Receipt | None:
    for one in earlier:
        if one.state is not SubmissionState.FAILED and same_answers(one.answers, given):
            return Receipt(one.id, one.attempt, repeated=True)
    return None


def lock_exercises(session: Session, variant: Variant) -> Sequence[uuid.UUID]:
    """Lock what a student was dealt of an item, and return the ids in their order.

    Attempts are counted under this lock: two clicks at once, also at two exercises of an item, are two attempts only if
    both are left.
    """
    if variant.item_id is None:
        session.refresh(variant, with_for_update=True)
        return [variant.id]
    of_item = select(Variant.id).where(
        Variant.user_id == variant.user_id, Variant.item_id == variant.item_id
    )
    session.execute(of_item.where(Variant.number == 1).with_for_update())
    return session.scalars(of_item.order_by(Variant.number)).all()


def _require_attempt(
    session: Session,
    variant: Variant,
    dealt: Sequence[uuid.UUID],
    earlier: Sequence[Submission],
    received: dt.datetime,
) -> tuple[dt.datetime, uuid.UUID | None]:
    """Let an attempt be stored only where one is left; return when it counts as received, and its course."""
    if variant.revealed_at is not None:
        raise Conflict(
            say("The answers of this exercise were shown already. Take another exercise.")
        )
    if variant.item_id is None:
        return received, None
    assignment, allowed = session.execute(
        select(Assignment, Item.max_attempts)
        .join(Item, Item.assignment_id == Assignment.id)
        .where(Item.id == variant.item_id)
    ).one()
    membership = _membership(session, variant.user_id, assignment.course_id)
    require_open(membership)
    own = find_own_times(session, assignment, variant.user_id)
    require_submitting(membership, own, received)
    used = [one for one in earlier if one.state is not SubmissionState.FAILED]
    if len(used) >= allowed:
        raise AttemptsUsedUp(
            say_many(
                "The attempt on this item is used.",
                "All %(num)s attempts on this item are used.",
                num=allowed,
            )
        )
    if not assignment.rules.takes_attempt(
        used_here=any(one.variant_id == variant.id for one in used),
        is_newest=variant.id == dealt[-1],
    ):
        raise Conflict(
            say("This exercise takes no further attempt. Go on with the next one of this item.")
        )
    return own.received(received), assignment.course_id


def _membership(session: Session, user_id: uuid.UUID, course_id: uuid.UUID) -> Membership:
    try:
        return find_membership(session, user_id=user_id, course_id=course_id)
    except NotFound:
        raise CourseClosed(
            say(
                "You are no longer in this course. What you did in it is kept; ask your teacher to bring you back."
            )
        ) from None
