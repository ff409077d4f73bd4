"""The gradebook, students' grades and the groups of assignments as the API shows and takes them."""

import datetime as dt
import uuid

from pydantic import Field

from app.api.answers import Output
from app.api.paging import PageQuery
from app.api.reading import Input
from app.domain.gradebook import Status
from app.domain.submissions import SubmissionState
from app.queries.scores import ItemState


class StudentSearch(PageQuery):
    """Which students are wanted."""

    search: str = Field(
        default="", max_length=254, description="Words of the names; empty for everybody."
    )


class Student(Output):
    """A student of a course."""

    user_id: uuid.UUID
    display_name: str


class GivenOverride(Output):
    """What a teacher has set in place of what was earned."""

    points: float | None = Field(description="Null where the student is excused.")
    reason: str
    by: str | None = Field(description="Who set it; null once that account is deleted.")
    at: dt.datetime


class GradedGroup(Output):
    """What a student has in one group of assignments, without what is dropped."""

    title: str
    weight: float
    earned: float
    possible: float
    share: float | None = Field(description="Earned of possible; null while nothing counts.")


class Grade(Output):
    """What a student has in one assignment."""

    assignment_id: uuid.UUID
    title: str
    group: str | None = Field(description="The title of its group; null where it is in none.")
    earned: float | None = Field(
        description="The points that count; null before the first, and where you may not see them yet."
    )
    possible: float = Field(description="Without what the student is excused from.")
    status: Status = Field(description="Whether it is part of the total.")
    override: GivenOverride | None = Field(description="What was set for the whole of it.")
    is_overridden: bool = Field(description="Whether the whole or one of its items is overridden.")


class GradebookRow(Output):
    """A student with a grade for each assignment, and the total."""

    student: Student
    share: float | None = Field(
        description="What they have of what they could have by now, 1 being all."
    )
    groups: list[GradedGroup] = Field(description="Empty where the course has none.")
    grades: list[Grade]


class Attempt(Output):
    """One submission for an item."""

    submission_id: uuid.UUID
    attempt: int
    state: SubmissionState
    at: dt.datetime
    score: float | None = Field(
        description="From 0 to 1; null before it is marked, and where you may not see it yet."
    )


class Comment(Output):
    """What a teacher has written to a student about their work on an item."""

    id: uuid.UUID
    by: str | None = Field(description="Who wrote it; null once that account is deleted.")
    text: str
    at: dt.datetime
    submission_id: uuid.UUID | None = Field(description="Null where it is about all of the work.")


class ItemGrade(Output):
    """What a student has on one item."""

    item_id: uuid.UUID
    title: str
    earned: float | None = Field(description="The points that count.")
    earned_by_attempts: float | None = Field(description="What counts without an override.")
    possible: float
    state: ItemState
    override: GivenOverride | None
    attempts: list[Attempt]
    comments: list[Comment]


class AssignmentGrade(Grade):
    """What a student has in one assignment, item by item."""

    is_hidden: bool = Field(description="Whether its results are not shown to its student yet.")
    items: list[ItemGrade] = Field(
        description="A student sees those that they have begun or were given something on."
    )


class StudentGrades(Output):
    """All grades of one student in a course."""

    student: Student
    share: float | None
    groups: list[GradedGroup]
    assignments: list[AssignmentGrade]


class AssignmentsGroup(Input, Output):
    """A group of assignments that count together."""

    title: str = Field(min_length=1, max_length=60, examples=["Homework"])
    weight: float = Field(
        gt=0, le=1000, description="How much it counts, next to the other groups' weights."
    )
    drop_lowest: int = Field(
        ge=0, le=50, description="How many of its assignments each student may leave out."
    )
    assignments: list[uuid.UUID] = Field(max_length=500)


class AssignmentsGroups(Input, Output):
    """All groups of a course, in their order; an assignment in none of them does not count."""

    groups: list[AssignmentsGroup] = Field(max_length=20)


class NewOverride(Input):
    """Points to be set in place of what was earned."""

    points: float | None = Field(
        ge=0, description="Null to excuse: it counts neither for nor against the student."
    )
    reason: str = Field(min_length=1, max_length=300, description="Why; the student reads it too.")


class NewComment(Input):
    """A comment to be written to a student."""

    text: str = Field(min_length=1, max_length=2000)
    submission_id: uuid.UUID | None = Field(
        default=None, description="The submission that it is about; without one, all of the work."
    )
