"""Questions of students about an exercise: lists of them, how many there are, and one thread."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.domain.inquiries import InquiryKind, InquiryState, InquiryStep
from app.domain.roles import RIGHTS, Right
from app.errors import NotFound
from app.models import (
    Assignment,
    Course,
    Inquiry,
    InquiryEntry,
    Item,
    User,
    Variant,
)
from app.queries.membership import find_membership, require_administrator, role_in
from app.queries.problems import find_facts

_PAGE = 30
_FIRST_WORDS = 160
_NEWEST_FIRST = (Inquiry.moved_at.desc(), Inquiry.id)


@dataclass(frozen=True)
class InquiryRow:
    """An inquiry in a list.

    Attributes:
        title: What its exercise is called.
        assignment_title: Of which assignment that is, empty for practice.
        course_title: Of which course, empty for practice.
        first_words: How the student begins.
        replies: How many entries came after the first.
        has_news: Whether its student has not seen the newest entry yet.
    """

    id: uuid.UUID
    title: str
    assignment_title: str
    course_title: str
    student_name: str
    kind: InquiryKind
    state: InquiryState
    first_words: str
    replies: int
    has_news: bool
    created_at: dt.datetime
    moved_at: dt.datetime


@dataclass(frozen=True)
class InquiryList:
    """One page of a list; `counts` is by state, `shown` the one that is shown, None for all."""

    course_id: uuid.UUID | None
    course_title: str
    is_archived: bool
    rights: frozenset[Right]
    shown: InquiryState | None
    counts: Mapping[InquiryState, int]
    rows: tuple[InquiryRow, ...]
    page: int
    pages: int


@dataclass(frozen=True)
class EntryRow:
    """One entry of a thread; `author` is None where their account is gone."""

    id: uuid.UUID
    author: str | None
    by_teacher: bool
    is_own: bool
    step: InquiryStep
    text: str
    created_at: dt.datetime


@dataclass(frozen=True)
class InquiryThread:
    """A thread; `is_teacher` says that the reader answers, `may_write` that something can be added."""

    row: InquiryRow
    variant_id: uuid.UUID
    submission_id: uuid.UUID | None
    course_id: uuid.UUID | None
    assignment_id: uuid.UUID | None
    rights: frozenset[Right]
    typed: Mapping[str, str]
    entries: tuple[EntryRow, ...]
    is_teacher: bool
    may_write: bool


@dataclass(frozen=True)
class Asked:
    """Inquiries that somebody may read."""

    fits: ColumnElement[bool]


def course_inquiries(
    session: Session,
    *,
    user_id: uuid.UUID,
    course_id: uuid.UUID,
    shown: InquiryState | None,
    page: int,
) -> InquiryList:
    """Return a page of what a course's students ask, the newest first.

    Raises:
        NotFound: The user answers in no such course.
    """
    own = find_membership(session, user_id=user_id, course_id=course_id, right=Right.ANSWER)
    title = session.scalars(select(Course.title).where(Course.id == course_id)).one()
    return _list(
        session,
        Inquiry.course_id == course_id,
        shown,
        page,
        course=(course_id, title, own.is_archived, own.rights),
    )


def practice_inquiries(
    session: Session, *, user_id: uuid.UUID, shown: InquiryState | None, page: int
) -> InquiryList:
    """Return a page of what is asked about practice, which administrators answer.

    Raises:
        NotFound: The user is no administrator.
    """
    return _list(session, asked_in_practice(session, user_id=user_id).fits, shown, page)


def own_inquiries(
    session: Session, *, user_id: uuid.UUID, shown: InquiryState | None, page: int
) -> InquiryList:
    """Return a page of what somebody has asked, in all their courses and in practice."""
    return _list(session, asked_by(user_id).fits, shown, page)


def inquiries_before(
    session: Session,
    asked: Asked,
    shown: InquiryState | None,
    *,
    before: tuple[dt.datetime, uuid.UUID] | None,
    limit: int,
) -> tuple[InquiryRow, ...]:
    """Return inquiries, those that moved last first.

    Args:
        session: Reads.
        asked: Which; `asked_by`, `asked_in` and `asked_in_practice` say who may read them.
        shown: In which state; None for all.
        before: When the inquiry moved that comes before the first one wanted, and its id; None for the newest.
        limit: How many at most.
    """
    fits = asked.fits if shown is None else asked.fits & (Inquiry.state == shown)
    if before is not None:
        at, last_id = before
        fits &= or_(Inquiry.moved_at < at, and_(Inquiry.moved_at == at, Inquiry.id > last_id))
    return _rows(session, _statement(fits).order_by(*_NEWEST_FIRST).limit(limit))


def asked_by(user_id: uuid.UUID) -> Asked:
    """Choose what somebody has asked, in all their courses and in practice."""
    return Asked(Inquiry.student_id == user_id)


def asked_in(session: Session, *, user_id: uuid.UUID, course_id: uuid.UUID) -> Asked:
    """Choose what a course's students ask, for who answers them.

    Raises:
        NotFound: The user answers in no such course.
    """
    find_membership(session, user_id=user_id, course_id=course_id, right=Right.ANSWER)
    return Asked(Inquiry.course_id == course_id)


def asked_in_practice(session: Session, *, user_id: uuid.UUID) -> Asked:
    """Choose what is asked about practice, for administrators.

    Raises:
        NotFound: The user is no administrator.
    """
    require_administrator(session, user_id)
    return Asked(Inquiry.course_id.is_(None))


def inquiries_about(
    session: Session, *, user_id: uuid.UUID, variant_id: uuid.UUID, teaches: bool
) -> tuple[InquiryRow, ...]:
    """Return what is asked about one exercise: what the reader has asked, or for its teachers all of it."""
    whose = Inquiry.variant_id == variant_id
    if not teaches:
        whose &= Inquiry.student_id == user_id
    return _rows(session, _statement(whose).order_by(Inquiry.moved_at.desc()))


def waiting_in(session: Session, course_id: uuid.UUID | None) -> int:
    """Return how many inquiries wait for an answer in a course, or in practice for None."""
    where = Inquiry.course_id.is_(None) if course_id is None else Inquiry.course_id == course_id
    return session.scalars(
        select(func.count()).where(where, Inquiry.state == InquiryState.OPEN)
    ).one()


def news_of(session: Session, user_id: uuid.UUID) -> tuple[InquiryRow, ...]:
    """Return those of somebody's inquiries that have an entry which they have not seen."""
    where = (Inquiry.student_id == user_id) & (Inquiry.seen_steps < Inquiry.steps)
    return _rows(session, _statement(where).order_by(Inquiry.moved_at.desc()).limit(_PAGE))


def inquiry_thread(session: Session, *, user_id: uuid.UUID, inquiry_id: uuid.UUID) -> InquiryThread:
    """Return a thread for its student, or for who answers it.

    Raises:
        NotFound: It is neither theirs nor theirs to answer.
    """
    found = session.execute(
        select(Inquiry, Item.assignment_id, Course.archived_at, role_in(user_id, Course.id))
        .join(Variant, Variant.id == Inquiry.variant_id)
        .outerjoin(Item, Item.id == Variant.item_id)
        .outerjoin(Course, Course.id == Inquiry.course_id)
        .where(Inquiry.id == inquiry_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    inquiry, assignment_id, archived_at, role = found
    rights = RIGHTS[role] if role is not None else frozenset()
    # In practice only an administrator has a role.
    is_teacher = inquiry.student_id != user_id
    if is_teacher and Right.ANSWER not in rights:
        raise NotFound
    is_in = inquiry.course_id is None or role is not None
    author = aliased(User)
    entries = session.execute(
        select(InquiryEntry, author.display_name)
        .outerjoin(author, author.id == InquiryEntry.author_id)
        .where(InquiryEntry.inquiry_id == inquiry_id)
        .order_by(InquiryEntry.number)
    ).all()
    return InquiryThread(
        row=_rows(session, _statement(Inquiry.id == inquiry_id))[0],
        variant_id=inquiry.variant_id,
        submission_id=inquiry.submission_id,
        course_id=inquiry.course_id,
        assignment_id=assignment_id,
        rights=rights,
        typed=dict(inquiry.typed),
        entries=tuple(
            EntryRow(
                one.id,
                name,
                one.by_teacher,
                one.author_id == user_id,
                one.step,
                one.text,
                one.created_at,
            )
            for one, name in entries
        ),
        is_teacher=is_teacher,
        may_write=is_in and archived_at is None,
    )


def _list(
    session: Session,
    whose: ColumnElement[bool],
    shown: InquiryState | None,
    page: int,
    course: tuple[uuid.UUID | None, str, bool, frozenset[Right]] = (None, "", False, frozenset()),
) -> InquiryList:
    counts = dict(
        session.execute(
            select(Inquiry.state, func.count()).where(whose).group_by(Inquiry.state)
        ).all()
    )
    found = sum(counts.values()) if shown is None else counts.get(shown, 0)
    pages = max(1, -(-found // _PAGE))
    page = min(max(page, 1), pages)
    statement = _statement(whose if shown is None else whose & (Inquiry.state == shown))
    statement = statement.order_by(*_NEWEST_FIRST)
    rows = _rows(session, statement.offset((page - 1) * _PAGE).limit(_PAGE))
    return InquiryList(*course, shown, counts, rows, page, pages)


def _statement(where: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Inquiry,
            User.display_name,
            Variant.problem,
            Item.title,
            Assignment.title,
            Course.title,
            InquiryEntry.text,
        )
        .join(User, User.id == Inquiry.student_id)
        .join(Variant, Variant.id == Inquiry.variant_id)
        .join(
            InquiryEntry,
            (InquiryEntry.inquiry_id == Inquiry.id) & (InquiryEntry.number == 1),
        )
        .outerjoin(Item, Item.id == Variant.item_id)
        .outerjoin(Assignment, Assignment.id == Item.assignment_id)
        .outerjoin(Course, Course.id == Inquiry.course_id)
        .where(where)
    )


def _rows(session: Session, statement: Select[*tuple[Any, ...]]) -> tuple[InquiryRow, ...]:
    found = session.execute(statement).all()
    facts = find_facts(session, {problem for _, _, problem, title, *_ in found if title is None})
    return tuple(
        InquiryRow(
            id=one.id,
            title=title or (facts[problem].title if problem in facts else problem),
            assignment_title=assignment or "",
            course_title=course or "",
            student_name=name,
            kind=one.kind,
            state=one.state,
            first_words=_first_words(text),
            replies=one.steps - 1,
            has_news=one.seen_steps < one.steps,
            created_at=one.created_at,
            moved_at=one.moved_at,
        )
        for one, name, problem, title, assignment, course, text in found
    )


def _first_words(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _FIRST_WORDS else f"{line[:_FIRST_WORDS].rstrip()} …"
