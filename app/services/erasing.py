"""Deleting an account with all that is its owner's."""

import uuid

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from app.db import Database
from app.domain.administration import AdminStep
from app.domain.texts import say
from app.errors import Conflict, NotFound
from app.models import AdminEvent, ApiReply, Course, Enrollment, PendingEnrollment, User
from app.queries.erasure import TaughtAlone, taught_alone
from app.queries.membership import require_administrator
from app.services.own_account import confirm_password


def erase_account(db: Database, *, user_id: uuid.UUID, password: str) -> None:
    """Delete an account: exercises, submissions, results, places in courses and sign-ins go with it, for good.

    A course in which nobody else is or was goes too; one that only former members' work is left in is archived.

    Raises:
        InvalidInput: The password is not theirs.
        Conflict: They are the only instructor of a course with other members.
        NotFound: There is no such member.
    """
    confirm_password(db, user_id=user_id, password=password)
    with db.writing() as session:
        _erase(db, session, user_id)


def erase_person(db: Database, *, user_id: uuid.UUID, person_id: uuid.UUID) -> None:
    """Delete somebody's account for them, as they could themselves; that it was done is kept, and not whose it was.

    Args:
        db: The store.
        user_id: The administrator who does it.
        person_id: Whose account goes.

    Raises:
        Conflict: They are an administrator, or the only instructor of a course with other members.
        NotFound: The user is no administrator, or there is no such account with an address.
    """
    with db.writing() as session:
        require_administrator(session, user_id)
        person = session.get(User, person_id)
        if person is None or person.email is None:
            raise NotFound
        if person.is_administrator:
            raise Conflict(f"{person.email} is an administrator. Revoke that first; then delete.")
        _erase(db, session, person_id)
        session.add(AdminEvent(step=AdminStep.ERASED, actor_id=user_id))


def _erase(db: Database, session: Session, user_id: uuid.UUID) -> None:
    # Under the locks that joining and leaving take, nobody comes in or goes between look and deletion.
    _lock_courses(session, user_id)
    user = session.scalars(select(User).where(User.id == user_id).with_for_update()).one_or_none()
    if user is None:
        raise NotFound
    for course in taught_alone(session, user_id):
        _leave_behind(db, session, course)
    # The database takes along whatever is theirs alone; a roster's expectation knows only their address.
    session.execute(delete(PendingEnrollment).where(PendingEnrollment.email == user.email))
    # What others' programs were answered about them would be forgotten within a day anyway.
    told = [str(user_id), *([user.email] if user.email else [])]
    names_them = (ApiReply.body.contains(one, autoescape=True) for one in told)
    session.execute(delete(ApiReply).where(or_(*names_them)))
    session.execute(delete(User).where(User.id == user_id))


def _lock_courses(session: Session, user_id: uuid.UUID) -> None:
    own = select(Enrollment.course_id).where(Enrollment.user_id == user_id)
    session.execute(
        select(Course.id).where(Course.id.in_(own)).order_by(Course.id).with_for_update()
    )


def _leave_behind(db: Database, session: Session, course: TaughtAlone) -> None:
    if course.must_be_handed_over:
        raise Conflict(
            say(
                "This account is the only instructor of “%(course)s”, and others are in it. "
                "Make somebody else an instructor first; then delete the account.",
                course=course.title,
            )
        )
    if not course.is_kept:
        session.execute(delete(Course).where(Course.id == course.course_id))
        return
    kept = session.get_one(Course, course.course_id)
    kept.joining_open = False
    if kept.archived_at is None:
        kept.archived_at = db.now(session)
