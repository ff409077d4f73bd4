"""What happens when a student submits."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.db import INSERT, Database, dialect_of
from app.domain.changes import Action
from app.domain.marking import check_answers, same_answers
from app.domain.problems import Question
from app.domain.roles import Right
from app.domain.submissions import SubmissionState
from app.domain.texts import say, say_many
from app.errors import AttemptsUsedUp, Conflict, CourseClosed, InvalidInput, NotFound
from app.models import Assignment, Item, Submission, Variant
from app.queries.attempts import Ground, SoFar, find_ground, find_so_far
from app.queries.membership import Membership, find_membership
from app.services.changes import record_change
from app.services.courses import require_open
from app.services.doorbell import Doorbell
from app.services.drafts import supersede_draft
from app.services.opening import require_submitting

_MAX_KEY = 80


@dataclass(frozen=True)
class Following:
    """What may be sent at the same exercise next, once this attempt is marked.

    Attributes:
        ground: What it will be judged by.
        attempts_left: None in practice, where there are as many as they like.
    """

    ground: Ground
    attempts_left: int | None


@dataclass(frozen=True)
class Receipt:
    """Proof that a submission is stored: it will be marked exactly once, or shown as failed with a reason.

    Attributes:
        submission_id: The stored submission.
        attempt: Its number on this item, or on this practice exercise, from 1.
        repeated: It was stored before: the same click again, or answers equal to earlier ones. Costs nothing.
        following: What may be sent next; None where nothing may, or only all that was sent before tells.
    """

    submission_id: uuid.UUID
    attempt: int
    repeated: bool
    following: Following | None = None


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
    with db.reading() as session:
        # Received now: who then waits for a lock loses no time by it.
        ground = find_ground(session, user_id=user_id, variant_id=variant_id)
    given = _readable_answers(ground.questions, answers)
    with db.writing() as session:
        receipt = _take_attempt(session, ground, given, ground.now, idempotency_key)
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
    ground = find_ground(session, user_id=user_id, variant_id=variant_id)
    return _take_attempt(session, ground, given, received, idempotency_key, handed_in=handed_in)


def _take_attempt(
    session: Session,
    ground: Ground,
    given: Mapping[str, str],
    received: dt.datetime,
    idempotency_key: str,
    *,
    handed_in: bool = False,
) -> Receipt:
    lock_exercises(
        session,
        user_id=ground.user_id,
        item_id=ground.at.item_id if ground.at else None,
        variant_id=ground.variant_id,
    )
    so_far = find_so_far(session, ground)
    receipt = _known(so_far, ground, given, idempotency_key) or _equal(so_far, ground, given)
    if receipt is not None:
        return receipt
    received = _require_attempt(ground, so_far, received)
    submission_id = uuid.uuid4()
    attempt = so_far.sent[-1].attempt + 1 if so_far.sent else 1
    written = session.scalar(
        _WRITE[dialect_of(session)],
        {
            "id": submission_id,
            "variant_id": ground.variant_id,
            "user_id": ground.user_id,
            "course_id": ground.at.course_id if ground.at else None,
            "attempt": attempt,
            "idempotency_key": idempotency_key,
            "answers": dict(given),
            "created_at": received,
            "handed_in": handed_in,
        },
    )
    if written is None:
        # An exercise of another item has it.
        raise _used_key()
    return Receipt(submission_id, attempt, repeated=False, following=_following(ground, so_far))


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


def _known(so_far: SoFar, ground: Ground, given: Mapping[str, str], key: str) -> Receipt | None:
    known = next((one for one in so_far.sent if one.idempotency_key == key), None)
    if known is None:
        return None
    if known.variant_id != ground.variant_id or known.answers != given:
        raise _used_key()
    return Receipt(known.id, known.attempt, repeated=True)


def _used_key() -> Conflict:
    return Conflict(
        say("This page was used for another submission already. Reload it and submit again.")
    )


def _equal(so_far: SoFar, ground: Ground, given: Mapping[str, str]) -> Receipt | None:
    for one in so_far.sent:
        if (
            one.variant_id == ground.variant_id
            and one.state is not SubmissionState.FAILED
            and same_answers(one.answers, given)
        ):
            return Receipt(one.id, one.attempt, repeated=True)
    return None


def lock_exercises(
    session: Session, *, user_id: uuid.UUID, item_id: uuid.UUID | None, variant_id: uuid.UUID
) -> None:
    """Lock what a student was dealt of an item, or one exercise of practice.

    Attempts are counted under this lock: two clicks at once, also at two exercises of an item, are two attempts only if
    both are left.
    """
    if item_id is None:
        session.execute(_LOCK_PRACTICE, {"variant": variant_id})
    else:
        session.execute(_LOCK_ITEM, {"user": user_id, "item": item_id})


def _require_attempt(ground: Ground, so_far: SoFar, received: dt.datetime) -> dt.datetime:
    """Let an attempt be stored only where one is left; return when it counts as received."""
    if so_far.is_revealed:
        raise Conflict(
            say("The answers of this exercise were shown already. Take another exercise.")
        )
    at = ground.at
    if at is None:
        return received
    require_submitting(require_place(at.membership), at.own, received)
    used = [one for one in so_far.sent if one.state is not SubmissionState.FAILED]
    if len(used) >= at.max_attempts:
        raise AttemptsUsedUp(
            say_many(
                "The attempt on this item is used.",
                "All %(num)s attempts on this item are used.",
                num=at.max_attempts,
            )
        )
    if not at.rules.takes_attempt(
        used_here=any(one.variant_id == ground.variant_id for one in used),
        is_newest=ground.variant_id == so_far.dealt[-1],
    ):
        raise Conflict(
            say("This exercise takes no further attempt. Go on with the next one of this item.")
        )
    return at.own.received(received)


def _following(ground: Ground, so_far: SoFar) -> Following | None:
    at = ground.at
    if at is None:
        # Answers of practice can be shown once one attempt is marked.
        return None if so_far.sent else Following(ground, None)
    used = sum(one.state is not SubmissionState.FAILED for one in so_far.sent)
    left = at.max_attempts - used - 1
    if not left or at.rules.new_exercises or not at.own.offers_work(ground.now):
        return None
    return Following(ground, left)


def require_place(membership: Membership | None) -> Membership:
    """Let work be sent only by who is in the course, and while it is not archived.

    Raises:
        CourseClosed: They are in it no longer, or it is archived.
    """
    if membership is None:
        raise CourseClosed(
            say(
                "You are no longer in this course. What you did in it is kept; ask your teacher to bring you back."
            )
        )
    require_open(membership)
    return membership


_VARIANTS = Variant.__table__
_LOCK_PRACTICE = (
    select(_VARIANTS.c.id)
    .where(_VARIANTS.c.id == bindparam("variant", type_=Variant.id.type))
    .with_for_update()
)
_LOCK_ITEM = (
    select(_VARIANTS.c.id)
    .where(
        _VARIANTS.c.user_id == bindparam("user", type_=Variant.user_id.type),
        _VARIANTS.c.item_id == bindparam("item", type_=Variant.item_id.type),
        _VARIANTS.c.number == 1,
    )
    .with_for_update()
)
_WRITE = {
    name: insert(Submission.__table__)
    .on_conflict_do_nothing(index_elements=["user_id", "idempotency_key"])
    .returning(Submission.__table__.c.id)
    for name, insert in INSERT.items()
}
