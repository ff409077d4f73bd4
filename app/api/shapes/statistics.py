"""The figures of dashboards as the API shows them."""

import datetime as dt
import uuid

from pydantic import Field

from app.api.answers import Output
from app.api.paging import PageQuery
from app.domain.item_analysis import Missing, Step
from app.domain.submissions import SubmissionState
from app.queries.beliefs import BeliefRow, Showing
from app.queries.score_table import StudentRow


class Figure(Output):
    """A number, or the reason why there is none."""

    value: float | None
    missing: Missing | None


class Scores(Output):
    """A set of scores, each from 0 to 1."""

    n: int
    mean: Figure
    median: Figure
    low: Figure
    high: Figure
    sd: Figure = Field(description="The sample's standard deviation.")
    zero: Figure = Field(description="The share of scores at 0.")
    some: Figure
    full: Figure = Field(description="The share of scores at 1.")


class ItemFigures(Output):
    """One item in figures; docs/statistics.md has each formula."""

    opened: int = Field(description="Students who opened it.")
    submissions: int = Field(description="Marked submissions.")
    score: Scores = Field(description="The best scores; the mean is the difficulty.")
    first: Figure
    last: Figure
    average: Figure
    attempts: Figure
    solved: int
    attempts_to_right: Figure = Field(description="The median.")
    mean_attempts_to_right: Figure
    seconds_to_right: Figure = Field(description="The median.")
    attempt_counts: list[int] = Field(
        description="How many students got full marks at attempt 1, 2, …"
    )
    item_total: Figure
    item_rest: Figure = Field(description="The discrimination.")
    quintiles: list[Figure] = Field(description="Mean scores by fifths, the lowest first.")


class ItemWithFigures(Output):
    """An item over all students."""

    id: uuid.UUID
    position: int
    title: str
    points: float
    figures: ItemFigures


class ActivitySpan(Output):
    """How much was submitted in a stretch of time."""

    start: dt.datetime
    submissions: int


class BeliefOnItem(Output):
    """An item on which a misconception showed."""

    id: uuid.UUID
    position: int
    title: str
    students: int


class ClassBelief(Output):
    """A misconception of a class."""

    code: str
    name: str | None = Field(description="Null where nothing known explains the answers.")
    believed: str | None = Field(description="What is believed.")
    submissions: int
    students: int
    still: int = Field(description="Who shows it in the newest answer to an item.")
    share: float = Field(description="Of the students with a wrong answer.")
    items: list[BeliefOnItem]

    @classmethod
    def of(cls, row: BeliefRow) -> "ClassBelief":
        """Tell of a misconception."""
        known = row.misconception
        return cls(
            code=row.code,
            name=known.name if known else None,
            believed=known.instructor if known else None,
            submissions=row.submissions,
            students=row.students,
            still=row.still,
            share=row.share,
            items=[BeliefOnItem.model_validate(one) for one in row.items],
        )


class NamedStudent(Output):
    """A student by name."""

    user_id: uuid.UUID
    display_name: str


class NewSubmissionCard(Output):
    """One of the newest submissions."""

    submission_id: uuid.UUID
    display_name: str
    item_title: str
    state: SubmissionState
    score: float | None
    created_at: dt.datetime


class AssignmentStatistics(Output):
    """An assignment in figures, as its dashboard shows them."""

    id: uuid.UUID
    title: str
    course_id: uuid.UUID
    students: int = Field(description="How many are in the course.")
    participants: int = Field(description="How many have a mark.")
    score: Scores = Field(description="The participants' totals.")
    histogram: list[int] = Field(description="Totals in each tenth, the lowest first.")
    alpha: Figure = Field(description="Cronbach's alpha.")
    minutes: Figure = Field(description="The median working time.")
    items: list[ItemWithFigures]
    activity_step: Step
    activity: list[ActivitySpan]
    misconceptions: list[ClassBelief]
    not_started: list[NamedStudent] = Field(description="Who has opened nothing.")
    nothing_sent: list[NamedStudent] = Field(
        description="Who has opened something and sent in nothing."
    )
    newest: list[NewSubmissionCard]


class BuiltAlike(Output):
    """The variants that are built alike; null for those whose run is too long to look at."""

    backward_passes: int | None
    depth: int | None
    broadcasts: bool | None
    dealt: int
    scores: Scores


class SeedFigures(Output):
    """The variants of one seed and one version of the problem's file."""

    seed: int
    version: str
    dealt: int
    scores: Scores


class ItemStatistics(ItemWithFigures):
    """One item in figures, as its dashboard shows them."""

    problem: str
    assignment_id: uuid.UUID
    course_id: uuid.UUID
    activity_step: Step
    activity: list[ActivitySpan]
    misconceptions: list[ClassBelief]
    structures: list[BuiltAlike]
    seeds: list[SeedFigures] = Field(description="The lowest mean first.")


class CellOfStudent(Output):
    """One student on one item."""

    item_id: uuid.UUID
    state: str = Field(description="`new`, `open`, `waiting`, `done` or `failed`.")
    earned: float | None
    attempts: int
    submission_id: uuid.UUID | None = Field(description="The newest.")
    is_set: bool = Field(description="Whether a teacher has set the points, or excused.")


class StudentScores(Output):
    """One student over all items of an assignment."""

    user_id: uuid.UUID
    display_name: str
    total: float
    items: list[CellOfStudent]

    @classmethod
    def of(cls, row: StudentRow, item_ids: list[uuid.UUID]) -> "StudentScores":
        """Tell of a student."""
        return cls(
            user_id=row.user_id,
            display_name=row.display_name,
            total=row.total,
            items=[
                CellOfStudent(
                    item_id=item_id,
                    state=cell.state,
                    earned=cell.earned,
                    attempts=cell.attempts,
                    submission_id=cell.submission_id,
                    is_set=cell.is_set,
                )
                for item_id, cell in zip(item_ids, row.cells, strict=True)
            ],
        )


class MistakeFilter(PageQuery):
    """Which wrong submissions are wanted."""

    code: str = Field(
        default="",
        max_length=80,
        description="The misconception that explains them, or unrecognised; empty for all.",
    )
    item_id: uuid.UUID | None = None


class TypedAnswer(Output):
    """What was typed to a question."""

    asked: str
    typed: str


class Mistake(Output):
    """A wrong submission."""

    submission_id: uuid.UUID
    student: str
    item_position: int
    item_title: str
    number: int = Field(description="Which marked attempt of the student it is, from 1.")
    at: dt.datetime
    score: float
    answers: list[TypedAnswer]
    misconceptions: list[str] = Field(description="The codes of what explains it best.")
    is_newest: bool

    @classmethod
    def of(cls, row: Showing) -> "Mistake":
        """Tell of a wrong submission."""
        return cls(
            submission_id=row.submission_id,
            student=row.student,
            item_position=row.item_position,
            item_title=row.item_title,
            number=row.number,
            at=row.at,
            score=row.score,
            answers=[TypedAnswer(asked=asked, typed=typed) for asked, typed in row.typed],
            misconceptions=[one.code for one in row.beliefs],
            is_newest=row.is_newest,
        )
