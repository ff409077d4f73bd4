"""How a program runs, as the API tells it to those who may know."""

from enum import StrEnum

from pydantic import Field

from app.api.answers import Output
from app.domain.explanation import Told, described
from app.domain.explanation.rows import Row, RowKind
from app.queries.explanations import ExplanationPage


class Telling(StrEnum):
    """Whether the run is told."""

    TOLD = "told"
    TO_ASK = "to_ask"
    """Nobody has asked for it: do, with POST."""
    ASKED = "asked"
    """A worker will tell it in a moment."""
    GIVEN_UP = "given_up"
    """No worker could; asking again lets one try once more."""


class StoryRow(Output):
    """One step of a run."""

    kind: RowKind
    line: int | None = Field(description="The line of the program, if it has one.")
    code: str
    text: str = Field(description="All that the step tells, in words.")
    operation: str
    value: str
    note: str


class Parting(Output):
    """The first step at which the story behind a wrong answer differs from the true one."""

    true: StoryRow | None
    mistaken: StoryRow | None


class Explanation(Output):
    """How a program runs, and what a wrong answer looked like."""

    state: Telling
    rows: list[StoryRow]
    graph: list[str] = Field(description="The graph of the run in sentences.")
    misconceptions: list[str] = Field(description="What the newest wrong answer looks like.")
    parting: Parting | None

    @classmethod
    def of(cls, page: ExplanationPage, told: Told | None) -> "Explanation":
        """Tell of a run; without a story, why there is none."""
        return cls(
            state=_state(page, told),
            rows=[] if told is None else list(map(_row, told.explanation.shown)),
            graph=[] if told is None else [str(one) for one in described(told.explanation.graph)],
            misconceptions=[one.name for one in page.beliefs],
            parting=None
            if told is None or told.parting is None
            else Parting(
                true=_row_or_none(told.parting.true),
                mistaken=_row_or_none(told.parting.mistaken),
            ),
        )


def _state(page: ExplanationPage, told: Told | None) -> Telling:
    if told is not None:
        return Telling.TOLD
    if page.is_given_up:
        return Telling.GIVEN_UP
    return Telling.ASKED if page.is_asked_for else Telling.TO_ASK


def _row_or_none(row: Row | None) -> StoryRow | None:
    return None if row is None else _row(row)


def _row(row: Row) -> StoryRow:
    return StoryRow(
        kind=row.kind,
        line=row.line,
        code=str(row.code),
        text=str(row.text),
        operation=row.operation,
        value=str(row.value),
        note=str(row.note),
    )
