"""One student in a regrade: read, marked anew without any lock, and written in one transaction."""

import logging
import uuid
from collections.abc import Mapping

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.db import Database
from app.domain.problems import BrokenProblem, Problem
from app.domain.regrading import RegradeState, Stage
from app.domain.texts import Message, say
from app.logs import cause_of
from app.models import (
    Regrade,
    RegradedStudent,
    Submission,
    Variant,
)
from app.queries.acceptances import acceptances
from app.services.regrading_marks import (
    Terms,
    UnfitForMarking,
    mark_anew,
)
from app.services.regrading_notes import note_changes
from app.services.regrading_slices import Lost, Moved, Slice, Work, read_work
from app.services.regrading_undo import old_marks
from app.services.regrading_writes import write_marks

_log = logging.getLogger(__name__)

# A student who submits again and again meanwhile is looked at this often before it is left to a later slice.
_LOOKS = 5
_UNFIT = say("Some of these answers could not be marked anew. The marks stay as they are.")


def bring_on(
    db: Database, held: Slice, user_id: uuid.UUID, problems: Mapping[str, Problem]
) -> None:
    """Bring a student as far as the regrade's state wants it.

    Raises:
        Lost: Another worker holds the regrade by now; nothing was written.
        Moved: The student never paused long enough; nothing was written.
    """
    for _look in range(_LOOKS):
        try:
            return _bring_on(db, held, user_id, problems)
        except Moved:
            continue
    raise Moved


def _bring_on(
    db: Database, held: Slice, user_id: uuid.UUID, problems: Mapping[str, Problem]
) -> None:
    undoes = held.regrade.state is RegradeState.UNDOING
    with db.reading() as session:
        work = read_work(session, held, user_id)
        supposed = None if undoes else held.regrade.id
        accepted = acceptances(session, {item.id for item in held.items}, supposed)
        terms = Terms(problems, accepted, held.assignment.carries_slips)
        former = old_marks(session, held.regrade, user_id) if undoes else None
    try:
        if former is None:
            found = mark_anew(work.variants, work.sent, terms)
        else:
            found = former.marks(work.variants, work.sent, terms)
    except (BrokenProblem, UnfitForMarking) as error:
        _log.error(
            "a student of regrade %s is left as they are: %s", held.regrade.id, cause_of(error)
        )
        give_up(db, held, user_id, _UNFIT)
        return
    with db.writing() as session:
        _require_held(session, held)
        _lock(session, work)
        if read_work(session, held, user_id).stamp != work.stamp:
            raise Moved
        if former is None:
            note_changes(session, held, user_id, found)
        if held.stage is not Stage.PREVIEWED:
            write_marks(session, held, work, found, is_former=former is not None)
        _arrive(session, held, user_id)


def give_up(db: Database, held: Slice, user_id: uuid.UUID, reason: Message) -> None:
    """Leave a student's marks as they are, and say why.

    Raises:
        Lost: Another worker holds the regrade by now.
    """
    with db.writing() as session:
        _require_held(session, held)
        _arrive(session, held, user_id, failure=reason)


def _require_held(session: Session, held: Slice) -> None:
    own = select(Regrade.id).where(
        Regrade.id == held.regrade.id,
        Regrade.epoch == held.regrade.epoch,
        Regrade.state == held.regrade.state,
    )
    if session.scalars(own.with_for_update()).one_or_none() is None:
        raise Lost


def _lock(session: Session, work: Work) -> None:
    """Lock exercises, then submissions, each in the order of ids: as submitting and marking do."""
    ids = [variant.id for variant in work.variants]
    session.execute(
        select(Variant.id).where(Variant.id.in_(ids)).order_by(Variant.id).with_for_update()
    )
    session.execute(
        select(Submission.id)
        .where(Submission.variant_id.in_(ids))
        .order_by(Submission.id)
        .with_for_update()
    )


def _arrive(
    session: Session, held: Slice, user_id: uuid.UUID, failure: Message | None = None
) -> None:
    session.execute(
        update(RegradedStudent)
        .where(RegradedStudent.regrade_id == held.regrade.id, RegradedStudent.user_id == user_id)
        .values(stage=held.stage, tries=0, failure=failure)
    )
