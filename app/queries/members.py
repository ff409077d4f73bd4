"""The members of a course, those who left it, and those whom its roster expects, as its instructors see them.

A course's people are few enough to be sorted and searched here: by the letters of every language, and in the same
order on every database.
"""

import datetime as dt
import unicodedata
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.roles import Joined, Right, Role
from app.errors import NotFound
from app.models import (
    Accommodation,
    Assignment,
    Course,
    Enrollment,
    FormerMember,
    Item,
    PendingEnrollment,
    Submission,
    User,
    Variant,
)
from app.queries.membership import find_membership

_PAGE = 50


class Show(StrEnum):
    """Which people the list shows."""

    ALL = "all"
    STUDENT = "student"
    GRADER = "grader"
    INSTRUCTOR = "instructor"
    EXPECTED = "expected"
    FORMER = "former"


class Sort(StrEnum):
    """What orders the list."""

    NAME = "name"
    EMAIL = "email"
    ROLE = "role"
    JOINED = "joined"


@dataclass(frozen=True)
class Wanted:
    """What the reader asked the list for; what makes no sense counts as not asked."""

    search: str = ""
    show: Show = Show.ALL
    sort: Sort = Sort.NAME
    descending: bool = False
    page: int = 1

    @staticmethod
    def read(typed: Mapping[str, str]) -> "Wanted":
        """Read it from an address."""
        show, sort, page = typed.get("show", ""), typed.get("sort", ""), typed.get("page", "")
        return Wanted(
            search=typed.get("search", "")[:254].strip(),
            show=Show(show) if show in set(Show) else Show.ALL,
            sort=Sort(sort) if sort in set(Sort) else Sort.NAME,
            descending=typed.get("order") == "descending",
            page=int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
        )


@dataclass(frozen=True)
class Person:
    """A member, a former member, or somebody expected, who has no id and no role yet.

    `since` is when they joined, left, or were first expected.
    """

    user_id: uuid.UUID | None
    name: str
    email: str
    role: Role | None
    since: dt.datetime
    joined: Joined | None = None
    role_set_by_hand: bool = False
    by_themselves: bool = False


@dataclass(frozen=True)
class MembersPage:
    """One page of the list.

    Attributes:
        counts: How many people each choice of `Show` has.
        found: How many the search has found.
        pages: How many pages that makes, at least 1.
    """

    course_id: uuid.UUID
    course_title: str
    is_archived: bool
    wanted: Wanted
    counts: Mapping[Show, int]
    people: tuple[Person, ...]
    found: int
    pages: int
    rights: frozenset[Right] = field(default=frozenset())


@dataclass(frozen=True)
class MemberPage:
    """One member; `submissions` counts what they sent in for this course, `extra_percent` is their extra time."""

    course_id: uuid.UUID
    course_title: str
    person: Person
    is_reader: bool
    is_last_instructor: bool
    is_former: bool
    submissions: int
    extra_percent: int
    rights: frozenset[Right]


def members_page(
    session: Session, *, user_id: uuid.UUID, course_id: uuid.UUID, wanted: Wanted
) -> MembersPage:
    """Return a page of a course's people.

    Raises:
        NotFound: The user manages the members of no such course.
    """
    own = find_membership(session, user_id=user_id, course_id=course_id, right=Right.MANAGE_MEMBERS)
    members = _members(session, course_id)
    former, expected = _former(session, course_id), _expected(session, course_id)
    people = {
        Show.ALL: members,
        **{Show(role): [one for one in members if one.role is role] for role in Role},
        Show.EXPECTED: expected,
        Show.FORMER: former,
    }
    found = _sorted(_found(people[wanted.show], wanted.search), wanted)
    pages = max(1, -(-len(found) // _PAGE))
    page = min(max(wanted.page, 1), pages)
    return MembersPage(
        course_id=course_id,
        course_title=session.scalars(select(Course.title).where(Course.id == course_id)).one(),
        is_archived=own.is_archived,
        wanted=Wanted(wanted.search, wanted.show, wanted.sort, wanted.descending, page),
        counts={show: len(some) for show, some in people.items()},
        people=tuple(found[(page - 1) * _PAGE : page * _PAGE]),
        found=len(found),
        pages=pages,
        rights=own.rights,
    )


def people_of(
    session: Session, *, user_id: uuid.UUID, course_id: uuid.UUID, show: Show
) -> tuple[Person, ...]:
    """Return all people of a course of one kind, in no order.

    Raises:
        NotFound: The user manages the members of no such course.
    """
    find_membership(session, user_id=user_id, course_id=course_id, right=Right.MANAGE_MEMBERS)
    match show:
        case Show.EXPECTED:
            found = _expected(session, course_id)
        case Show.FORMER:
            found = _former(session, course_id)
        case _:
            members = _members(session, course_id)
            found = [one for one in members if show is Show.ALL or one.role == show.value]
    return tuple(found)


def member_page(
    session: Session, *, user_id: uuid.UUID, course_id: uuid.UUID, member_id: uuid.UUID
) -> MemberPage:
    """Return a member or former member of a course.

    Raises:
        NotFound: The user manages the members of no such course, or nobody like this was ever in it.
    """
    own = find_membership(session, user_id=user_id, course_id=course_id, right=Right.MANAGE_MEMBERS)
    members = _members(session, course_id, member_id)
    people = members or _former(session, course_id, member_id)
    if not people:
        raise NotFound
    instructors = session.scalars(
        select(func.count()).where(
            Enrollment.course_id == course_id, Enrollment.role == Role.INSTRUCTOR
        )
    ).one()
    return MemberPage(
        course_id=course_id,
        course_title=session.scalars(select(Course.title).where(Course.id == course_id)).one(),
        person=people[0],
        is_reader=member_id == user_id,
        is_last_instructor=bool(members) and people[0].role is Role.INSTRUCTOR and instructors == 1,
        is_former=not members,
        submissions=session.scalars(
            select(func.count(Submission.id))
            .join(Variant, Variant.id == Submission.variant_id)
            .join(Item, Item.id == Variant.item_id)
            .join(Assignment, Assignment.id == Item.assignment_id)
            .where(Submission.user_id == member_id, Assignment.course_id == course_id)
        ).one(),
        extra_percent=_extra_percent(session, course_id, member_id),
        rights=own.rights,
    )


def _extra_percent(session: Session, course_id: uuid.UUID, member_id: uuid.UUID) -> int:
    given = session.get(Accommodation, (course_id, member_id))
    return given.extra_percent if given else 0


def roster_of(session: Session, *, user_id: uuid.UUID, course_id: uuid.UUID) -> tuple[Person, ...]:
    """Return a course's members and those expected, by name.

    Raises:
        NotFound: The user manages the members of no such course.
    """
    find_membership(session, user_id=user_id, course_id=course_id, right=Right.MANAGE_MEMBERS)
    people = [*_members(session, course_id), *_expected(session, course_id)]
    return tuple(_sorted(people, Wanted()))


def _members(
    session: Session, course_id: uuid.UUID, member_id: uuid.UUID | None = None
) -> list[Person]:
    return _people(session, Enrollment, course_id, member_id)


def _former(
    session: Session, course_id: uuid.UUID, member_id: uuid.UUID | None = None
) -> list[Person]:
    return _people(session, FormerMember, course_id, member_id)


def _people(
    session: Session,
    place: type[Enrollment | FormerMember],
    course_id: uuid.UUID,
    member_id: uuid.UUID | None,
) -> list[Person]:
    statement = (
        select(place, User.display_name, User.email)
        .join(User, User.id == place.user_id)
        .where(place.course_id == course_id)
    )
    if member_id is not None:
        statement = statement.where(place.user_id == member_id)
    rows: Iterable[Any] = session.execute(statement)
    return [
        Person(
            user_id=one.user_id,
            name=name,
            email=email or "",
            role=one.role,
            since=one.created_at,
            joined=one.joined,
            role_set_by_hand=one.role_set_by_hand,
            by_themselves=isinstance(one, FormerMember) and one.by_themselves,
        )
        for one, name, email in rows
    ]


def _expected(session: Session, course_id: uuid.UUID) -> list[Person]:
    rows = session.scalars(
        select(PendingEnrollment).where(PendingEnrollment.course_id == course_id)
    )
    return [Person(None, one.name, one.email, None, one.created_at) for one in rows]


def _found(people: Sequence[Person], search: str) -> list[Person]:
    """Return those whose name or address holds every word of the search, whatever its case and accents."""
    words = letters(search).split()
    texts = ((one, letters(f"{one.name} {one.email}")) for one in people)
    return [one for one, text in texts if all(word in text for word in words)]


def _sorted(people: Sequence[Person], wanted: Wanted) -> list[Person]:
    keys: Mapping[Sort, Callable[[Person], Any]] = {
        Sort.NAME: lambda one: letters(one.name or one.email),
        Sort.EMAIL: lambda one: one.email,
        Sort.ROLE: lambda one: tuple(Role).index(one.role) if one.role else -1,
        Sort.JOINED: lambda one: one.since,
    }
    by_name = sorted(people, key=lambda one: (letters(one.name or one.email), one.email))
    return sorted(by_name, key=keys[wanted.sort], reverse=wanted.descending)


def letters(text: str) -> str:
    """Return a text without case and accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
