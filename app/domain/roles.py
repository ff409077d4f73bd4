"""What a member of a course may do."""

from enum import StrEnum


class Role(StrEnum):
    """A member's role in one course."""

    STUDENT = "student"
    INSTRUCTOR = "instructor"
