"""The people of a course and its roster, as the API shows and takes them."""

import datetime as dt
import uuid
from typing import Annotated

from pydantic import Field

from app.api.answers import Output
from app.api.paging import PageQuery
from app.api.reading import Input
from app.domain.roles import Joined, Role
from app.domain.roster import Outcome, PlannedLine, Refusal
from app.domain.sittings import MOST_EXTRA_PERCENT
from app.queries.members import Person, Show

RosterText = Annotated[
    str,
    Field(
        description="The roster as CSV with headings; the e-mail address is all that is needed.",
        examples=["email,name\nada@example.org,Ada Lovelace\n"],
    ),
]


class PeopleQuery(PageQuery):
    """Which people, and which part of the list."""

    show: Show = Field(default=Show.ALL, description="All are the members of the course.")


class Member(Output):
    """Somebody in a course, somebody who was, or somebody whom the roster expects: they have no id and no role yet."""

    user_id: uuid.UUID | None
    name: str
    email: str
    role: Role | None
    since: dt.datetime = Field(description="When they joined, left, or were first expected.")
    joined: Joined | None = Field(description="How they came in.")
    role_set_by_hand: bool = Field(description="Whether no roster changes their role.")


class MemberDetail(Member):
    """One member or former member."""

    is_former: bool
    submissions: int = Field(description="How many they sent in for this course.")
    extra_percent: int = Field(description="Their extra time wherever the time is limited.")

    @classmethod
    def of(
        cls, person: Person, *, is_former: bool, submissions: int, extra_percent: int
    ) -> "MemberDetail":
        """Put together what is told of a person."""
        member = Member.model_validate(person)
        return cls(
            **dict(member),
            is_former=is_former,
            submissions=submissions,
            extra_percent=extra_percent,
        )


class NewRole(Input):
    """Another role for a member; no roster changes it from then on."""

    role: Role


class ExtraTime(Input):
    """Extra time in every time limit that a member starts from then on; 0 takes it back."""

    percent: int = Field(ge=0, le=MOST_EXTRA_PERCENT)


class Invitation(Input):
    """Somebody whom a roster expects and who has no account yet."""

    email: str = Field(min_length=3, max_length=254, examples=["ada@example.org"])


class JoinCode(Input):
    """What a teacher has given their class."""

    join_code: str = Field(min_length=1, max_length=40, examples=["7KQ2M9XA"])


class RosterToCheck(Input):
    """A roster, to be told what it would do."""

    text: RosterText


class RosterToApply(RosterToCheck):
    """A roster that was checked."""

    digest: str = Field(
        max_length=80, description="From the check: exactly what it told is done, or nothing."
    )


class RosterLine(Output):
    """One line of a roster and what becomes of it."""

    number: int = Field(description="The line of the text where it begins, from 1.")
    email: str
    name: str
    outcome: Outcome
    role: Role | None = Field(description="The person's role afterwards.")
    refusal: Refusal | None = Field(description="Why the line changes nothing.")

    @classmethod
    def of(cls, line: PlannedLine) -> "RosterLine":
        """Tell what becomes of a line."""
        entry = line.entry
        return cls(
            number=entry.number,
            email=entry.email,
            name=entry.name,
            outcome=line.outcome,
            role=line.role,
            refusal=line.refusal or entry.refusal,
        )


class RosterResult(Output):
    """What a roster would do, or has done."""

    lines: list[RosterLine]
    unused: list[str] = Field(description="Headings of columns that were not looked at.")
    digest: str
    is_applied: bool
