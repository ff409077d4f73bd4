"""Questions of students about an exercise as the API shows and takes them."""

import datetime as dt
import uuid
from typing import Annotated

from pydantic import Field

from app.api.answers import Output
from app.api.paging import PageQuery
from app.api.reading import Input
from app.api.shapes.work import Answers
from app.domain.inquiries import MOST_CHARACTERS, InquiryKind, InquiryState, InquiryStep

Text = Annotated[
    str, Field(min_length=1, max_length=MOST_CHARACTERS, examples=["Why is it not zero?"])
]


class InquiryFilter(PageQuery):
    """Which inquiries are wanted."""

    state: InquiryState | None = Field(default=None, description="Whose turn it is.")


class InquiryCard(Output):
    """A student's question about an exercise, in a list."""

    id: uuid.UUID
    title: str = Field(description="What the exercise is called.")
    assignment_title: str = Field(description="Empty for practice.")
    course_title: str = Field(description="Empty for practice.")
    student_name: str
    kind: InquiryKind
    state: InquiryState
    first_words: str
    replies: int = Field(description="How many entries came after the first.")
    has_news: bool = Field(description="Whether its student has not seen the newest entry yet.")
    created_at: dt.datetime
    moved_at: dt.datetime


class InquiryEntry(Output):
    """One entry of a thread."""

    id: uuid.UUID
    author: str | None = Field(description="Null once that account is deleted.")
    by_teacher: bool
    step: InquiryStep
    text: str
    created_at: dt.datetime


class Inquiry(InquiryCard):
    """A student's question about an exercise, with all that was said."""

    exercise_id: uuid.UUID
    submission_id: uuid.UUID | None = Field(description="The newest submission when they asked.")
    course_id: uuid.UUID | None = Field(description="Null for practice.")
    assignment_id: uuid.UUID | None
    answers: dict[str, str] = Field(description="What stood in the form when they asked.")
    entries: list[InquiryEntry]
    may_write: bool = Field(description="Whether you can add something.")


class NewInquiry(Input):
    """A question about an exercise of yours."""

    kind: InquiryKind
    text: Text
    answers: Answers = Field(
        default_factory=dict, description="What you think; without any, what you sent in last."
    )


class NewReply(Input):
    """Something to be said in a thread."""

    text: Text


class SeenEntries(Input):
    """How many entries of a thread its student has read."""

    entries: int = Field(ge=0, le=100_000)
