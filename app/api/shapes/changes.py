"""The trail of a course as the API shows it."""

import datetime as dt
import uuid
from typing import Any

from pydantic import Field

from app.api.answers import Output
from app.api.paging import PageQuery
from app.domain.changes import Action, Family


class ChangeFilter(PageQuery):
    """Which changes are wanted."""

    about: Family | None = Field(default=None, description="What they are about.")
    by: uuid.UUID | None = Field(default=None, description="The id of who made them.")
    student: uuid.UUID | None = Field(default=None, description="The id of whom they concern.")


class Change(Output):
    """Something that was done in a course."""

    action: Action
    at: dt.datetime
    by: str | None = Field(description="Who did it; null where nobody is named any more.")
    student_id: uuid.UUID | None
    student: str | None = Field(description="Whom it concerns, if anybody.")
    about: str = Field(description="The assignment or item that it is about.")
    before: dict[str, Any] = Field(description="What stood there before, field by field.")
    after: dict[str, Any]
