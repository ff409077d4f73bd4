"""What teachers do with regrades: order one, apply or discard what it found, undo it."""

import uuid
from dataclasses import dataclass
from typing import NoReturn

from sqlalchemy import delete, insert, literal, or_, select
from sqlalchemy.orm import Session

from app.db import Database
from app.domain.changes import Action
from app.domain.marking import AnswerFormatError, read_answer
from app.domain.regrading import MOST_REASON, Mode, RegradeKind, RegradeState, Stage
from app.domain.texts import Message, say
from app.errors import Conflict, InvalidInput, NotFound
from app.models import (
    Assignment,
    Item,
    Regrade,
    RegradedResult,
    RegradedStudent,
    Submission,
    Variant,
)
from app.queries.asked import asked_of
from app.services.assignments import edited_assignment
from app.services.changes import record_change
from app.services.doorbell import Doorbell


@dataclass(frozen=True)
class Order:
    """What is to be marked anew.

    Attributes:
        regrade_id: The id that the form of this click carries: a second click orders nothing more.
        reason: Why, for the students as well.
        item_id: The item; None for all items of the assignment.
        full: Whether every answer counts as right, to `question` or to all questions of the item.
        question: The id of the question of which that holds; None for all.
    """

    regrade_id: uuid.UUID
    reason: str
    item_id: uuid.UUID | None = None
    full: bool = False
    question: str | None = None


def order_regrade(
    db: Database, doorbell: Doorbell, *, user_id: uuid.UUID, assignment_id: uuid.UUID, order: Order
) -> None:
    """Have workers compute what marking anew would change; it changes nothing yet.

    Raises:
        InvalidInput: No reason, or full marks for a question that nobody was asked.
        Conflict: Another regrade of the assignment is not decided yet.
        NotFound: The user may edit no such assignment, or it has no such item.
    """
    reason = _clean(order.reason)
    with db.writing() as session:
        assignment = edited_assignment(session, user_id, assignment_id)
        _require_item(session, assignment, order)
        kind = RegradeKind.FULL if order.full else RegradeKind.RECOMPUTE
        regrade = Regrade(
            id=order.regrade_id,
            assignment_id=assignment_id,
            item_id=order.item_id,
            by_id=user_id,
            kind=kind,
            question=order.question if order.full else None,
            reason=reason,
        )
        _open(session, regrade)
    doorbell.ring(order.regrade_id)


def accept_answer(
    db: Database,
    doorbell: Doorbell,
    *,
    user_id: uuid.UUID,
    submission_id: uuid.UUID,
    question: str,
    everywhere: bool,
    reason: str,
    regrade_id: uuid.UUID,
) -> None:
    """Have workers compute what accepting an answer would change, for all students who gave it.

    Args:
        db: The store.
        doorbell: Rung after the commit.
        user_id: Who accepts it.
        submission_id: The submission that holds the answer.
        question: The id of the question.
        everywhere: Accept it in all exercises of the item, and not only in those with the same program.
        reason: Why, for the students as well.
        regrade_id: The id that the form of this click carries: a second click orders nothing more.

    Raises:
        InvalidInput: No reason, or no such question.
        Conflict: Another regrade of the assignment is not decided yet.
        NotFound: The user may edit no assignment with such a submission.
    """
    reason = _clean(reason)
    with db.writing() as session:
        found = session.execute(
            select(Submission.answers, Variant, Item.assignment_id)
            .join(Variant, Variant.id == Submission.variant_id)
            .join(Item, Item.id == Variant.item_id)
            .where(Submission.id == submission_id)
        ).one_or_none()
        if found is None:
            raise NotFound
        answers, variant, assignment_id = found
        edited_assignment(session, user_id, assignment_id)
        answer = _readable(variant, question, answers)
        regrade = Regrade(
            id=regrade_id,
            assignment_id=assignment_id,
            item_id=variant.item_id,
            by_id=user_id,
            kind=RegradeKind.ACCEPT,
            question=question,
            answer=answer,
            code=None if everywhere else variant.code,
            reason=reason,
        )
        _open(session, regrade)
    doorbell.ring(regrade_id)


def apply_regrade(
    db: Database, doorbell: Doorbell, *, user_id: uuid.UUID, regrade_id: uuid.UUID, mode: Mode
) -> None:
    """Have workers write what a regrade found, student after student; a second click changes nothing.

    Raises:
        Conflict: It is not computed yet, or was discarded.
        NotFound: The user may edit no assignment with such a regrade.
    """
    with db.writing() as session:
        regrade, assignment = _locked(session, user_id, regrade_id)
        if regrade.state in (RegradeState.RUNNING, RegradeState.DONE):
            return
        if regrade.state is not RegradeState.READY:
            raise Conflict(say("This regrade cannot be applied now. Look at where it stands."))
        regrade.state, regrade.mode, regrade.begun_at = RegradeState.RUNNING, mode, db.now(session)
        add_students(session, regrade)
        _record(session, Action.REGRADED, regrade, assignment, user_id)
    doorbell.ring(regrade_id)


def discard_regrade(db: Database, *, user_id: uuid.UUID, regrade_id: uuid.UUID) -> None:
    """Drop a regrade that was not applied, with all it found; a second click changes nothing.

    Raises:
        Conflict: It was applied.
        NotFound: The user may edit no assignment with such a regrade.
    """
    with db.writing() as session:
        regrade, _assignment = _locked(session, user_id, regrade_id)
        if regrade.state is RegradeState.DISCARDED:
            return
        if regrade.state not in (RegradeState.PREVIEWING, RegradeState.READY):
            raise Conflict(say("This regrade was applied already. It can only be undone."))
        regrade.state, regrade.ended_at = RegradeState.DISCARDED, db.now(session)
        for found in (RegradedResult, RegradedStudent):
            session.execute(delete(found).where(found.regrade_id == regrade_id))


def undo_regrade(
    db: Database, doorbell: Doorbell, *, user_id: uuid.UUID, regrade_id: uuid.UUID
) -> None:
    """Have workers bring back the marks from before a regrade; a second click changes nothing.

    Raises:
        Conflict: It is not applied, or a later regrade of the assignment stands on it or is not decided yet.
        NotFound: The user may edit no assignment with such a regrade.
    """
    with db.writing() as session:
        regrade, assignment = _locked(session, user_id, regrade_id)
        if regrade.state in (RegradeState.UNDOING, RegradeState.UNDONE):
            return
        if regrade.state is not RegradeState.DONE:
            raise Conflict(say("Only a regrade that is applied can be undone."))
        if _is_built_upon(session, regrade):
            raise Conflict(
                say("A later regrade of this assignment stands on this one. Undo that one first.")
            )
        _require_none_open(session, regrade)
        regrade.state, regrade.ended_at = RegradeState.UNDOING, None
        _record(session, Action.REGRADE_UNDONE, regrade, assignment, user_id)
    doorbell.ring(regrade_id)


def add_students(session: Session, regrade: Regrade) -> bool:
    """Take into a regrade everybody who was dealt what it is about and is not in it; return whether anybody was added.

    Members of the team who have tried the exercises are among them: their marks follow the same rules.
    """
    known = select(RegradedStudent.user_id).where(RegradedStudent.regrade_id == regrade.id)
    dealt = (
        select(literal(regrade.id), Variant.user_id, literal(Stage.WAITING.value), literal(0))
        .join(Item, Item.id == Variant.item_id)
        .where(
            Item.assignment_id == regrade.assignment_id,
            Item.id == regrade.item_id if regrade.item_id else literal(value=True),
            Variant.user_id.not_in(known),
        )
        .distinct()
    )
    session.flush()
    columns = ["regrade_id", "user_id", "stage", "tries"]
    added = session.execute(
        insert(RegradedStudent).from_select(columns, dealt).returning(RegradedStudent.user_id)
    ).all()
    return bool(added)


def _open(session: Session, regrade: Regrade) -> None:
    known = session.get(Regrade, regrade.id)
    if known is not None:
        if known.assignment_id != regrade.assignment_id:
            raise Conflict(say("This page was used elsewhere already. Reload it and try again."))
        return
    _require_none_open(session, regrade)
    session.add(regrade)
    add_students(session, regrade)


def _require_none_open(session: Session, regrade: Regrade) -> None:
    """Let one regrade of an assignment follow another; the caller holds a lock under which none is opened."""
    states = [state for state in RegradeState if state.is_open]
    others = select(Regrade.id).where(
        Regrade.assignment_id == regrade.assignment_id,
        Regrade.id != regrade.id,
        Regrade.state.in_(states),
    )
    if session.scalars(others.limit(1)).first() is not None:
        raise Conflict(
            say("Another regrade of this assignment is not decided yet. Apply or discard it first.")
        )


def _is_built_upon(session: Session, regrade: Regrade) -> bool:
    later = select(Regrade.id).where(
        Regrade.assignment_id == regrade.assignment_id,
        Regrade.state == RegradeState.DONE,
        Regrade.begun_at > regrade.begun_at,
    )
    if regrade.item_id is not None:
        later = later.where(or_(Regrade.item_id.is_(None), Regrade.item_id == regrade.item_id))
    return session.scalars(later.limit(1)).first() is not None


def _locked(
    session: Session, user_id: uuid.UUID, regrade_id: uuid.UUID
) -> tuple[Regrade, Assignment]:
    assignment_id = session.scalars(
        select(Regrade.assignment_id).where(Regrade.id == regrade_id)
    ).one_or_none()
    if assignment_id is None:
        raise NotFound
    assignment = edited_assignment(session, user_id, assignment_id)
    regrade = session.scalars(
        select(Regrade).where(Regrade.id == regrade_id).with_for_update()
    ).one()
    return regrade, assignment


def _require_item(session: Session, assignment: Assignment, order: Order) -> None:
    item = None if order.item_id is None else session.get(Item, order.item_id)
    if order.item_id is not None and (item is None or item.assignment_id != assignment.id):
        raise NotFound
    if not order.full:
        return
    if item is None:
        _refuse("item", say("Choose one item: full marks are given for one at a time."))
    if order.question is not None and order.question not in asked_of(session, item.id):
        _refuse("question", say("Choose one of the questions of this item."))


def _readable(variant: Variant, question: str, answers: dict[str, str]) -> str:
    asked = {one.id: one for one in variant.as_dealt().questions}
    if question not in asked:
        _refuse("question", say("Choose one of the questions."))
    try:
        read_answer(asked[question], answers.get(question, ""))
    except AnswerFormatError:
        _refuse("question", say("This answer cannot be read any more, so it cannot be accepted."))
    return answers[question]


def _clean(reason: str) -> str:
    reason = " ".join(reason.split())
    if not reason:
        _refuse("reason", say("Say why in a few words. The students read it, too."))
    if len(reason) > MOST_REASON:
        _refuse("reason", say("Shorten the reason to %(most)s characters.", most=MOST_REASON))
    return reason


def _refuse(field: str, message: Message) -> NoReturn:
    raise InvalidInput(say("The regrade needs another look."), {field: message})


def _record(
    session: Session, action: Action, regrade: Regrade, assignment: Assignment, by_id: uuid.UUID
) -> None:
    item = session.get(Item, regrade.item_id) if regrade.item_id else None
    record_change(
        session,
        action,
        course_id=assignment.course_id,
        by_id=by_id,
        about=f"{assignment.title} · {item.title}" if item else assignment.title,
        after={
            "regrade": regrade.kind.value,
            "mode": regrade.mode.value if regrade.mode else None,
            "reason": regrade.reason,
        },
    )
