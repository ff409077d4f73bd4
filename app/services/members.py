"""Who is in a course: joining, leaving, roles, and removing members."""

import uuid
from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.db import Database
from app.domain.changes import Action
from app.domain.roles import Joined, Right, Role, read_join_code
from app.domain.texts import say
from app.errors import Conflict, InvalidInput, NotFound
from app.models import Course, Enrollment, FormerMember, PendingEnrollment
from app.queries.membership import find_membership
from app.services.changes import record_change
from app.services.courses import locked_course


def join_course(db: Database, *, user_id: uuid.UUID, join_code: str) -> uuid.UUID:
    """Enroll `user_id` as a student; who is in the course already stays what they are.

    Raises:
        InvalidInput: No course has this code, or it takes nobody, or not this person.
    """
    code = read_join_code(join_code)
    with db.writing() as session:
        course = session.scalars(
            select(Course).where(Course.join_code == code).with_for_update()
        ).one_or_none()
        if course is None:
            raise _cannot_join(
                say("No course has this code. Check it with your teacher: 8 letters and digits.")
            )
        if session.get(Enrollment, (course.id, user_id)) is None:
            former = session.get(FormerMember, (course.id, user_id))
            _require_joinable(course, former)
            if former is not None:
                session.delete(former)
            session.add(Enrollment(course_id=course.id, user_id=user_id, role=Role.STUDENT))
            action = Action.JOINED if former is None else Action.RETURNED
            _record(session, action, course.id, user_id, user_id, after={"by": Joined.CODE})
        return course.id


def leave_course(db: Database, *, user_id: uuid.UUID, course_id: uuid.UUID) -> None:
    """Leave a course; what was done in it is kept. Who has left already stays away.

    Raises:
        Conflict: The user is its last instructor.
        NotFound: The user was never in such a course.
    """
    with db.writing() as session:
        locked_course(session, course_id)
        if session.get(FormerMember, (course_id, user_id)) is None:
            _take_out(session, course_id, user_id, by_themselves=True)
            _record(session, Action.LEFT, course_id, user_id, user_id)


def change_role(
    db: Database, *, user_id: uuid.UUID, course_id: uuid.UUID, member_id: uuid.UUID, role: str
) -> None:
    """Give a member another role, which no roster changes from now on.

    Raises:
        InvalidInput: There is no such role.
        Conflict: The member is the last instructor.
        NotFound: The user manages the members of no such course, or the member is not in it.
    """
    if role not in set(Role):
        raise InvalidInput(
            say("Choose one of the roles."), {"role": say("Choose one of the roles.")}
        )
    with db.writing() as session:
        _manage(session, user_id, course_id)
        enrollment = _enrollment(session, course_id, member_id)
        if enrollment.role == role:
            return
        _require_another_instructor(session, enrollment)
        before = enrollment.role
        enrollment.role, enrollment.role_set_by_hand = Role(role), True
        _record(
            session,
            Action.ROLE,
            course_id,
            user_id,
            member_id,
            before={"role": before},
            after={"role": role},
        )


def remove_member(
    db: Database, *, user_id: uuid.UUID, course_id: uuid.UUID, member_id: uuid.UUID
) -> None:
    """Take a member out of a course; their work is kept. Neither join code nor roster brings them back.

    Raises:
        Conflict: The member is the last instructor.
        NotFound: The user manages the members of no such course, or the member was never in it.
    """
    with db.writing() as session:
        _manage(session, user_id, course_id)
        former = session.get(FormerMember, (course_id, member_id))
        if former is not None:
            former.by_themselves = False
            return
        _take_out(session, course_id, member_id, by_themselves=False)
        _record(session, Action.REMOVED, course_id, user_id, member_id)


def bring_back(
    db: Database, *, user_id: uuid.UUID, course_id: uuid.UUID, member_id: uuid.UUID
) -> None:
    """Give a former member their place again, with the role they had.

    Raises:
        NotFound: The user manages the members of no such course, or the member was never in it.
    """
    with db.writing() as session:
        _manage(session, user_id, course_id)
        former = session.get(FormerMember, (course_id, member_id))
        if former is None:
            _enrollment(session, course_id, member_id)
            return
        session.add(
            Enrollment(
                course_id=course_id,
                user_id=member_id,
                role=former.role,
                joined=former.joined,
                role_set_by_hand=former.role_set_by_hand,
                created_at=former.joined_at,
            )
        )
        session.delete(former)
        _record(
            session, Action.RETURNED, course_id, user_id, member_id, after={"role": former.role}
        )


def withdraw_invitation(
    db: Database, *, user_id: uuid.UUID, course_id: uuid.UUID, email: str
) -> None:
    """Expect somebody no longer who was on the roster and has no account yet.

    Raises:
        NotFound: The user manages the members of no such course.
    """
    with db.writing() as session:
        _manage(session, user_id, course_id)
        pending = session.get(PendingEnrollment, (course_id, email))
        if pending is not None:
            session.delete(pending)
            _record(session, Action.INVITE_UNDONE, course_id, user_id, None)


def enroll_expected(session: Session, *, user_id: uuid.UUID, email: str) -> None:
    """Make a student of somebody whom rosters expected under this address; never more than a student."""
    expected = session.scalars(
        select(PendingEnrollment)
        .where(PendingEnrollment.email == email)
        .order_by(PendingEnrollment.course_id)
    ).all()
    for pending in expected:
        locked_course(session, pending.course_id)
        known = (pending.course_id, user_id)
        if session.get(Enrollment, known) is None and session.get(FormerMember, known) is None:
            session.add(
                Enrollment(
                    course_id=pending.course_id,
                    user_id=user_id,
                    role=Role.STUDENT,
                    joined=Joined.ROSTER,
                )
            )
            by_roster = {"by": Joined.ROSTER}
            _record(session, Action.JOINED, pending.course_id, user_id, user_id, after=by_roster)
        session.delete(pending)


def _record(
    session: Session,
    action: Action,
    course_id: uuid.UUID,
    by_id: uuid.UUID,
    member_id: uuid.UUID | None,
    *,
    before: Mapping[str, str] | None = None,
    after: Mapping[str, str] | None = None,
) -> None:
    record_change(
        session,
        action,
        course_id=course_id,
        by_id=by_id,
        student_id=member_id,
        before=before,
        after=after,
    )


def _cannot_join(message: str) -> InvalidInput:
    return InvalidInput(message, {"join_code": message})


def _require_joinable(course: Course, former: FormerMember | None) -> None:
    if course.archived_at is not None:
        raise _cannot_join(say("This course is archived, so nobody joins it any more."))
    if not course.joining_open:
        raise _cannot_join(say("This join code is switched off. Ask your teacher to add you."))
    if former is not None and not former.by_themselves:
        raise _cannot_join(
            say("You were removed from this course. Ask your teacher to bring you back.")
        )


def _manage(session: Session, user_id: uuid.UUID, course_id: uuid.UUID) -> None:
    # The lock first: who has lost the right while waiting for it, has lost it.
    locked_course(session, course_id)
    find_membership(session, user_id=user_id, course_id=course_id, right=Right.MANAGE_MEMBERS)


def _enrollment(session: Session, course_id: uuid.UUID, member_id: uuid.UUID) -> Enrollment:
    enrollment = session.get(Enrollment, (course_id, member_id))
    if enrollment is None:
        raise NotFound
    return enrollment


def _take_out(
    session: Session, course_id: uuid.UUID, member_id: uuid.UUID, *, by_themselves: bool
) -> None:
    enrollment = _enrollment(session, course_id, member_id)
    _require_another_instructor(session, enrollment)
    session.add(
        FormerMember(
            course_id=course_id,
            user_id=member_id,
            role=enrollment.role,
            joined=enrollment.joined,
            role_set_by_hand=enrollment.role_set_by_hand,
            by_themselves=by_themselves,
            joined_at=enrollment.created_at,
        )
    )
    session.delete(enrollment)


def _require_another_instructor(session: Session, enrollment: Enrollment) -> None:
    """Keep the last instructor where they are: without one, nobody could ever change the course again."""
    if enrollment.role is not Role.INSTRUCTOR:
        return
    instructors = session.scalars(
        select(func.count()).where(
            Enrollment.course_id == enrollment.course_id, Enrollment.role == Role.INSTRUCTOR
        )
    ).one()
    if instructors == 1:
        raise Conflict(
            say("This is the course's last instructor. Make somebody else an instructor first.")
        )
