"""The place of an item in its assignment, and where its student stands there."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from app.domain.credit import Phase, Rules, Times, Try
from app.domain.feedback import Feedback
from app.domain.gradebook import ItemPoints
from app.domain.sittings import Conduct, OwnTimes
from app.domain.submissions import SubmissionState
from app.models.assignments import read_rules
from app.queries.overrides import OverrideRow
from app.queries.own_times import read_own_times


@dataclass(frozen=True)
class ItemPlace:
    """The place of an exercise in its assignment.

    `own` are its times for this student, `takes_work` says whether they may submit right now, `now`, and `hands_in`
    that what they type is handed in at closing time. `phase` says where it stands then, and `percent` what a submission
    is worth by its time; `earned` is what the student has earned, `still_to_earn` what one more attempt could add, and
    `points_of` what each marked submission came to, or added where a streak counts, all in points. `is_complete` says
    that no further one can earn more, and `override` what a teacher has set in place of what was earned.
    """

    item_id: uuid.UUID
    position: int
    assignment_id: uuid.UUID
    assignment_title: str
    course_id: uuid.UUID
    course_title: str
    points: float
    max_attempts: int
    own: OwnTimes
    now: dt.datetime
    hands_in: bool
    feedback: Feedback
    time_zone: str
    phase: Phase
    percent: float
    earned: float
    still_to_earn: float
    override: OverrideRow | None
    points_of: Mapping[uuid.UUID, float]
    rules: Rules
    is_complete: bool
    previous_item_id: uuid.UUID | None
    next_item_id: uuid.UUID | None

    @property
    def times(self) -> Times:
        """When its assignment opens, is due and closes for this student."""
        return self.own.times

    @property
    def takes_work(self) -> bool:
        """Whether this student may submit right now."""
        return self.own.offers_work(self.now)


def item_place(opened: Row[Any], sent: Sequence[Row[Any]], *, teaches: bool) -> ItemPlace | None:
    """Return the place of an exercise in its assignment, with where its student stands; None in practice.

    Args:
        opened: The exercise, as `find_opened` returns it.
        sent: All that was sent to its item, as `find_work` returns it.
        teaches: Whether the reader is a teacher, who sees results at once.
    """
    if opened.item_id is None:
        return None
    usual, now = read_rules(opened), opened.now
    own = read_own_times(usual.times, opened)
    rules = dataclasses.replace(usual, times=own.times)
    feedback = Feedback(opened.show_verdict, opened.show_truth, opened.show_explanation)
    used = [one for one in reversed(sent) if one.state is not SubmissionState.FAILED]
    tries = rules.tries((one.created_at, one.score) for one in used)
    phase = own.phase(now)
    # What is still to earn would tell what is earned.
    shows = teaches or feedback.shows_verdict(phase)
    seen = tries if shows else tuple(Try(None, one.worth) for one in tries)
    override = _override(opened)
    if override is not None and not shows and not override.excuses:
        override = None
    points = opened.points
    return ItemPlace(
        item_id=opened.item_id,
        position=opened.position,
        assignment_id=opened.assignment_id,
        assignment_title=opened.assignment_title,
        course_id=opened.course_id,
        course_title=opened.course_title,
        points=points,
        max_attempts=opened.max_attempts,
        own=own,
        now=now,
        hands_in=Conduct(opened.minutes, opened.hand_in).hands_in,
        feedback=feedback,
        time_zone=opened.time_zone,
        phase=phase,
        percent=rules.times.percent(now),
        earned=ItemPoints(points, rules.earned(seen) * points, override).counted or 0.0,
        still_to_earn=rules.still_to_earn(seen, now) * points if override is None else 0.0,
        override=override,
        points_of={
            one.id: share * points
            for one, share in zip(used, rules.shares(seen), strict=True)
            if share is not None
        },
        rules=rules,
        is_complete=rules.is_complete(seen),
        previous_item_id=opened.previous_item_id,
        next_item_id=opened.next_item_id,
    )


def _override(opened: Row[Any]) -> OverrideRow | None:
    if opened.set_at is None:
        return None
    return OverrideRow(opened.set_points, opened.set_reason, opened.set_by, opened.set_at)
