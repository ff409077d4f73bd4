"""What administrators see of the whole service: courses, people, and the trail of what they did."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from app.db import database_now
from app.domain.administration import AdminStep
from app.domain.emails import normal_email
from app.domain.roles import Role, read_join_code
from app.domain.tokens import token_digest
from app.errors import NotFound
from app.models import AdminEvent, Assignment, Course, Enrollment, SignInLink, User
from app.queries.membership import is_administrator, require_administrator

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

    id: uuid.UUID
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
    statement = _courses(_holds(search, Course.title, Course.join_code))
    found, page, pages = _counted_pages(session, statement, page)
    shown = _page_of(statement.order_by(Course.created_at.desc(), Course.id), page)
    return Found(search, _course_rows(session, shown), found, page, pages)


def named_course(session: Session, *, user_id: uuid.UUID, named: str) -> CourseRow:
    """Return the course that an id or a join code names.

    Raises:
        NotFound: The user is no administrator, or no course is named so.
    """
    require_administrator(session, user_id)
    try:
        where = Course.id == uuid.UUID(named)
    except ValueError:
        where = Course.join_code == read_join_code(named)
    rows = _course_rows(session, _courses(where))
    if not rows:
        raise NotFound(f"No course has the id or join code {named[:80]!r}.")
    return rows[0]


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


def administrator_of_email(session: Session, email: str) -> uuid.UUID:
    """Return the administrator who has an address.

    Raises:
        NotFound: Nobody has it, or who has it is none.
    """
    user_id = session.scalars(
        select(User.id).where(User.email == normal_email(email))
    ).one_or_none()
    if user_id is None or not is_administrator(session, user_id):
        raise NotFound(f"{email[:254]!r} is no administrator's address.")
    return user_id


def person_of_email(session: Session, *, user_id: uuid.UUID, email: str) -> PersonPage:
    """Return the person who has an address.

    Raises:
        NotFound: The user is no administrator, or nobody has the address.
    """
    require_administrator(session, user_id)
    person_id = session.scalars(
        select(User.id).where(User.email == normal_email(email))
    ).one_or_none()
    if person_id is None:
        raise NotFound(f"No account has the address {email[:254]!r}.")
    return person_page(session, user_id=user_id, person_id=person_id)


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


Place: TypeAlias = tuple[dt.datetime, uuid.UUID]
"""When something was made, and its id: where it stands in a list whose newest comes first."""


def courses_before(
    session: Session, *, user_id: uuid.UUID, search: str, before: Place | None, limit: int
) -> tuple[CourseRow, ...]:
    """Return courses that a search finds, the newest first.

    Args:
        session: Reads.
        user_id: Who asks.
        search: Words of titles and join codes; empty for all.
        before: Where the course stands that comes before the first one wanted; None for the newest.
        limit: How many at most.

    Raises:
        NotFound: The user is no administrator.
    """
    require_administrator(session, user_id)
    statement = _courses(_holds(search, Course.title, Course.join_code))
    return _course_rows(
        session, _part(statement, (Course.created_at, Course.id), before).limit(limit)
    )


def people_before(
    session: Session, *, user_id: uuid.UUID, search: str, before: Place | None, limit: int
) -> tuple[PersonRow, ...]:
    """Return people with an account, the newest first; otherwise as `courses_before`, by names and addresses."""
    require_administrator(session, user_id)
    statement = _people(_holds(search, User.display_name, User.email))
    part = _part(statement, (User.created_at, User.id), before).limit(limit)
    return tuple(_person(*row) for row in session.execute(part))


def events_before(
    session: Session, *, user_id: uuid.UUID, before: Place | None, limit: int
) -> tuple[EventRow, ...]:
    """Return what administrators did, the newest first; otherwise as `courses_before`."""
    require_administrator(session, user_id)
    part = _part(_events(), (AdminEvent.created_at, AdminEvent.id), before).limit(limit)
    return _event_rows(session, part)


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


def _courses(where: ColumnElement[bool]) -> Select[Course, int, int]:
    return select(
        Course,
        _counted(Enrollment.course_id, Enrollment.role == Role.STUDENT),
        _counted(Assignment.course_id),
    ).where(where)


def _course_rows(session: Session, statement: Select[Course, int, int]) -> tuple[CourseRow, ...]:
    courses = session.execute(statement).all()
    names = _instructors(session, [course.id for course, *_ in courses])
    return tuple(
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
        EventRow(one.id, one.step, actor, about, one.about_id, one.amount, one.created_at)
        for one, actor, about in session.execute(statement)
    )


def _part(
    statement: _Statement,
    place: tuple[InstrumentedAttribute[dt.datetime], InstrumentedAttribute[uuid.UUID]],
    before: Place | None,
) -> _Statement:
    """Put the newest first, and leave out what comes up to a place."""
    at, id = place
    if before is not None:
        fits = or_(at < before[0], and_(at == before[0], id > before[1]))
        statement = statement.where(fits)
    return statement.order_by(None).order_by(at.desc(), id)


def _counted_pages(
    session: Session, statement: Select[*tuple[Any, ...]], page: int
) -> tuple[int, int, int]:
    """Return how many rows there are, which page is shown, and how many pages there are."""
    found = session.scalars(select(func.count()).select_from(statement.subquery())).one()
    pages = max(1, -(-found // _PAGE))
    return found, min(max(page, 1), pages), pages


def _page_of(statement: _Statement, page: int) -> _Statement:
    return statement.offset((page - 1) * _PAGE).limit(_PAGE)
