"""Instants as programs write them."""

import datetime as dt
from typing import Annotated, Final

from pydantic import AfterValidator, AwareDatetime, Field

from app.domain.texts import say
from app.errors import InvalidInput

_YEARS: Final = range(2000, 2101)


def _in_our_time(instant: dt.datetime) -> dt.datetime:
    # A well-written instant at the end of all years could not even be told in another time zone.
    if instant.year not in _YEARS:
        message = say("Choose a time between the years 2000 and 2100.")
        raise InvalidInput(message, {})
    return instant.astimezone(dt.UTC)


Instant = Annotated[
    AwareDatetime,
    AfterValidator(_in_our_time),
    Field(examples=["2026-11-21T23:59:00Z"]),
]
"""An instant with its time zone, between the years 2000 and 2100."""
