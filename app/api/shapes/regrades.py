"""Regrades as the API shows and takes them."""

import datetime as dt
import uuid
from typing import Annotated

from pydantic import Field

from app.api.answers import Output
from app.api.reading import Input
from app.domain.regrading import MOST_REASON, Mode, RegradeKind, RegradeState
from app.queries.regrade import RegradePage, StudentMove
from app.queries.regrades import RegradeRow

Reason = Annotated[
    str,
    Field(min_length=1, max_length=MOST_REASON, description="Why; the students read it too."),
]


class Moves(Output):
    """How many students a regrade moves where."""

    up: int
    down: int
    same: int


class MovesByMode(Output):
    """The same for each mode in which it may be applied."""

    replace: Moves = Field(description="Every result is replaced by the new one.")
    never_lower: Moves = Field(description="A submission whose score is lower keeps its marks.")


class RegradeCard(Output):
    """A regrade with its figures."""

    id: uuid.UUID
    kind: RegradeKind
    item_position: int | None = Field(description="Null where all items are marked anew.")
    item_title: str | None
    reason: str
    state: RegradeState = Field(
        description="Ask again while it is previewing, running or undoing; ready waits for you."
    )
    mode: Mode | None = Field(description="How it was applied; null before.")
    by: str | None = Field(description="Who ordered it; null once that account is deleted.")
    created_at: dt.datetime
    ended_at: dt.datetime | None
    students: int = Field(description="How many it is about.")
    progress: float | None = Field(
        description="The share of them that workers are done with; null while there is nothing to do."
    )
    moves: MovesByMode
    failures: int = Field(description="For how many it could not be done.")

    @classmethod
    def of(cls, row: RegradeRow) -> "RegradeCard":
        """Tell of a regrade."""
        position, title = row.item or (None, None)
        return cls(
            id=row.id,
            kind=row.kind,
            item_position=position,
            item_title=title,
            reason=row.reason,
            state=row.state,
            mode=row.mode,
            by=row.by,
            created_at=row.created_at,
            ended_at=row.ended_at,
            students=row.students,
            progress=None if row.state.stage is None else row.progress,
            moves=MovesByMode(
                replace=Moves.model_validate(row.moves[Mode.REPLACE]),
                never_lower=Moves.model_validate(row.moves[Mode.NEVER_LOWER]),
            ),
            failures=row.failures,
        )


class Regrade(RegradeCard):
    """One regrade, and what it accepts."""

    assignment_id: uuid.UUID
    course_id: uuid.UUID
    other_texts: int = Field(
        description="Exercises whose program the problem, as it is now, would not give."
    )
    question: str | None = Field(description="The id of the question of which something counts.")
    answer: str | None = Field(description="The answer that is accepted; null for any or none.")
    program: str | None = Field(description="The one program for which; null for all.")

    @classmethod
    def of_page(cls, page: RegradePage) -> "Regrade":
        """Tell of one regrade."""
        return cls(
            **dict(RegradeCard.of(page.row)),
            assignment_id=page.head.id,
            course_id=page.head.course_id,
            other_texts=page.other_texts,
            question=page.question.id if page.question else None,
            answer=page.answer,
            program=page.code,
        )


class ChangedSubmission(Output):
    """A submission whose score a regrade changes; scores are from 0 to 1."""

    id: uuid.UUID
    item_position: int
    attempt: int
    before: float
    after: float


class RegradedStudent(Output):
    """A student for whom a regrade changes anything; points are null before the first mark."""

    user_id: uuid.UUID
    display_name: str
    points_before: float | None
    points_replaced: float | None = Field(description="If all marks are replaced.")
    points_never_lower: float | None = Field(description="If no mark is lowered.")
    is_overridden: bool = Field(description="Points that were set by hand stay.")
    failure: str | None = Field(description="Why the marks were left as they are.")
    submissions: list[ChangedSubmission]

    @classmethod
    def of(cls, move: StudentMove) -> "RegradedStudent":
        """Tell of a student."""
        return cls(
            user_id=move.user_id,
            display_name=move.name,
            points_before=move.before,
            points_replaced=move.after[Mode.REPLACE],
            points_never_lower=move.after[Mode.NEVER_LOWER],
            is_overridden=move.is_overridden,
            failure=move.failure,
            submissions=[ChangedSubmission.model_validate(one) for one in move.changed],
        )


class NewRegrade(Input):
    """What shall be marked anew, by the problems, the engine and the rules as they are now."""

    reason: Reason
    item_id: uuid.UUID | None = Field(default=None, description="Without one, all items.")
    full_marks: bool = Field(
        default=False,
        description="Every answer to the item counts as right, or to `question` alone.",
    )
    question: str | None = Field(
        default=None, min_length=1, max_length=80, description="The id of a question of the item."
    )


class NewAcceptance(Input):
    """An answer that shall count as right."""

    question: str = Field(min_length=1, max_length=80, description="The id of the question.")
    everywhere: bool = Field(
        default=False,
        description="In all exercises of the item, and not only in those with the same program.",
    )
    reason: Reason


class ApplyRegrade(Input):
    """What becomes of results that would be worse than before."""

    mode: Mode
