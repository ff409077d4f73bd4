"""What administrators see of the whole service: courses, people, and the trail of what they did."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from app.db import database_now
from app.domain.administration import AdminStep
from app.domain.roles import Role
from app.domain.tokens import token_digest
from app.errors import NotFound
from app.models import AdminEvent, Assignment, Course, Enrollment, SignInLink, User
from app.queries.membership import require_administrator

_PAGE = 50
_Row = TypeVar("_Row")
_Statement = TypeVar("_Statement", bound=Select[*tuple[Any, ...]])


@dataclass(frozen=True)
class Found(Generic[_Row]):
    """One page of a list; `found` counts all that the search finds, `pages` is at least 1."""

    search: str
    rows: tuple[_Row, ...]
    found: int
    page: int
    pages: int


@dataclass(frozen=True)
class CourseRow:
    """A course, with the names of those who teach it."""

    id: uuid.UUID
    title: str
    created_at: dt.datetime
    is_archived: bool
    students: int
    assignments: int
    instructors: tuple[str, ...]


@dataclass(frozen=True)
class PersonRow:
    """Somebody with an account; `courses` counts those they are in."""

    id: uuid.UUID
    name: str
    email: str
    is_administrator: bool
    courses: int
    created_at: dt.datetime


@dataclass(frozen=True)
class EventRow:
    """One line of the trail; a name is None where nobody was meant, or their account is gone."""

    step: AdminStep
    actor: str | None
    about: str | None
    about_id: uuid.UUID | None
    amount: int | None
    created_at: dt.datetime


@dataclass(frozen=True)
class PersonPage:
    """One person: their courses with their roles there, what administrators did, and until when a link is open."""

    row: PersonRow
    courses: tuple[tuple[uuid.UUID, str, Role], ...]
    events: tuple[EventRow, ...]
    link_until: dt.datetime | None


def all_courses(
    session: Session, *, user_id: uuid.UUID, search: str, page: int
) -> Found[CourseRow]:
    """Return a page of all courses, the newest first; the search looks into titles and join codes.

    Raises:
        NotFound: The user is no administrator.
    """
    require_administrator(session, user_id)
    statement = select(
        Course,
        _counted(Enrollment.course_id, Enrollment.role == Role.STUDENT),
        _counted(Assignment.course_id),
    ).where(_holds(search, Course.title, Course.join_code))
    found, page, pages = _counted_pages(session, statement, page)
    rows = session.execute(_page_of(statement.order_by(Course.created_at.desc(), Course.id), page))
    courses = rows.all()
    names = _instructors(session, [course.id for course, *_ in courses])
    return Found(
        search,
        tuple(
            CourseRow(
                id=course.id,
                title=course.title,
                created_at=course.created_at,
                is_archived=course.archived_at is not None,
                students=students,
                assignments=assignments,
                instructors=tuple(names.get(course.id, ())),
            )
            for course, students, assignments in courses
        ),
        found,
        page,
        pages,
    )


def all_people(session: Session, *, user_id: uuid.UUID, search: str, page: int) -> Found[PersonRow]:
    """Return a page of everybody with an account, by name; guests have none.

    Raises:
        NotFound: The user is no administrator.
    """
    require_administrator(session, user_id)
    statement = _people(_holds(search, User.display_name, User.email))
    found, page, pages = _counted_pages(session, statement, page)
    rows = session.execute(
        _page_of(statement.order_by(func.lower(User.display_name), User.id), page)
    )
    return Found(search, tuple(_person(*row) for row in rows), found, page, pages)


def person_page(session: Session, *, user_id: uuid.UUID, person_id: uuid.UUID) -> PersonPage:
    """Return one person.

    Raises:
        NotFound: The user is no administrator, or there is no such account.
    """
    require_administrator(session, user_id)
    found = session.execute(_people(User.id == person_id)).one_or_none()
    if found is None:
        raise NotFound
    courses = session.execute(
        select(Course.id, Course.title, Enrollment.role)
        .join(Enrollment, Enrollment.course_id == Course.id)
        .where(Enrollment.user_id == person_id)
        .order_by(Course.created_at.desc(), Course.id)
    )
    events = _events().where(AdminEvent.about_id == person_id).limit(_PAGE)
    return PersonPage(
        row=_person(*found),
        courses=tuple((id_, title, role) for id_, title, role in courses),
        events=_event_rows(session, events),
        link_until=session.scalars(
            select(SignInLink.expires_at).where(
                SignInLink.user_id == person_id, SignInLink.expires_at > database_now()
            )
        ).one_or_none(),
    )


def trail(session: Session, *, user_id: uuid.UUID, page: int) -> Found[EventRow]:
    """Return a page of what administrators did, the newest first.

    Raises:
        NotFound: The user is no administrator.
    """
    require_administrator(session, user_id)
    found, page, pages = _counted_pages(session, select(AdminEvent.id), page)
    return Found("", _event_rows(session, _page_of(_events(), page)), found, page, pages)


def owner_of_link(session: Session, token: str) -> str | None:
    """Return the name of whom a link lets choose a new password; None where it opens nothing any more."""
    return session.scalars(
        select(User.display_name)
        .join(SignInLink, SignInLink.user_id == User.id)
        .where(
            SignInLink.token_digest == token_digest(token),
            SignInLink.expires_at > database_now(),
        )
    ).one_or_none()


def _counted(
    course_id: InstrumentedAttribute[uuid.UUID], *where: ColumnElement[bool]
) -> ScalarSelect[int]:
    return select(func.count()).where(course_id == Course.id, *where).scalar_subquery()


def _holds(search: str, *columns: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """Ask that every word of a search stands in one of the columns; an empty search finds everything."""
    words = search.split()
    return and_(
        True,
        *(or_(*(column.icontains(word, autoescape=True) for column in columns)) for word in words),
    )


def _people(where: ColumnElement[bool]) -> Select[User, int]:
    courses = select(func.count()).where(Enrollment.user_id == User.id).scalar_subquery()
    return select(User, courses).where(User.email.is_not(None), where)


def _person(user: User, courses: int) -> PersonRow:
    return PersonRow(
        id=user.id,
        name=user.display_name,
        email=user.email or "",
        is_administrator=user.is_administrator,
        courses=courses,
        created_at=user.created_at,
    )


def _instructors(
    session: Session, course_ids: Iterable[uuid.UUID]
) -> Mapping[uuid.UUID, list[str]]:
    names: dict[uuid.UUID, list[str]] = {}
    for course_id, name in session.execute(
        select(Enrollment.course_id, User.display_name)
        .join(User, User.id == Enrollment.user_id)
        .where(Enrollment.course_id.in_(course_ids), Enrollment.role == Role.INSTRUCTOR)
        .order_by(User.display_name)
    ):
        names.setdefault(course_id, []).append(name)
    return names


def _events() -> Select[AdminEvent, str, str]:
    actor, about = aliased(User), aliased(User)
    return (
        select(AdminEvent, actor.display_name, about.display_name)
        .outerjoin(actor, actor.id == AdminEvent.actor_id)
        .outerjoin(about, about.id == AdminEvent.about_id)
        .order_by(AdminEvent.created_at.desc(), AdminEvent.id)
    )


def _event_rows(session: Session, statement: Select[AdminEvent, str, str]) -> tuple[EventRow, ...]:
    return tuple(
        EventRow(one.step, actor, about, one.about_id, one.amount, one.created_at)
        for one, actor, about in session.execute(statement)
    )


def _counted_pages(
    session: Session, statement: Select[*tuple[Any, ...]], page: int
) -> tuple[int, int, int]:
    """Return how many rows there are, which page is shown, and how many pages there are."""
    found = session.scalars(select(func.count()).select_from(statement.subquery())).one()
    pages = max(1, -(-found // _PAGE))
    return found, min(max(page, 1), pages), pages


def _page_of(statement: _Statement, page: int) -> _Statement:
    return statement.offset((page - 1) * _PAGE).limit(_PAGE)
