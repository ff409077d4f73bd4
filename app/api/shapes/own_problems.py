"""A course's own problems as the API shows and takes them."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from app.api.answers import Output
from app.api.reading import Input
from app.api.shapes.work import Question
from app.domain import authoring
from app.domain.authoring import MOST_CHARACTERS, MOST_SEED, VersionState
from app.queries.own_problems import VersionPage
from app.queries.problem_drafts import DraftPage

_Figure = int | float | str

FileText = Annotated[
    str,
    Field(
        min_length=1,
        max_length=MOST_CHARACTERS,
        description="A problem file, as docs/authoring.md describes it.",
    ),
]


class OwnProblemCard(Output):
    """A course's own problem, in a list; what could not be read of it is null."""

    id: uuid.UUID
    slug: str = Field(description="By this name an item takes it.")
    title: str
    topic: str | None
    difficulty: int | None = Field(description="From 1 to 5.")
    state: VersionState = Field(description="Where its newest version stands.")
    number: int = Field(description="The number of the newest version.")
    published: int | None = Field(description="The number of the version that is dealt.")
    items: int = Field(description="In how many items of assignments it is.")
    is_archived: bool


class Place(Output):
    """Why a text cannot be used, and where."""

    message: str
    line: int | None = Field(description="From 1, where it is known.")
    column: int | None
    field: str = Field(description="The metadata field, empty where it is about none.")


class FailingVariant(Output):
    """A variant that fails a gate."""

    seed: int
    detail: str
    code: str


class GateFailure(Output):
    """One thing that is wrong with a problem, and what to change."""

    reason: str
    advice: str
    count: int = Field(description="How many seeds it concerns.")
    examples: list[FailingVariant]


class GateVerdict(Output):
    """What one quality gate says."""

    gate: int
    name: str
    passed: bool
    figures: dict[str, _Figure]
    failures: list[GateFailure]
    notes: list[str]


class QuestionWithTruth(Question):
    """A question with its right answer."""

    truth: str | None = Field(description="Null where the variant does not run.")


class SampleVariant(Output):
    """A variant as a student would see it, with the right answers."""

    seed: int
    code: str
    questions: list[QuestionWithTruth]
    trouble: str = Field(description="Why no student is dealt this one; empty where one may be.")

    @classmethod
    def of(cls, sample: authoring.Sample) -> "SampleVariant":
        """Tell of a variant to look at."""
        truths = [*sample.truths, *[None] * len(sample.questions)]
        return cls(
            seed=sample.seed,
            code=sample.code,
            questions=[
                QuestionWithTruth(**dict(Question.model_validate(question)), truth=truth)
                for question, truth in zip(sample.questions, truths, strict=False)
            ],
            trouble=sample.trouble,
        )


class VersionCard(Output):
    """A version in the list of its problem."""

    number: int
    state: VersionState
    author: str = Field(description="Empty once that account is deleted.")
    created_at: dt.datetime


class HeldVersion(Output):
    """Which exercises students hold of a version: publishing another one changes none of them."""

    number: int
    exercises: int
    students: int


class OwnProblemVersion(VersionCard):
    """One version of a course's own problem; ask again while its state is queued, checking or preparing."""

    problem: OwnProblemCard
    course_id: uuid.UUID
    title: str
    text: str
    progress: float = Field(description="What share is done of what a worker does with it.")
    refusal: Place | None = Field(description="Why it could not be judged.")
    gates: list[GateVerdict] | None = Field(description="Null until it was judged.")
    samples: list[SampleVariant]
    pool: int = Field(description="How many variants wait to be dealt.")
    versions: list[VersionCard] = Field(description="All versions, the newest first.")
    held: list[HeldVersion] = Field(description="The versions of which students hold exercises.")

    @classmethod
    def of(cls, page: VersionPage) -> "OwnProblemVersion":
        """Tell of a version."""
        return cls(
            **dict(VersionCard.model_validate(page.version)),
            problem=OwnProblemCard.model_validate(page.problem),
            course_id=page.course_id,
            title=page.title,
            text=page.text,
            progress=page.progress,
            refusal=_place(page.refusal),
            gates=_gates(page.report),
            samples=[SampleVariant.of(sample) for sample in page.samples],
            pool=page.pool,
            versions=[VersionCard.model_validate(one) for one in page.versions],
            held=[HeldVersion.model_validate(one) for one in page.held],
        )


class DraftCard(Output):
    """A new problem of yours that is not saved yet."""

    id: uuid.UUID
    title: str = Field(description="Empty where it could not be read.")
    saved_at: dt.datetime


class ProblemDraft(Output):
    """A new problem that is not saved yet, with what a worker says of it; ask again while it is waiting."""

    id: uuid.UUID
    course_id: uuid.UUID
    text: str
    revision: int = Field(description="Rises with every change.")
    saved_at: dt.datetime
    first_seed: int
    is_waiting: bool = Field(description="Whether a worker will tell more.")
    is_current: bool = Field(description="Whether what follows is about this very text.")
    title: str = Field(description="Empty where it could not be read.")
    parameters: list[str]
    refusal: Place | None
    samples: list[SampleVariant]
    gates: list[GateVerdict] | None = Field(description="Null until it was judged.")

    @classmethod
    def of(cls, page: DraftPage) -> "ProblemDraft":
        """Tell of a draft."""
        shown = page.shown
        preview = shown.preview or authoring.Preview()
        return cls(
            id=page.draft.id,
            course_id=page.course_id,
            text=page.draft.text,
            revision=page.draft.revision,
            saved_at=page.draft.saved_at,
            first_seed=shown.first_seed,
            is_waiting=shown.is_waiting,
            is_current=shown.is_current,
            title=preview.title,
            parameters=list(preview.parameters),
            refusal=_place(preview.refusal),
            samples=[SampleVariant.of(sample) for sample in preview.samples],
            gates=_gates(shown.report),
        )


class Proposal(Output):
    """A problem file made of a snippet, and what of it was guessed."""

    text: str
    parameters: list[str] = Field(description="The names of its parameters.")
    questions: list[str] = Field(description="What it asks.")
    misconceptions: list[str] = Field(description="The codes of those it lists.")
    is_plenty: bool = Field(
        description="Whether the parameters leave room for enough different exercises."
    )


class Snippet(Input):
    """A PyTorch snippet of which a problem shall be made."""

    snippet: str = Field(
        min_length=1,
        max_length=MOST_CHARACTERS,
        examples=["x = torch.tensor([2.0, 3.0], requires_grad=True)\n(x * x).sum().backward()\n"],
    )


class NewOwnProblem(Input):
    """A problem file to be stored as a new problem."""

    text: FileText
    name: str = Field(default="", max_length=100, description="The file's name, for its slug.")


class NewVersion(Input):
    """Another text of a problem."""

    text: FileText
    base: int | None = Field(
        default=None,
        ge=1,
        le=10_000,
        description="The version that you began from: if there is a newer one by now, nothing is stored.",
    )


class OwnProblemChange(Input):
    """What to change about a problem."""

    is_archived: bool = Field(description="An archived problem is offered for no new item.")


class NewDraft(Input):
    """A text to look at before it is saved."""

    text: Annotated[str, Field(max_length=MOST_CHARACTERS)]
    name: str = Field(default="", max_length=100)


class DraftChange(Input):
    """What a draft shall hold now."""

    text: Annotated[str, Field(max_length=MOST_CHARACTERS)]
    revision: int = Field(
        ge=0,
        le=2**31 - 1,
        description="The one you know: if there is a newer one, nothing is kept.",
    )
    first_seed: int = Field(
        default=0, ge=0, le=MOST_SEED, description="From which seed variants are shown."
    )


def _place(refusal: authoring.Refusal | None) -> Place | None:
    return None if refusal is None else Place.model_validate(refusal)


def _gates(report: Mapping[str, Any] | None) -> list[GateVerdict] | None:
    if report is None:
        return None
    return [
        GateVerdict.model_validate({**gate, "figures": dict(gate["figures"])})
        for gate in report["gates"]
    ]
