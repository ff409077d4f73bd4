"""Problems while they are written: a teacher's unsaved text, and what a worker shows of it."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.authoring import Preview
from app.domain.roles import Right
from app.domain.stored_texts import from_plain
from app.domain.texts import say
from app.errors import NotFound
from app.models import Course, ProblemDraft, ProblemVersion, User
from app.queries.membership import find_membership


@dataclass(frozen=True)
class DraftRow:
    """What a teacher has typed and not saved.

    Attributes:
        id: The draft; the problem that a new one becomes has its id.
        text: The text.
        revision: Rises with every change.
        base: The number of the version that it was begun from, 0 for a new problem.
        saved_at: When it was kept last.
    """

    id: uuid.UUID
    text: str
    revision: int
    base: int
    saved_at: dt.datetime


@dataclass(frozen=True)
class Shown:
    """What a worker shows of a draft.

    Attributes:
        draft_id: The draft.
        revision: The draft's revision.
        first_seed: The first of the seeds that are asked for.
        is_waiting: Whether a worker will tell more.
        is_current: Whether `preview` is about this revision and these seeds, and not about an earlier text.
        preview: What is known; None where no worker has come to it yet.
        report: What the gates say, as `Report.to_json` gives it, with figures as pairs; None until they have judged.
    """

    draft_id: uuid.UUID
    revision: int
    first_seed: int
    is_waiting: bool
    is_current: bool
    preview: Preview | None
    report: Mapping[str, Any] | None


@dataclass(frozen=True)
class DraftPage:
    """A new problem that is not saved yet, with its course."""

    course_id: uuid.UUID
    course_title: str
    rights: frozenset[Right]
    course_is_archived: bool
    name: str
    draft: DraftRow
    shown: Shown


@dataclass(frozen=True)
class BegunProblem:
    """A new problem in the list of those that are not saved yet; its title may be empty."""

    id: uuid.UUID
    title: str
    saved_at: dt.datetime


@dataclass(frozen=True)
class NewerVersion:
    """A version that was stored since somebody began to write; `author` is empty where the account is gone."""

    number: int
    author: str

    @property
    def said(self) -> str:
        """Say that there is one."""
        if not self.author:
            return say("Version %(number)s was saved meanwhile.", number=self.number)
        return say(
            "%(author)s saved version %(number)s meanwhile.",
            author=self.author,
            number=self.number,
        )


def draft_page(session: Session, user_id: uuid.UUID, draft_id: uuid.UUID) -> DraftPage:
    """Return a new problem that somebody has begun, for themselves only.

    Raises:
        NotFound: They have begun no such problem, or may not write the course's problems any more.
    """
    draft = _own(session, user_id, draft_id)
    membership = find_membership(
        session, user_id=user_id, course_id=draft.course_id, right=Right.EDIT_ASSIGNMENTS
    )
    return DraftPage(
        course_id=draft.course_id,
        course_title=session.get_one(Course, draft.course_id).title,
        rights=membership.rights,
        course_is_archived=membership.is_archived,
        name=draft.name,
        draft=_row(draft),
        shown=_shown(draft),
    )


def find_own_draft(
    session: Session, user_id: uuid.UUID, draft_id: uuid.UUID
) -> tuple[DraftRow, Shown] | None:
    """Return what a teacher has typed and not saved, and what a worker shows of it; None where there is nothing."""
    draft = session.get(ProblemDraft, draft_id)
    if draft is None or draft.user_id != user_id:
        return None
    return _row(draft), _shown(draft)


def shown_of(session: Session, user_id: uuid.UUID, draft_id: uuid.UUID) -> Shown:
    """Return what a worker shows of a teacher's own draft.

    Raises:
        NotFound: They have no such draft, or may not write the course's problems any more.
    """
    draft = _own(session, user_id, draft_id)
    find_membership(
        session, user_id=user_id, course_id=draft.course_id, right=Right.EDIT_ASSIGNMENTS
    )
    return _shown(draft)


def begun_problems(
    session: Session, user_id: uuid.UUID, course_id: uuid.UUID
) -> tuple[BegunProblem, ...]:
    """Return the new problems that somebody has begun in a course and not saved, the latest first."""
    rows = session.execute(
        select(ProblemDraft.id, ProblemDraft.shown, ProblemDraft.saved_at)
        .where(
            ProblemDraft.user_id == user_id,
            ProblemDraft.course_id == course_id,
            ProblemDraft.problem_id.is_(None),
        )
        .order_by(ProblemDraft.saved_at.desc(), ProblemDraft.id.desc())
    )
    return tuple(
        BegunProblem(draft_id, shown["preview"]["title"] if shown else "", saved_at)
        for draft_id, shown, saved_at in rows
    )


def newer_version(session: Session, problem_id: uuid.UUID, than: int) -> NewerVersion | None:
    """Return a problem's newest version where it is newer than the version of this number."""
    found = session.execute(
        select(ProblemVersion.number, User.display_name)
        .outerjoin(User, User.id == ProblemVersion.author_id)
        .where(ProblemVersion.problem_id == problem_id, ProblemVersion.number > than)
        .order_by(ProblemVersion.number.desc())
        .limit(1)
    ).one_or_none()
    return None if found is None else NewerVersion(found.number, found.display_name or "")


def _own(session: Session, user_id: uuid.UUID, draft_id: uuid.UUID) -> ProblemDraft:
    draft = session.get(ProblemDraft, draft_id)
    if draft is None or draft.user_id != user_id:
        raise NotFound
    return draft


def _row(draft: ProblemDraft) -> DraftRow:
    return DraftRow(draft.id, draft.text, draft.revision, draft.base, draft.saved_at)


def _shown(draft: ProblemDraft) -> Shown:
    told = draft.shown
    preview = None if told is None else Preview.from_json(told["preview"])
    is_current = told is not None and (told["revision"], told["first_seed"]) == (
        draft.revision,
        draft.first_seed,
    )
    return Shown(
        draft_id=draft.id,
        revision=draft.revision,
        first_seed=draft.first_seed,
        is_waiting=draft.is_waiting,
        is_current=is_current,
        preview=preview,
        report=None if preview is None else from_plain(preview.report),
    )
