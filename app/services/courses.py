"""Making and joining courses."""

import secrets
import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import Database
from app.domain.roles import Role
from app.errors import InvalidInput, NotFound
from app.models import Course, Enrollment

# No 0/O, 1/I/L, U/V: a code is read aloud in a lecture hall.
_CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_LENGTH = 8


def create_course(db: Database, *, user_id: uuid.UUID, title: str) -> uuid.UUID:
    """Make a course whose instructor is `user_id`, with a join code of its own.

    Raises:
        InvalidInput: The title is empty or longer than 120 characters.
    """
    title = clean_title(title)
    with db.writing() as session:
        code = "".join(secrets.choice(_CODE_ALPHABET) for _ in range(_CODE_LENGTH))
        course = Course(id=uuid.uuid4(), title=title, join_code=code)
        session.add_all([course, Enrollment(course=course, user_id=user_id, role=Role.INSTRUCTOR)])
        return course.id


def join_course(db: Database, *, user_id: uuid.UUID, join_code: str) -> uuid.UUID:
    """Enroll `user_id` as a student; who is in the course already stays what they are.

    Raises:
        InvalidInput: No course has this code.
    """
    code = "".join(character for character in join_code.upper() if character.isalnum())
    with db.writing() as session:
        course = session.scalars(select(Course).where(Course.join_code == code)).one_or_none()
        if course is None:
            message = "No course has this code. Check it with your teacher: 8 letters and digits."
            raise InvalidInput(message, {"join_code": message})
        if session.get(Enrollment, (course.id, user_id)) is None:
            session.add(Enrollment(course_id=course.id, user_id=user_id, role=Role.STUDENT))
        return course.id


def clean_title(title: str) -> str:
    """Return a title with single blanks.

    Raises:
        InvalidInput: It is empty or longer than 120 characters.
    """
    title = " ".join(title.split())
    if not 0 < len(title) <= 120:
        raise InvalidInput(
            "The title needs another look.", {"title": "Type a title of 1 to 120 characters."}
        )
    return title


def require_role(
    session: Session, *, user_id: uuid.UUID, course_id: uuid.UUID, role: Role | None = None
) -> Role:
    """Return the user's role in a course.

    Raises:
        NotFound: They are not in it, or not as `role`; which of the two is not said.
    """
    enrollment = session.get(Enrollment, (course_id, user_id))
    if enrollment is None or (role is not None and enrollment.role is not role):
        raise NotFound
    return enrollment.role
