"""Who may write the problems of a course."""

import uuid

from sqlalchemy.orm import Session

from app.domain.roles import Right
from app.queries.membership import find_membership
from app.services.courses import require_open


def require_author(session: Session, user_id: uuid.UUID, course_id: uuid.UUID) -> None:
    """Require that a user may write the problems of a course that is not archived.

    Raises:
        CourseClosed: It is archived.
        NotFound: They may not.
    """
    require_open(
        find_membership(session, user_id=user_id, course_id=course_id, right=Right.EDIT_ASSIGNMENTS)
    )
