"""What a worker holds of a regrade, and what it reads of one student."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.domain.regrading import Mode, Stage
from app.domain.submissions import SubmissionState
from app.models import Assignment, Item, Regrade, Submission, Variant


@dataclass(frozen=True)
class Slice:
    """What a worker holds of a regrade: as it was claimed, with the epoch that says that it is still held.

    Attributes:
        regrade: The regrade.
        stage: How far each student is brought.
        mode: What becomes of marks that would fall.
        assignment: The assignment that is marked anew.
        items: Those of its items that are.
    """

    regrade: Regrade
    stage: Stage
    mode: Mode
    assignment: Assignment
    items: Sequence[Item]


class Lost(Exception):
    """The lease ran out and another worker has the regrade: its word counts, not this one's."""


class Moved(Exception):
    """The student was at work in between: what was computed is no longer all there is."""


@dataclass(frozen=True)
class Work:
    """What one student was dealt and sent of what is marked anew."""

    variants: Sequence[Variant]
    sent: Mapping[uuid.UUID, Sequence[Submission]]

    @property
    def stamp(self) -> list[tuple[uuid.UUID, int, SubmissionState]]:
        """What is another once anything is sent, claimed or marked."""
        every = (one for of_variant in self.sent.values() for one in of_variant)
        return sorted((one.id, one.epoch, one.state) for one in every)


def read_work(session: Session, held: Slice, user_id: uuid.UUID) -> Work:
    """Read what a student was dealt and sent of what is marked anew, as it is at this moment."""
    # Read anew although the session may know them: it is asked what others have written since.
    fresh = {"populate_existing": True}
    variants = session.scalars(
        select(Variant)
        .where(Variant.user_id == user_id, Variant.item_id.in_([item.id for item in held.items]))
        .order_by(Variant.id)
        .execution_options(**fresh)
    ).all()
    submissions = session.scalars(
        select(Submission)
        .options(joinedload(Submission.result))
        .where(Submission.variant_id.in_([variant.id for variant in variants]))
        .order_by(Submission.id)
        .execution_options(**fresh)
    ).all()
    sent: dict[uuid.UUID, list[Submission]] = {}
    for one in submissions:
        sent.setdefault(one.variant_id, []).append(one)
    return Work(variants, sent)
