"""Questions of students about an exercise: asking, answering, closing and opening again."""

import uuid
from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.db import Database
from app.domain.inquiries import (
    MOST_OPEN,
    InquiryKind,
    InquiryState,
    InquiryStep,
    changes,
    clean_message,
    state_after,
)
from app.domain.roles import Right
from app.domain.texts import say
from app.errors import Conflict, CourseClosed, InvalidInput, NotFound
from app.models import Assignment, Inquiry, InquiryEntry, Item, Submission, Variant
from app.queries.membership import find_membership, is_administrator
from app.services.courses import require_open
from app.services.own_variants import find_own_variant


def ask(
    db: Database,
    *,
    user_id: uuid.UUID,
    variant_id: uuid.UUID,
    inquiry_id: uuid.UUID,
    kind: str,
    text: str,
    typed: Mapping[str, str],
) -> uuid.UUID:
    """Ask about an exercise of one's own; the newest submission is attached.

    Args:
        db: The store.
        user_id: Who asks.
        variant_id: Their exercise.
        inquiry_id: The id that the form of this click carries: a second click asks nothing more.
        kind: An `InquiryKind`.
        text: What they say.
        typed: What stands in the answer form, by question; where it is empty, what was submitted last.

    Returns:
        The inquiry's id.

    Raises:
        InvalidInput: The kind or the text cannot be used, or too many wait for an answer already.
        CourseClosed: The course is archived, or they are in it no longer.
        Conflict: `inquiry_id` is somebody else's.
        NotFound: No such exercise of theirs.
    """
    with db.writing() as session:
        variant = find_own_variant(session, user_id=user_id, variant_id=variant_id, locked=True)
        made = session.get(Inquiry, inquiry_id)
        if made is not None:
            return _made_before(made, user_id)
        fields = _faults(kind, text)
        if fields:
            raise InvalidInput(say("Your question needs another look."), fields)
        course_id = _course_of(session, variant)
        if course_id is not None:
            _require_writable(session, user_id, course_id)
        _require_few_open(session, user_id)
        newest = _newest(session, variant)
        inquiry = Inquiry(
            id=inquiry_id,
            variant_id=variant_id,
            student_id=user_id,
            course_id=course_id,
            submission_id=newest.id if newest else None,
            kind=InquiryKind(kind),
            typed=_in_the_form(variant, newest, typed),
            moved_at=db.now(session),
            steps=0,
            seen_steps=0,
        )
        session.add(inquiry)
        session.flush()
        _add(db, session, inquiry, user_id, text=clean_message(text))
    return inquiry_id


def reply(
    db: Database, *, user_id: uuid.UUID, inquiry_id: uuid.UUID, entry_id: uuid.UUID, text: str
) -> None:
    """Say something in a thread, as its student or as a teacher; a closed one opens again by it.

    Args:
        db: The store.
        user_id: Who writes.
        inquiry_id: The inquiry.
        entry_id: The id that the form of this click carries: a second click says nothing more.
        text: What they say.

    Raises:
        InvalidInput: The text cannot be used.
        CourseClosed: The course is archived, or the student is in it no longer.
        NotFound: No such inquiry of theirs, or of a course where they answer.
    """
    with db.writing() as session:
        inquiry = _locked(session, inquiry_id, user_id)
        if session.get(InquiryEntry, entry_id) is None:
            message = clean_message(text)
            _require_open_place(session, inquiry, user_id)
            _add(db, session, inquiry, user_id, text=message, entry_id=entry_id)


def take_step(
    db: Database, *, user_id: uuid.UUID, inquiry_id: uuid.UUID, step: InquiryStep
) -> None:
    """Close or reopen an inquiry, as its student or as a teacher; what is so already stays so.

    Raises:
        CourseClosed: The course is archived, or the student is in it no longer.
        NotFound: No such inquiry of theirs, or of a course where they answer.
    """
    with db.writing() as session:
        inquiry = _locked(session, inquiry_id, user_id)
        if changes(inquiry.state, step):
            _require_open_place(session, inquiry, user_id)
            _add(db, session, inquiry, user_id, step=step)


def mark_seen(db: Database, *, user_id: uuid.UUID, inquiry_id: uuid.UUID, steps: int) -> None:
    """Note up to which entry a thread's student has seen it; it never falls back.

    Args:
        db: The store.
        user_id: Its student.
        inquiry_id: The inquiry.
        steps: How many entries their page showed: what came after is news still.

    Raises:
        NotFound: No such inquiry of theirs.
    """
    with db.writing() as session:
        inquiry = _locked(session, inquiry_id, user_id)
        if inquiry.student_id != user_id:
            raise NotFound
        inquiry.seen_steps = max(inquiry.seen_steps, min(steps, inquiry.steps))


def _made_before(made: Inquiry, user_id: uuid.UUID) -> uuid.UUID:
    if made.student_id != user_id:
        raise Conflict(say("This form was used already. Reload the page and try again."))
    return made.id


def _faults(kind: str, text: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    if kind not in set(InquiryKind):
        fields["kind"] = say("Choose one of the two.")
    try:
        clean_message(text)
    except InvalidInput as error:
        fields |= error.fields
    return fields


def _course_of(session: Session, variant: Variant) -> uuid.UUID | None:
    return session.scalars(
        select(Assignment.course_id)
        .join(Item, Item.assignment_id == Assignment.id)
        .where(Item.id == variant.item_id)
    ).one_or_none()


def _require_writable(session: Session, user_id: uuid.UUID, course_id: uuid.UUID) -> None:
    try:
        membership = find_membership(session, user_id=user_id, course_id=course_id)
    except NotFound:
        raise CourseClosed(
            say("You are no longer in this course. What you asked can be read, but nothing added.")
        ) from None
    require_open(membership)


def _require_few_open(session: Session, user_id: uuid.UUID) -> None:
    waiting = session.scalars(
        select(func.count()).where(
            Inquiry.student_id == user_id, Inquiry.state == InquiryState.OPEN
        )
    ).one()
    if waiting >= MOST_OPEN:
        message = say(
            "%(most)s of your questions wait for an answer already. Close one that is settled, or wait a little.",
            most=MOST_OPEN,
        )
        raise InvalidInput(message, {"text": message})


def _newest(session: Session, variant: Variant) -> Submission | None:
    return session.scalars(
        select(Submission)
        .where(Submission.variant_id == variant.id)
        .order_by(Submission.attempt.desc())
        .limit(1)
    ).one_or_none()


def _in_the_form(
    variant: Variant, newest: Submission | None, typed: Mapping[str, str]
) -> dict[str, str]:
    given = typed or (newest.answers if newest else {})
    return {one["id"]: given[one["id"]] for one in variant.questions if given.get(one["id"])}


def _locked(session: Session, inquiry_id: uuid.UUID, user_id: uuid.UUID) -> Inquiry:
    """Return an inquiry that the user may write in, locked: its entries are numbered under the lock."""
    inquiry = session.scalars(
        select(Inquiry).where(Inquiry.id == inquiry_id).with_for_update()
    ).one_or_none()
    if inquiry is None:
        raise NotFound
    if inquiry.student_id == user_id:
        return inquiry
    if inquiry.course_id is not None:
        find_membership(session, user_id=user_id, course_id=inquiry.course_id, right=Right.ANSWER)
    elif not is_administrator(session, user_id):
        raise NotFound
    return inquiry


def _require_open_place(session: Session, inquiry: Inquiry, user_id: uuid.UUID) -> None:
    if inquiry.course_id is not None:
        _require_writable(session, user_id, inquiry.course_id)


def _add(
    db: Database,
    session: Session,
    inquiry: Inquiry,
    author_id: uuid.UUID,
    *,
    text: str = "",
    step: InquiryStep = InquiryStep.SAID,
    entry_id: uuid.UUID | None = None,
) -> None:
    by_teacher = author_id != inquiry.student_id
    inquiry.steps += 1
    session.add(
        InquiryEntry(
            id=entry_id or uuid.uuid4(),
            inquiry_id=inquiry.id,
            number=inquiry.steps,
            author_id=author_id,
            by_teacher=by_teacher,
            step=step,
            text=text,
        )
    )
    inquiry.state = state_after(step, by_teacher=by_teacher)
    inquiry.moved_at = db.now(session)
    if not by_teacher:
        inquiry.seen_steps = inquiry.steps
