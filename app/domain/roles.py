"""What a member of a course may do: roles, and the rights each of them has.

Code asks for a right, never for a role, so that this table says it all; docs/courses.md shows it to teachers.
"""

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """A member's role in one course."""

    STUDENT = "student"
    GRADER = "grader"
    INSTRUCTOR = "instructor"


class Right(StrEnum):
    """Something that not every member of a course may do."""

    SEE_WORK = "see_work"
    """See everybody's exercises and submissions, and the dashboards."""
    REQUEUE = "requeue"
    """Queue a failed submission again."""
    GRADE = "grade"
    """Override points, excuse, and comment."""
    ANSWER = "answer"
    """Read and answer what students ask about an exercise."""
    EDIT_ASSIGNMENTS = "edit_assignments"
    """Make, change and regrade assignments, their groups, and who has more time in them; write the course's own
    problems."""
    MANAGE_MEMBERS = "manage_members"
    """See members with their addresses, change roles, remove, import and export the roster."""
    MANAGE_COURSE = "manage_course"
    """Rename, copy, archive and restore the course; see and change its join code."""
    SEE_CHANGES = "see_changes"
    """Read who changed what."""


RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.STUDENT: frozenset(),
    Role.GRADER: frozenset({Right.SEE_WORK, Right.REQUEUE, Right.GRADE, Right.ANSWER}),
    Role.INSTRUCTOR: frozenset(Right),
}
"""The rights of each role, beside what every member may do: see the course, work on items, leave."""


class Joined(StrEnum):
    """How somebody came into a course."""

    CREATOR = "creator"
    CODE = "code"
    ROSTER = "roster"


def read_join_code(typed: str) -> str:
    """Return a join code as it is stored: whatever case, blanks and hyphens it was typed with."""
    return "".join(character for character in typed.upper() if character.isalnum())
