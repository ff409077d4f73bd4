"""The person behind a token, as the API shows them."""

import uuid

from pydantic import Field

from app.api.answers import Output


class Me(Output):
    """The person for whom this token acts."""

    id: uuid.UUID
    display_name: str
    email: str | None
    is_administrator: bool
    language: str | None = Field(description="The one they chose to read pages in, if any.")
