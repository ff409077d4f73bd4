"""More time for single students, and time limits, as the API shows and takes them."""

import datetime as dt
import uuid

from pydantic import Field

from app.api.answers import Output
from app.api.instants import Instant
from app.api.paging import PageQuery
from app.api.reading import Input
from app.domain.sittings import MOST_MINUTES, Stage
from app.queries.sittings import StudentSitting


class ExtensionQuery(PageQuery):
    """Which students, and which part of the list."""

    extended: bool = Field(default=False, description="Only students who were given more time.")


class StudentExtension(Output):
    """A student of the course, and how much more time they were given in an assignment."""

    user_id: uuid.UUID
    display_name: str
    until: dt.datetime | None = Field(description="Their own due time; null: as everybody.")
    minutes: int = Field(description="What they have beyond the time limit.")
    reason: str = Field(description="For the teaching team only.")


class NewExtension(Input):
    """More time for a student, in place of what they were given before."""

    until: Instant | None = None
    minutes: int = Field(default=0, ge=0, le=MOST_MINUTES)
    reason: str = Field(default="", max_length=200)


class Sitting(Output):
    """A student who has started an assignment with a time limit."""

    user_id: uuid.UUID
    display_name: str
    stage: Stage
    started_at: dt.datetime | None
    ends_at: dt.datetime
    submissions: int

    @classmethod
    def of(cls, row: StudentSitting) -> "Sitting":
        """Tell of a student's sitting."""
        return cls(
            user_id=row.user_id,
            display_name=row.display_name,
            stage=row.stage,
            started_at=row.own.sitting.started_at if row.own.sitting else None,
            ends_at=row.ends_at,
            submissions=row.submissions,
        )


class MoreMinutes(Input):
    """Minutes on top of the time limit, for one student or for everybody who sits right now."""

    minutes: int = Field(ge=1, le=MOST_MINUTES)
    student_id: uuid.UUID | None = Field(default=None, description="Null: everybody who sits.")


class Given(Output):
    """How many students have got something."""

    students: int
