"""Extra time that a student always gets in a course."""

import uuid

from app.db import Database
from app.domain.changes import Action
from app.domain.roles import Right
from app.domain.sittings import MOST_EXTRA_PERCENT
from app.domain.texts import say
from app.errors import InvalidInput, NotFound
from app.models import Accommodation, Enrollment
from app.queries.membership import find_membership
from app.services.changes import record_change


def set_extra_time(
    db: Database, *, user_id: uuid.UUID, course_id: uuid.UUID, member_id: uuid.UUID, percent: int
) -> None:
    """Give a member extra time in every assignment with a time limit that they start from now on; 0 takes it back.

    Raises:
        InvalidInput: `percent` is out of range.
        NotFound: The user manages the members of no such course, or the member is not in it.
    """
    if not 0 <= percent <= MOST_EXTRA_PERCENT:
        message = say("Give 0 to %(most)s percent.", most=MOST_EXTRA_PERCENT)
        raise InvalidInput(message, {"percent": message})
    with db.writing() as session:
        find_membership(session, user_id=user_id, course_id=course_id, right=Right.MANAGE_MEMBERS)
        # Under this lock, two clicks at once write one row.
        enrollment = session.get(Enrollment, (course_id, member_id), with_for_update=True)
        if enrollment is None:
            raise NotFound
        given = session.get(Accommodation, (course_id, member_id))
        before = given.extra_percent if given else 0
        if percent == before:
            return
        if given is None:
            session.add(
                Accommodation(course_id=course_id, user_id=member_id, extra_percent=percent)
            )
        elif percent:
            given.extra_percent = percent
        else:
            session.delete(given)
        record_change(
            session,
            Action.EXTRA_TIME,
            course_id=course_id,
            by_id=user_id,
            student_id=member_id,
            before={"percent": before},
            after={"percent": percent},
        )
