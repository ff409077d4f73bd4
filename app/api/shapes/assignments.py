"""Assignments, their rules and items, as the API shows and takes them."""

import datetime as dt
import uuid
from typing import Annotated, Any

from pydantic import Field

from app.api.answers import Output
from app.api.instants import Instant
from app.api.reading import Input
from app.api.shapes.courses import Title
from app.domain.credit import Counting, Phase, Prerequisite, Rules, Step, Times
from app.domain.feedback import Feedback, Shown
from app.domain.sittings import MOST_MINUTES, Conduct, HandIn, Stage
from app.queries.assignments import AssignmentPage
from app.queries.courses import AssignmentCard as CardRow

Points = Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)]
Attempts = Annotated[int, Field(ge=1, le=100)]
Percent = Annotated[float, Field(ge=0, le=200, allow_inf_nan=False)]


class CreditStep(Input):
    """Credit that lasts until a moment: more than 100 % before the due time, less after it."""

    until: Instant
    percent: Percent


class Needed(Input):
    """So many points in another assignment of the course, before this one opens."""

    assignment_id: uuid.UUID
    points: Annotated[float, Field(gt=0, le=50_000, allow_inf_nan=False)]


class _Rules(Input):
    """Everything that is set about an assignment, but for its title and its items."""

    opens_at: Instant | None = Field(default=None, description="Null: at once.")
    due_at: Instant | None = Field(
        default=None, description="Full credit until then; null: always."
    )
    closes_at: Instant | None = Field(
        default=None,
        description="Nothing is taken after it; null: when no credit is left, or never.",
    )
    steps: list[CreditStep] = Field(default=[], max_length=6, description="Early and late credit.")
    attempt_percents: list[Percent] = Field(
        default=[],
        max_length=20,
        description="What the first, second, … attempt is worth where the best counts; empty: all of it.",
    )
    counting: Counting = Field(default=Counting.BEST, description="Which attempts count.")
    streak_percent: Annotated[float, Field(ge=1, le=100, allow_inf_nan=False)] = Field(
        default=25.0, description="What the first right answer of a streak is worth."
    )
    new_exercises: bool = Field(
        default=False, description="Whether each attempt is made at an exercise of its own."
    )
    carries_slips: bool = Field(
        default=False, description="Whether a slip that is consistently carried on costs once only."
    )
    verdict: Shown = Field(default=Shown.AT_ONCE, description="When results are shown.")
    truth: Shown = Field(default=Shown.NEVER, description="When the right answers are shown.")
    explanation: Shown = Field(default=Shown.SOLVED, description="When the run is explained.")
    prerequisite: Needed | None = Field(default=None, description="What must be earned first.")
    minutes: int | None = Field(
        default=None, ge=1, le=MOST_MINUTES, description="The time limit, from a student's start."
    )
    hand_in: HandIn = Field(
        default=HandIn.LIMITED, description="Whether drafts are handed in at closing time."
    )


class RulesChange(_Rules):
    """Another title or other rules; what is left out stays."""

    title: Title | None = None


class AssignmentRules(_Rules):
    """Everything that is set about an assignment, but for its items."""

    title: Title

    @classmethod
    def of(cls, page: AssignmentPage) -> "AssignmentRules":
        """Tell what is set, with the times as they hold for the reader."""
        rules, feedback, needed = page.rules, page.feedback, page.prerequisite
        return cls(
            title=page.title,
            opens_at=rules.times.opens_at,
            due_at=rules.times.due_at,
            closes_at=rules.times.closes_at,
            steps=[CreditStep(until=one.until, percent=one.percent) for one in rules.times.steps],
            attempt_percents=list(rules.percents),
            counting=rules.counting,
            streak_percent=rules.streak_percent,
            new_exercises=rules.new_exercises,
            carries_slips=rules.carries_slips,
            verdict=feedback.verdict,
            truth=feedback.truth,
            explanation=feedback.explanation,
            prerequisite=None
            if needed is None
            else Needed(assignment_id=needed.assignment_id, points=needed.points),
            minutes=page.conduct.minutes,
            hand_in=page.conduct.hand_in,
        )

    def changed_by(self, change: RulesChange) -> "AssignmentRules":
        """Return these rules with what a change names in their place."""
        named = {name: getattr(change, name) for name in change.model_fields_set}
        if change.title is None:
            named.pop("title", None)
        return self.model_copy(update=named)

    def as_set(self) -> dict[str, Any]:
        """Return them as the services take them."""
        steps = tuple(Step(one.until, one.percent) for one in self.steps)
        needed = self.prerequisite
        return {
            "title": self.title,
            "rules": Rules(
                times=Times(self.opens_at, self.due_at, self.closes_at, steps),
                percents=tuple(self.attempt_percents),
                carries_slips=self.carries_slips,
                counting=self.counting,
                streak_percent=self.streak_percent,
                new_exercises=self.new_exercises,
            ),
            "feedback": Feedback(self.verdict, self.truth, self.explanation),
            "prerequisite": needed and Prerequisite(needed.assignment_id, needed.points),
            "conduct": Conduct(self.minutes, self.hand_in),
        }


class NewItem(Input):
    """A problem's place in an assignment."""

    problem: str = Field(
        min_length=1,
        max_length=80,
        description="The name of a problem of the library, or of one of the course's own.",
        examples=["backward-twice"],
    )
    points: Points = 1.0
    max_attempts: Attempts = 3


class NewAssignment(AssignmentRules):
    """An assignment to be made."""

    title: Title
    items: list[NewItem] = Field(min_length=1, max_length=50)


class ItemChange(Input):
    """Other points and attempts for an item; what is left out stays."""

    points: Points | None = None
    max_attempts: Attempts | None = None


class ItemOrder(Input):
    """Items in their new order; one that is not named stays behind these."""

    item_ids: list[uuid.UUID] = Field(min_length=1, max_length=50)


class Item(Output):
    """An item with the reader's own standing."""

    id: uuid.UUID
    position: int
    title: str
    topic: str | None
    difficulty: int | None = Field(description="From 1 to 5.")
    points: float
    max_attempts: int
    attempts_used: int
    failed: int = Field(description="Submissions that could not be marked; they used no attempt.")
    state: str = Field(description="new, open, waiting or done.")
    earned: float | None = Field(description="In points; null before the first mark that is shown.")


class AssignmentCard(Output):
    """An assignment in its course's list."""

    id: uuid.UUID
    title: str
    items: int
    earned: float
    possible: float
    phase: Phase
    opens_at: dt.datetime | None
    due_at: dt.datetime | None
    closes_at: dt.datetime | None
    minutes: int | None = Field(description="The time limit.")

    @classmethod
    def of(cls, row: CardRow) -> "AssignmentCard":
        """Tell of a row of the list."""
        return cls(
            id=row.id,
            title=row.title,
            items=row.items,
            earned=row.earned,
            possible=row.possible,
            phase=row.phase,
            opens_at=row.times.opens_at,
            due_at=row.times.due_at,
            closes_at=row.times.closes_at,
            minutes=row.minutes,
        )


class MissingPoints(Output):
    """Points that the reader must still earn elsewhere."""

    assignment_id: uuid.UUID
    title: str
    points: float
    earned: float


class Assignment(Output):
    """An assignment, as the reader stands in it right now."""

    id: uuid.UUID
    course_id: uuid.UUID
    title: str
    phase: Phase
    stage: Stage = Field(description="Where the reader stands with a time limit.")
    takes_work: bool = Field(description="Whether they may begin and submit right now.")
    percent: float = Field(description="What a right answer is worth right now.")
    rules: AssignmentRules = Field(description="With the reader's own times.")
    is_extended: bool
    ends_at: dt.datetime | None = Field(description="The last moment at which work is taken.")
    missing: MissingPoints | None
    items: list[Item] = Field(description="Those that the reader may see.")
    earned: float
    possible: float

    @classmethod
    def of(cls, page: AssignmentPage) -> "Assignment":
        """Tell of an assignment's page."""
        return cls(
            id=page.id,
            course_id=page.course_id,
            title=page.title,
            phase=page.phase,
            stage=page.stage,
            takes_work=page.takes_work,
            percent=page.percent,
            rules=AssignmentRules.of(page),
            is_extended=page.is_extended,
            ends_at=page.own.ends_at,
            missing=None if page.missing is None else MissingPoints.model_validate(page.missing),
            items=[Item.model_validate(one) for one in page.items],
            earned=page.earned,
            possible=page.possible,
        )
