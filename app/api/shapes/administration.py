"""What administrators see and do, as the API shows and takes it."""

import datetime as dt
import uuid

from pydantic import Field

from app.api.answers import Output
from app.api.paging import PageQuery
from app.domain.administration import AdminStep
from app.domain.roles import Role
from app.queries.administration import PersonPage


class Search(PageQuery):
    """What is looked for."""

    search: str = Field(default="", max_length=254, description="Words that all occur.")


class AnyCourse(Output):
    """A course of the service."""

    id: uuid.UUID
    title: str
    created_at: dt.datetime
    is_archived: bool
    students: int
    assignments: int
    instructors: list[str]


class AnyPerson(Output):
    """Somebody with an account."""

    id: uuid.UUID
    name: str
    email: str
    is_administrator: bool
    courses: int = Field(description="How many they are in.")
    created_at: dt.datetime


class CourseOfPerson(Output):
    """A course that somebody is in."""

    id: uuid.UUID
    title: str
    role: Role


class AdminEvent(Output):
    """Something that administrators did."""

    step: AdminStep
    actor: str | None = Field(description="Null once that account is deleted.")
    about: str | None
    about_id: uuid.UUID | None
    amount: int | None
    created_at: dt.datetime


class PersonDetail(AnyPerson):
    """Somebody with an account: their courses, and what administrators did about them."""

    in_courses: list[CourseOfPerson]
    events: list[AdminEvent]
    link_until: dt.datetime | None = Field(
        description="Until when a link for a new password is open."
    )

    @classmethod
    def of(cls, page: PersonPage) -> "PersonDetail":
        """Tell of somebody."""
        return cls(
            **dict(AnyPerson.model_validate(page.row)),
            in_courses=[
                CourseOfPerson(id=id, title=title, role=role) for id, title, role in page.courses
            ],
            events=[AdminEvent.model_validate(one) for one in page.events],
            link_until=page.link_until,
        )


class SignInLink(Output):
    """A link with which somebody chooses a new password, once; it is told only here."""

    address: str
    hours: int = Field(description="For how long it is open.")


class QueueState(Output):
    """What the service has to do."""

    waiting: int
    marking: int
    failed: int
    workers: int = Field(description="How many were heard from a moment ago.")


class HeardWorker(Output):
    """A worker of the last day."""

    name: str
    silent_seconds: float


class FailedSubmission(Output):
    """A submission that could not be marked."""

    id: uuid.UUID
    problem: str
    course_title: str | None = Field(description="Null for practice.")
    tries: int
    failure: str
    created_at: dt.datetime


class Service(Output):
    """How the service does."""

    queue: QueueState
    workers: list[HeardWorker]
    failed: list[FailedSubmission] = Field(description="The newest of them.")


class Requeued(Output):
    """How many submissions were queued again."""

    submissions: int
