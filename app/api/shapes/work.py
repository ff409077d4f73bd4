"""A student's own work as the API shows and takes it.

These shapes name each field that a program may be told: nothing else of an exercise gets out.
"""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from app.api.answers import Output
from app.api.reading import Input
from app.domain.learning import Level
from app.domain.marking import Verdict
from app.domain.problems import QuestionKind
from app.domain.submissions import SubmissionState
from app.queries.diagnoses import DiagnosisRow
from app.queries.exercises import Exercise as ExercisePage
from app.queries.exercises import SubmissionRow
from app.queries.progress import BeliefRow, ProgressPage
from app.services.drafts import MOST_CHARACTERS

Answers = Annotated[
    dict[
        Annotated[str, Field(min_length=1, max_length=80)],
        Annotated[str, Field(max_length=MOST_CHARACTERS)],
    ],
    Field(
        max_length=100,
        description="What you answer, as you would type it, by the id of each question.",
        examples=[{"a_grad": "[2, 4, 6]"}],
    ),
]


class Option(Output):
    """An answer that can be chosen: send its value."""

    value: str
    label: str


class Question(Output):
    """One thing asked of an exercise."""

    id: str
    kind: QuestionKind
    expr: str = Field(description="The expression that is asked for, after the program has run.")
    prompt: str = Field(description="A sentence in place of the bare expression, if any.")
    options: list[Option] = Field(description="What there is to choose from, if anything.")


class Mark(Output):
    """The verdict on one answer."""

    question: str
    verdict: Verdict
    note: str


class Finding(Output):
    """What wrong answers look like."""

    misconceptions: list[str]
    advice: list[str] = Field(description="What PyTorch does.")
    questions: list[str] = Field(description="The ids of the answers that it explains.")


class ToldRegrade(Output):
    """A regrade that gave a submission another score; both are from 0 to 1."""

    at: dt.datetime
    reason: str
    before: float
    after: float


class Submission(Output):
    """A submission; results are null or empty until they may be shown."""

    id: uuid.UUID
    exercise_id: uuid.UUID
    attempt: int
    state: SubmissionState
    created_at: dt.datetime
    handed_in: bool = Field(description="Whether it was taken from the draft at closing time.")
    answers: dict[str, str]
    marked_at: dt.datetime | None
    score: float | None = Field(description="From 0 to 1.")
    points: float | None = Field(description="What it came to; null in practice.")
    marks: list[Mark]
    findings: list[Finding]
    failure: str | None = Field(description="Why it could not be marked.")
    regrades: list[ToldRegrade] = Field(description="Those that gave it another score.")

    @classmethod
    def of(cls, row: SubmissionRow) -> "Submission":
        """Tell of a submission, as the rules allow it to its reader."""
        return cls(
            id=row.id,
            exercise_id=row.variant_id,
            attempt=row.attempt,
            state=row.state,
            created_at=row.created_at,
            handed_in=row.handed_in,
            answers=dict(row.answers),
            marked_at=row.marked_at,
            score=row.score,
            points=row.points,
            marks=[Mark.model_validate(one) for one in row.marks],
            findings=_findings(row.diagnosis),
            failure=row.failure,
            regrades=[ToldRegrade.model_validate(one) for one in row.regrades],
        )


def _findings(diagnosis: DiagnosisRow | None) -> list[Finding]:
    return [
        Finding(
            misconceptions=[one.name for one in found.beliefs],
            advice=[one.student for one in found.beliefs],
            questions=list(found.questions),
        )
        for found in (diagnosis.findings if diagnosis else ())
    ]


class Draft(Output):
    """What stands in the form, and the number of its last change."""

    answers: Mapping[str, str]
    counter: int


class Exercise(Output):
    """An exercise, as its reader may see it."""

    id: uuid.UUID
    item_id: uuid.UUID | None = Field(description="Null in practice.")
    assignment_id: uuid.UUID | None
    title: str
    topic: str
    summary: str
    code: str = Field(description="The program.")
    questions: list[Question]
    takes_attempt: bool = Field(description="Whether it takes an attempt, if any is left.")
    attempts_used: int
    attempts_left: int | None = Field(description="Null where there is no end of them.")
    submissions: list[Submission] = Field(description="The newest first.")
    right_answers: dict[str, str] | None = Field(
        description="By question, once the rules show them; null until then."
    )
    draft: Draft | None

    @classmethod
    def of(cls, page: ExercisePage) -> "Exercise":
        """Tell of an exercise, as the rules allow it to its reader."""
        return cls(
            id=page.variant_id,
            item_id=page.item.item_id if page.item else None,
            assignment_id=page.item.assignment_id if page.item else None,
            title=page.title,
            topic=page.topic,
            summary=page.summary,
            code=page.code,
            questions=[Question.model_validate(one) for one in page.questions],
            takes_attempt=page.takes_attempt,
            attempts_used=page.attempts_used,
            attempts_left=page.attempts_left,
            submissions=[Submission.of(one) for one in page.submissions],
            right_answers=None if page.revealed is None else dict(page.revealed),
            draft=None if page.draft is None else Draft.model_validate(page.draft),
        )


class NewSubmission(Input):
    """Answers to be marked; each costs an attempt, unless they can not be read."""

    answers: Answers
    draft_counter: int = Field(
        default=0, ge=0, le=2**31 - 1, description="Of your draft, if you keep one."
    )


class DraftToKeep(Input):
    """Answers to be kept as they are; a draft is never an attempt."""

    answers: Answers
    counter: int = Field(
        ge=1, le=2**31 - 1, description="Rises with every change: the highest wins."
    )


class KeptDraft(Output):
    """What became of a draft."""

    counter: int = Field(description="Of what is kept now.")
    is_newest: bool = Field(description="Whether that is what you sent.")


class PastSubmission(Output):
    """A submission in the list of all that somebody sent."""

    id: uuid.UUID
    title: str
    course_title: str | None = Field(description="Null in practice.")
    assignment_id: uuid.UUID | None
    assignment_title: str | None
    attempt: int
    state: SubmissionState
    created_at: dt.datetime
    score: float | None
    is_withheld: bool = Field(description="Whether its result is not shown yet.")


class TopicProgress(Output):
    """How far somebody has come in a topic."""

    topic: str
    title: str
    level: Level
    known: float | None = Field(description="The probability that they know it, from 0 to 1.")
    answered: int
    right: int = Field(description="Right at the first attempt.")


class MetMisconception(Output):
    """A misconception that answers showed."""

    code: str
    name: str
    advice: str
    exercises: int
    last_at: dt.datetime
    overcome: bool

    @classmethod
    def of(cls, row: BeliefRow) -> "MetMisconception":
        """Tell of one."""
        return cls(
            code=row.met.code,
            name=row.misconception.name,
            advice=row.misconception.student,
            exercises=row.met.exercises,
            last_at=row.met.last_at,
            overcome=row.met.overcome,
        )


class Progress(Output):
    """How far somebody has come; results that are not shown yet tell nothing."""

    topics: list[TopicProgress]
    misconceptions: list[MetMisconception]

    @classmethod
    def of(cls, page: ProgressPage) -> "Progress":
        """Tell of somebody's progress."""
        return cls(
            topics=[
                TopicProgress(
                    topic=one.slug,
                    title=one.title,
                    level=one.mastery.level,
                    known=one.mastery.known,
                    answered=one.mastery.answered,
                    right=one.mastery.right,
                )
                for one in page.topics
            ],
            misconceptions=[
                MetMisconception.of(one) for one in (*page.open_beliefs, *page.overcome_beliefs)
            ],
        )
