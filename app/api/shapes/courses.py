"""Courses as the API shows and takes them."""

import datetime as dt
import uuid
from typing import Annotated

from pydantic import Field

from app.api.answers import Output
from app.api.reading import Input
from app.domain.roles import Role

Title = Annotated[str, Field(min_length=1, max_length=120, examples=["Deep learning, autumn"])]


class CourseCard(Output):
    """A course in the list of who is in it, with what they have earned there."""

    id: uuid.UUID
    title: str
    role: Role
    is_archived: bool
    assignments: int = Field(description="How many it has.")
    students: int
    earned: float = Field(description="Points that you have earned in it.")
    possible: float = Field(description="Points that could be earned so far.")
    created_at: dt.datetime


class Course(Output):
    """A course, as you may see it."""

    id: uuid.UUID
    title: str
    role: Role = Field(description="In which role you act; an administrator acts as an instructor.")
    is_archived: bool
    time_zone: str = Field(examples=["Europe/Berlin"])
    join_code: str | None = Field(description="Null for who may not change the course.")
    joining_open: bool = Field(description="Whether the join code makes students of it.")
    students: int
    is_member: bool


class NewCourse(Input):
    """A course to be made; you become its instructor."""

    title: Title


class CourseChange(Input):
    """What to change about a course; what is left out stays."""

    title: Title | None = None
    time_zone: str | None = Field(
        default=None, max_length=64, description="A name such as Europe/Berlin."
    )
    joining_open: bool | None = Field(default=None, description="Whether the join code works.")
    is_archived: bool | None = Field(
        default=None, description="An archived course can be read; nothing new is taken."
    )


class CourseCopy(Input):
    """A copy to be made of a course's assignments and their rules, without its people and their work."""

    title: Title
    days: int = Field(
        default=0, ge=-3650, le=3650, description="By how many days all times are later."
    )


class ShownCode(Input):
    """The join code that shall be replaced: if another one stands there already, nothing is done."""

    join_code: str = Field(min_length=1, max_length=16, examples=["7KQ2M9XA"])
