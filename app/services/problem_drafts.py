"""Problems while they are written: keeping what is not saved yet, and ordering a preview of it from a worker."""

import uuid
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.db import Database
from app.domain.authoring import MOST_DRAFTS, MOST_SEED, clean_draft, draft_id_of
from app.domain.texts import say
from app.errors import Conflict, NotFound
from app.models import OwnProblem, ProblemDraft
from app.services.authors import require_author
from app.services.doorbell import Doorbell

_MOST_NAME = 100


@dataclass(frozen=True)
class Typed:
    """What a window sends of what stands in it.

    Attributes:
        text: The text.
        revision: The revision that this window has seen last, 0 where it has seen none.
        tab: Names the window.
        first_seed: The first of the seeds to show.
        replaces: Whether it shall take the place of what another window has typed.
    """

    text: str
    revision: int = 0
    tab: str = ""
    first_seed: int = 0
    replaces: bool = False


@dataclass(frozen=True)
class KeptDraft:
    """What became of what was sent.

    Attributes:
        revision: The revision of what is kept now.
        is_kept: It is what was sent; else another window has typed something else, which is kept in its place, or has
            saved or discarded what there was.
    """

    revision: int
    is_kept: bool


def start_draft(
    db: Database,
    doorbell: Doorbell,
    *,
    user_id: uuid.UUID,
    course_id: uuid.UUID,
    draft_id: uuid.UUID,
    text: str,
    name: str = "",
) -> None:
    """Begin a new problem from a text; a second click with the same id begins no second one.

    Args:
        db: The store.
        doorbell: Rung after the commit: its preview is wanted.
        user_id: Who begins it.
        course_id: Their course.
        draft_id: The id that the form of this click carries.
        text: What it begins with.
        name: The file's name, for the slug of the problem that becomes of it.

    Raises:
        InvalidInput: The text is too long, or holds what cannot be stored.
        Conflict: They have begun too many, or `draft_id` is somebody else's.
        CourseClosed: The course is archived.
        NotFound: The user may write the problems of no such course.
    """
    text = clean_draft(text)
    with db.writing() as session:
        require_author(session, user_id, course_id)
        own = select(func.count()).where(
            ProblemDraft.user_id == user_id,
            ProblemDraft.course_id == course_id,
            ProblemDraft.problem_id.is_(None),
            ProblemDraft.id != draft_id,
        )
        if session.scalars(own).one() >= MOST_DRAFTS:
            raise Conflict(
                say(
                    "You have begun %(most)s problems in this course without saving them. "
                    "Save or discard one of them first.",
                    most=MOST_DRAFTS,
                )
            )
        draft = _locked(db, session, draft_id, user_id, course_id, None)
        if not draft.revision:
            draft.name = name[:_MOST_NAME]
            _write(db, session, draft, Typed(text))
    doorbell.ring(draft_id)


def keep_draft(
    db: Database,
    doorbell: Doorbell,
    *,
    user_id: uuid.UUID,
    draft_id: uuid.UUID,
    typed: Typed,
    problem_id: uuid.UUID | None = None,
    base: int = 0,
) -> KeptDraft:
    """Keep what a window holds, and have a worker look at it; what another window has typed is never overwritten.

    Args:
        db: The store.
        doorbell: Rung after the commit where a preview is wanted.
        user_id: Who types.
        draft_id: Their draft.
        typed: What stands in the window.
        problem_id: The problem whose text it is; None for a new problem, which `start_draft` has begun.
        base: The number of the problem's version that the text was begun from.

    Raises:
        InvalidInput: The text is too long, or holds what cannot be stored.
        Conflict: It became a problem meanwhile.
        CourseClosed: The course is archived.
        NotFound: There is no such draft of theirs, or they may not write the problem any more.
    """
    text = clean_draft(typed.text)
    with db.writing() as session:
        draft = _own_draft(db, session, user_id, draft_id, problem_id, typed)
        if draft is None:
            return KeptDraft(0, is_kept=False)
        require_author(session, user_id, draft.course_id)
        is_same = draft.revision > 0 and draft.text == text
        is_ours = typed.revision == draft.revision or (typed.tab and typed.tab == draft.tab)
        if not (is_same or is_ours or typed.replaces):
            return KeptDraft(draft.revision, is_kept=False)
        if not draft.revision:
            draft.base = base
        draft.tab = typed.tab[:32]
        if not is_same or draft.first_seed != typed.first_seed:
            _write(db, session, draft, Typed(text, first_seed=typed.first_seed))
        kept = KeptDraft(draft.revision, is_kept=True)
    doorbell.ring(draft_id)
    return kept


def discard_draft(db: Database, *, user_id: uuid.UUID, draft_id: uuid.UUID) -> None:
    """Forget what was typed and not saved.

    Raises:
        NotFound: There is no such draft of theirs.
    """
    with db.writing() as session:
        draft = session.get(ProblemDraft, draft_id)
        if draft is None or draft.user_id != user_id:
            raise NotFound
        forget_draft(session, draft_id, user_id)


def forget_draft(session: Session, draft_id: uuid.UUID, user_id: uuid.UUID) -> None:
    """Delete a teacher's draft, in the transaction of what makes it needless."""
    session.execute(
        delete(ProblemDraft).where(ProblemDraft.id == draft_id, ProblemDraft.user_id == user_id)
    )


def _own_draft(
    db: Database,
    session: Session,
    user_id: uuid.UUID,
    draft_id: uuid.UUID,
    problem_id: uuid.UUID | None,
    typed: Typed,
) -> ProblemDraft | None:
    """Return a draft, locked; None where a window goes on with one that was saved or discarded in another window."""
    if problem_id is not None:
        problem = session.get(OwnProblem, problem_id)
        if problem is None or draft_id != draft_id_of(problem_id, user_id):
            raise NotFound
        is_gone = typed.revision > 0 and session.get(ProblemDraft, draft_id) is None
        if is_gone and not typed.replaces:
            return None
        return _locked(db, session, draft_id, user_id, problem.course_id, problem_id)
    draft = session.get(ProblemDraft, draft_id, with_for_update=True)
    if draft is not None and draft.user_id == user_id:
        return draft
    # The problem that a draft becomes has its id.
    problem = session.get(OwnProblem, draft_id)
    if problem is None:
        raise NotFound
    require_author(session, user_id, problem.course_id)
    raise Conflict(say("This problem was saved in another window. Open it there, or reload."))


def _locked(
    db: Database,
    session: Session,
    draft_id: uuid.UUID,
    user_id: uuid.UUID,
    course_id: uuid.UUID,
    problem_id: uuid.UUID | None,
) -> ProblemDraft:
    """Return a draft, locked, made where there was none; two windows may come at once."""
    insert = sqlite.insert if db.is_sqlite else postgresql.insert
    values = {"user_id": user_id, "course_id": course_id, "problem_id": problem_id, "text": ""}
    session.execute(insert(ProblemDraft).values(id=draft_id, **values).on_conflict_do_nothing())
    draft = session.get_one(ProblemDraft, draft_id, with_for_update=True)
    if (draft.user_id, draft.course_id) != (user_id, course_id):
        raise Conflict(say("This form was used already. Reload the page and try again."))
    return draft


def _write(db: Database, session: Session, draft: ProblemDraft, typed: Typed) -> None:
    """Write a text, and order a preview: what was begun of the one before comes to nothing."""
    now = db.now(session)
    if draft.text != typed.text or not draft.revision:
        draft.text, draft.revision, draft.saved_at = typed.text, draft.revision + 1, now
    draft.first_seed = min(max(typed.first_seed, 0), MOST_SEED)
    draft.is_waiting, draft.asked_at = True, now
    draft.epoch, draft.tries, draft.lease_until = draft.epoch + 1, 0, None
