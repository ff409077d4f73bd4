"""The misconceptions of a class: how many students showed each, and the submissions that show it."""

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.diagnosis import (
    Misconception,
    UnknownMisconception,
    find_misconception,
)
from app.domain.item_analysis import (
    NOT_DIAGNOSED,
    UNRECOGNISED,
    Belief,
    WrongAnswer,
    tally,
)
from app.domain.problems import Question
from app.models import Item, Submission, Variant
from app.queries.class_exercises import Seat, Sent
from app.queries.class_work import ClassWork, MarkedWork


@dataclass(frozen=True)
class BeliefItem:
    """An item on which a misconception showed, and how many students showed it there."""

    id: uuid.UUID
    position: int
    title: str
    students: int


@dataclass(frozen=True)
class BeliefRow:
    """A misconception of a class.

    Attributes:
        code: Its code, or what stands in its place for answers that nothing explains.
        misconception: What is believed; None for answers that nothing explains, and where this
            release has no words for the code.
        submissions: How many wrong submissions it explains best.
        students: How many students showed it.
        still: How many of them show it in their newest answer to an item.
        share: The fraction of the students with a wrong answer who showed it.
        items: Where it showed, in the order of the items.
    """

    code: str
    misconception: Misconception | None
    submissions: int
    students: int
    still: int
    share: float
    items: tuple[BeliefItem, ...]

    @property
    def is_known(self) -> bool:
        """Whether a misconception explains these answers, as far as anybody knows."""
        return self.code not in (UNRECOGNISED, NOT_DIAGNOSED)


# For as long as no mark is another; by item, None for all.
_ROWS: WeakKeyDictionary[MarkedWork, dict[uuid.UUID | None, tuple[BeliefRow, ...]]]
_ROWS = WeakKeyDictionary()


class WrongSubmission(NamedTuple):
    """A marked submission that is not wholly right.

    Attributes:
        sent: The submission.
        number: Which marked attempt of the student at the item it is, from 1.
        is_newest: Whether it is the student's newest marked attempt at the item.
    """

    sent: Sent
    number: int
    is_newest: bool


@dataclass(frozen=True)
class Showing:
    """A wrong submission that shows a misconception.

    Attributes:
        submission_id: The submission.
        student: Who made it.
        item_position: The item's place in the assignment.
        item_title: The item.
        number: Which marked attempt of the student at the item it is, from 1.
        at: When it arrived.
        score: Its score in [0, 1].
        typed: Each question's expression or prompt, with what was typed.
        beliefs: What explains it best; empty where nothing does.
        is_newest: Whether it is the student's newest marked attempt at the item.
    """

    submission_id: uuid.UUID
    student: str
    item_position: int
    item_title: str
    number: int
    at: dt.datetime
    score: float
    typed: tuple[tuple[str, str], ...]
    beliefs: tuple[Misconception, ...]
    is_newest: bool


def belief_rows(work: ClassWork, item_id: uuid.UUID | None = None) -> tuple[BeliefRow, ...]:
    """Return what explains the wrong answers of a class, to one item or to all."""
    known = _ROWS.setdefault(work.marked, {})
    if item_id not in known:
        known[item_id] = _belief_rows(work, item_id)
    return known[item_id]


def _belief_rows(work: ClassWork, item_id: uuid.UUID | None) -> tuple[BeliefRow, ...]:
    wrong = [
        WrongAnswer(one.sent.user_id, one.sent.item_id, one.sent.codes, one.is_newest)
        for one in _wrong(work)
        if item_id in (None, one.sent.item_id)
    ]
    everybody = len({answer.student for answer in wrong})
    rows = [_row(belief, work.items, everybody) for belief in tally(wrong)]
    # What is no misconception comes after them, however many students showed it.
    return tuple(sorted(rows, key=lambda row: not row.is_known))


def wrong_submissions(
    work: ClassWork, code: str | None = None, item_id: uuid.UUID | None = None
) -> tuple[WrongSubmission, ...]:
    """Return the wrong submissions that a misconception explains best, the newest first.

    Args:
        work: What the class did.
        code: The misconception's code, or what stands in its place; None for every wrong submission.
        item_id: The item; None for all.
    """
    chosen = [
        one
        for one in _wrong(work)
        if (code is None or code in one.sent.codes) and item_id in (None, one.sent.item_id)
    ]
    return tuple(reversed(chosen))


def showings(
    session: Session, work: ClassWork, chosen: Sequence[WrongSubmission]
) -> tuple[Showing, ...]:
    """Return wrong submissions with all that is shown of them."""
    typed = _typed(session, [one.sent.submission_id for one in chosen])
    items = {item.id: item for item in work.items}
    return tuple(
        Showing(
            submission_id=one.sent.submission_id,
            student=work.students[one.sent.user_id],
            item_position=items[one.sent.item_id].position,
            item_title=items[one.sent.item_id].title,
            number=one.number,
            at=one.sent.at,
            score=one.sent.score or 0.0,
            typed=typed[one.sent.submission_id],
            beliefs=_named(one.sent.codes),
            is_newest=one.is_newest,
        )
        for one in chosen
    )


def find_belief(code: str) -> Misconception | None:
    """Return a misconception by its code; None where this release has no words for it."""
    try:
        return find_misconception(code)
    except UnknownMisconception:
        return None


def _wrong(work: ClassWork) -> Iterator[WrongSubmission]:
    """Yield what is not wholly right, in the order in which it arrived."""
    numbers: dict[Seat, int] = {}
    wrong = []
    for sent in work.sent:
        if sent.score is not None:
            numbers[sent.seat] = numbers.get(sent.seat, 0) + 1
            if sent.codes:
                wrong.append((sent, numbers[sent.seat]))
    for sent, number in wrong:
        yield WrongSubmission(sent, number, number == numbers[sent.seat])


def _typed(
    session: Session, submission_ids: Sequence[uuid.UUID]
) -> Mapping[uuid.UUID, tuple[tuple[str, str], ...]]:
    rows = session.execute(
        select(Submission.id, Submission.answers, Variant.questions)
        .join(Variant, Variant.id == Submission.variant_id)
        .where(Submission.id.in_(submission_ids))
    )
    return {
        row.id: tuple(
            (question.expr or question.prompt, row.answers.get(question.id, ""))
            for question in map(Question.from_json, row.questions)
        )
        for row in rows
    }


def _row(belief: Belief[uuid.UUID, uuid.UUID], items: Sequence[Item], everybody: int) -> BeliefRow:
    shown = dict(belief.items)
    return BeliefRow(
        code=belief.code,
        misconception=find_belief(belief.code),
        submissions=belief.submissions,
        students=len(belief.students),
        still=len(belief.still),
        share=len(belief.students) / everybody,
        items=tuple(
            BeliefItem(item.id, item.position, item.title, len(shown[item.id]))
            for item in items
            if item.id in shown
        ),
    )


def _named(codes: Sequence[str]) -> tuple[Misconception, ...]:
    found = map(find_belief, codes)
    return tuple(misconception for misconception in found if misconception is not None)
