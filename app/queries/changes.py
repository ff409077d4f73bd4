"""The trail of a course: who changed what, when, from what to what."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, aliased

from app.domain.changes import Action, Family, actions_of
from app.domain.roles import Right
from app.models import Change, User
from app.queries.course_head import CourseHead, course_head
from app.queries.membership import find_membership

CHANGES_ON_A_PAGE = 50


@dataclass(frozen=True)
class WantedChanges:
    """What the reader asked the trail for; what makes no sense counts as not asked.

    Attributes:
        family: What it is about; None for everything.
        by_id: Who did it; None for everybody.
        student_id: Whom it concerns; None for everybody and for what concerns nobody.
        page: Which page, from 1.
    """

    family: Family | None = None
    by_id: uuid.UUID | None = None
    student_id: uuid.UUID | None = None
    page: int = 1

    @staticmethod
    def read(typed: Mapping[str, str]) -> "WantedChanges":
        """Read it from an address."""
        family, page = typed.get("about", ""), typed.get("page", "")
        return WantedChanges(
            family=Family(family) if family in set(Family) else None,
            by_id=_read_id(typed.get("by", "")),
            student_id=_read_id(typed.get("student", "")),
            page=int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
        )


@dataclass(frozen=True)
class ChangeRow:
    """One change; `number` rises, `by` and `student` are None where nobody is named, or not any more."""

    number: int
    action: Action
    at: dt.datetime
    by: str | None
    student_id: uuid.UUID | None
    student: str | None
    about: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True)
class ChangesPage:
    """A page of the trail, the newest first.

    Attributes:
        course: The course.
        wanted: What was asked for.
        rows: The changes.
        people: Everybody who changed anything in the course, by id.
        student: The name of whom it is asked about, None for everybody.
        found: How many changes there are on all pages.
        pages: How many pages there are, at least 1.
    """

    course: CourseHead
    wanted: WantedChanges
    rows: tuple[ChangeRow, ...]
    people: Mapping[uuid.UUID, str]
    student: str | None
    found: int
    pages: int


def changes_page(
    session: Session,
    user_id: uuid.UUID,
    course_id: uuid.UUID,
    wanted: WantedChanges,
    *,
    everything: bool = False,
) -> ChangesPage:
    """Return a page of a course's trail, or all of what was asked for.

    Raises:
        NotFound: The user may read the trail of no such course.
    """
    own = find_membership(session, user_id=user_id, course_id=course_id, right=Right.SEE_CHANGES)
    conditions = _conditions(course_id, wanted)
    found = session.scalars(select(func.count(Change.id)).where(*conditions)).one()
    pages = max(1, -(-found // CHANGES_ON_A_PAGE))
    page = min(max(wanted.page, 1), pages)
    people = session.execute(
        select(User.id, User.display_name)
        .where(User.id.in_(select(Change.by_id).where(Change.course_id == course_id)))
        .order_by(User.display_name, User.id)
    ).all()
    return ChangesPage(
        course=course_head(session, own),
        wanted=WantedChanges(wanted.family, wanted.by_id, wanted.student_id, page),
        rows=_rows(session, _newest_first(conditions, None if everything else page)),
        people={row.id: row.display_name for row in people},
        student=_name(session, course_id, wanted.student_id),
        found=found,
        pages=pages,
    )


def changes_before(
    session: Session,
    user_id: uuid.UUID,
    course_id: uuid.UUID,
    wanted: WantedChanges,
    *,
    before: int | None,
    limit: int,
) -> tuple[ChangeRow, ...]:
    """Return changes of a course, the newest first.

    Args:
        session: Reads.
        user_id: Who asks.
        course_id: The course.
        wanted: Which changes; its page does not count.
        before: The number of the change that comes before the first one wanted; None for the newest.
        limit: How many at most.

    Raises:
        NotFound: The user may read the trail of no such course.
    """
    find_membership(session, user_id=user_id, course_id=course_id, right=Right.SEE_CHANGES)
    conditions = _conditions(course_id, wanted)
    if before is not None:
        conditions.append(Change.id < before)
    return _rows(session, _newest_first(conditions).limit(limit))


def _newest_first(
    conditions: list[ColumnElement[bool]], page: int | None = None
) -> Select[Change, str, str]:
    doer, student = aliased(User), aliased(User)
    statement = (
        select(Change, doer.display_name, student.display_name)
        .outerjoin(doer, doer.id == Change.by_id)
        .outerjoin(student, student.id == Change.student_id)
        .where(*conditions)
        .order_by(Change.id.desc())
    )
    if page is not None:
        statement = statement.limit(CHANGES_ON_A_PAGE).offset((page - 1) * CHANGES_ON_A_PAGE)
    return statement


def _rows(session: Session, statement: Select[Change, str, str]) -> tuple[ChangeRow, ...]:
    return tuple(
        ChangeRow(
            number=change.id,
            action=change.action,
            at=change.created_at,
            by=by,
            student_id=change.student_id,
            student=about,
            about=change.about,
            before=change.before,
            after=change.after,
        )
        for change, by, about in session.execute(statement)
    )


def _conditions(course_id: uuid.UUID, wanted: WantedChanges) -> list[ColumnElement[bool]]:
    conditions = [Change.course_id == course_id]
    if wanted.family is not None:
        conditions.append(Change.action.in_(actions_of(wanted.family)))
    if wanted.by_id is not None:
        conditions.append(Change.by_id == wanted.by_id)
    if wanted.student_id is not None:
        conditions.append(Change.student_id == wanted.student_id)
    return conditions


def _name(session: Session, course_id: uuid.UUID, student_id: uuid.UUID | None) -> str | None:
    """Return a name only to who finds it in this trail anyway."""
    return session.scalars(
        select(User.display_name)
        .join(Change, Change.student_id == User.id)
        .where(User.id == student_id, Change.course_id == course_id)
        .limit(1)
    ).one_or_none()


def _read_id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
