"""Making courses and changing what they are called, whether they are archived, and how they are joined."""

import secrets
import uuid
from collections.abc import Callable, Mapping

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.db import Database
from app.domain.changes import Action
from app.domain.roles import Joined, Right, Role
from app.domain.texts import say
from app.domain.time_zones import time_zones
from app.errors import Conflict, CourseClosed, InvalidInput, NotFound
from app.models import Course, Enrollment
from app.queries.membership import Membership, find_membership
from app.services.changes import record_change

# No 0/O, 1/I/L, U/V: a code is read aloud in a lecture hall.
_CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_LENGTH = 8


def create_course(
    db: Database, *, user_id: uuid.UUID, title: str, course_id: uuid.UUID | None = None
) -> uuid.UUID:
    """Make a course whose instructor is `user_id`, with a join code of its own.

    Args:
        db: The store.
        user_id: Who makes it.
        title: What it is called.
        course_id: The id that the form of this click carries: a second click makes no second course.

    Raises:
        InvalidInput: The title is empty or longer than 120 characters.
        Conflict: `course_id` is a course that somebody else made.
    """
    title, made_id = clean_title(title), course_id or uuid.uuid4()
    return make_once(
        db,
        user_id,
        made_id,
        lambda session: add_course(session, user_id=user_id, title=title, course_id=made_id),
    )


def change_course(
    db: Database,
    *,
    user_id: uuid.UUID,
    course_id: uuid.UUID,
    title: str | None = None,
    time_zone: str | None = None,
    joining_open: bool | None = None,
    is_archived: bool | None = None,
    unchanged: Callable[[], None] = lambda: None,
) -> None:
    """Change what is told about a course; what is None stays.

    Args:
        db: The store.
        user_id: Who changes it.
        course_id: The course.
        title: What it is called.
        time_zone: In which its times are set; those that are set stay the same instants.
        joining_open: Whether its join code works.
        is_archived: Whether it is closed: everything stays readable, nothing is submitted and nobody joins.
        unchanged: Called once nobody else can change the course; what it raises stops this change.

    Raises:
        InvalidInput: The title is empty or longer than 120 characters, or there is no such time zone.
        NotFound: The user manages no such course.
    """
    title = None if title is None else clean_title(title)
    if time_zone is not None:
        _require_time_zone(time_zone)
    with db.writing() as session:
        course = managed_course(session, user_id, course_id)
        unchanged()
        if title is not None:
            _record(session, course, user_id, {"title": course.title}, {"title": title})
            course.title = title
        if time_zone is not None:
            zones = {"time_zone": course.time_zone}, {"time_zone": time_zone}
            _record(session, course, user_id, *zones)
            course.time_zone = time_zone
        if joining_open is not None:
            course.joining_open = joining_open
        was_archived = course.archived_at is not None
        if is_archived is not None and is_archived != was_archived:
            course.archived_at = db.now(session) if is_archived else None
            states = {"archived": was_archived}, {"archived": is_archived}
            _record(session, course, user_id, *states)


def rename_course(db: Database, *, user_id: uuid.UUID, course_id: uuid.UUID, title: str) -> None:
    """Give a course another title, as `change_course` does."""
    change_course(db, user_id=user_id, course_id=course_id, title=title)


def set_time_zone(
    db: Database, *, user_id: uuid.UUID, course_id: uuid.UUID, time_zone: str
) -> None:
    """Choose the time zone in which a course's times are set, as `change_course` does."""
    change_course(db, user_id=user_id, course_id=course_id, time_zone=time_zone)


def archive_course(db: Database, *, user_id: uuid.UUID, course_id: uuid.UUID) -> None:
    """Close a course, as `change_course` does. Archived already, it stays so."""
    change_course(db, user_id=user_id, course_id=course_id, is_archived=True)


def restore_course(db: Database, *, user_id: uuid.UUID, course_id: uuid.UUID) -> None:
    """Open an archived course again, as `change_course` does; one that is open stays so."""
    change_course(db, user_id=user_id, course_id=course_id, is_archived=False)


def open_joining(db: Database, *, user_id: uuid.UUID, course_id: uuid.UUID, is_open: bool) -> None:
    """Switch a course's join code on or off, as `change_course` does."""
    change_course(db, user_id=user_id, course_id=course_id, joining_open=is_open)


def renew_join_code(
    db: Database, *, user_id: uuid.UUID, course_id: uuid.UUID, shown_code: str
) -> None:
    """Give a course a new join code; the old one opens nothing any more.

    Args:
        db: The store.
        user_id: Who asks.
        course_id: Their course.
        shown_code: The code that they saw: where it is renewed already, a second click renews nothing.

    Raises:
        NotFound: The user manages no such course.
    """
    with db.writing() as session:
        course = managed_course(session, user_id, course_id)
        if course.join_code == shown_code:
            course.join_code = new_join_code()


def clean_title(title: str) -> str:
    """Return a title with single blanks.

    Raises:
        InvalidInput: It is empty or longer than 120 characters.
    """
    title = " ".join(title.split())
    if not 0 < len(title) <= 120:
        raise InvalidInput(
            say("The title needs another look."),
            {"title": say("Type a title of 1 to 120 characters.")},
        )
    return title


def _require_time_zone(time_zone: str) -> None:
    if time_zone not in time_zones():
        message = say("Choose one of the time zones in the list.")
        raise InvalidInput(message, {"time_zone": message})


def make_once(
    db: Database, user_id: uuid.UUID, course_id: uuid.UUID, make: Callable[[Session], Course]
) -> uuid.UUID:
    """Make the course `course_id`, unless another click on the same form has made it; return its id.

    Raises:
        Conflict: The course is not this user's.
    """
    try:
        with db.writing() as session:
            if not _is_made(session, user_id, course_id):
                make(session)
    except IntegrityError:
        # The other click was quicker by a hair: it had not committed yet when this one looked.
        with db.reading() as session:
            if not _is_made(session, user_id, course_id):
                raise
    return course_id


def _is_made(session: Session, user_id: uuid.UUID, course_id: uuid.UUID) -> bool:
    if session.get(Course, course_id) is None:
        return False
    try:
        find_membership(session, user_id=user_id, course_id=course_id, right=Right.MANAGE_COURSE)
    except NotFound:
        raise Conflict(say("This form was used already. Reload the page and try again.")) from None
    return True


def add_course(session: Session, *, user_id: uuid.UUID, title: str, course_id: uuid.UUID) -> Course:
    """Add a course with its first instructor to a transaction."""
    course = Course(id=course_id, title=title, join_code=new_join_code())
    creator = Enrollment(
        course=course, user_id=user_id, role=Role.INSTRUCTOR, joined=Joined.CREATOR
    )
    session.add_all([course, creator])
    session.flush()
    return course


def managed_course(session: Session, user_id: uuid.UUID, course_id: uuid.UUID) -> Course:
    """Return a course that the user manages, locked.

    Raises:
        NotFound: There is no such course.
    """
    course = locked_course(session, course_id)
    find_membership(session, user_id=user_id, course_id=course_id, right=Right.MANAGE_COURSE)
    return course


def locked_course(session: Session, course_id: uuid.UUID) -> Course:
    """Return a course; until the transaction ends, nobody else changes it or who is in it.

    Raises:
        NotFound: There is no such course.
    """
    course = session.scalars(
        select(Course).where(Course.id == course_id).with_for_update()
    ).one_or_none()
    if course is None:
        raise NotFound
    return course


def require_open(membership: Membership) -> None:
    """Let work be done only in a course that is not archived.

    Raises:
        CourseClosed: It is archived.
    """
    if membership.is_archived:
        raise CourseClosed(
            say(
                "This course is archived: what was done in it can be read, but nothing new is taken."
            )
        )


def _record(
    session: Session,
    course: Course,
    by_id: uuid.UUID,
    before: Mapping[str, str | bool],
    after: Mapping[str, str | bool],
) -> None:
    record_change(
        session, Action.COURSE, course_id=course.id, by_id=by_id, before=before, after=after
    )


def new_join_code() -> str:
    """Return a join code that is hard to guess and easy to read aloud."""
    return "".join(secrets.choice(_CODE_ALPHABET) for _ in range(_CODE_LENGTH))
