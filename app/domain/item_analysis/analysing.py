"""The analysis of an assignment: every figure of its items and of the whole, from the work of its students."""

import datetime as dt
import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from app.domain.item_analysis.describing import Summary, histogram, mean, median, summarise
from app.domain.item_analysis.figure import Figure, Missing
from app.domain.item_analysis.relating import (
    cronbach_alpha,
    item_rest,
    item_total,
    quintile_scores,
)
from app.domain.item_analysis.work import Work, working_time

Student = TypeVar("Student", bound=Hashable)


@dataclass(frozen=True)
class ItemWork(Generic[Student]):
    """What a class did on one item: its points, and the work of each student who opened it."""

    points: float
    work: Mapping[Student, Work]


@dataclass(frozen=True)
class ItemStatistics:
    """One item in figures; every score is a fraction of the item's points.

    Attributes:
        opened: Students who opened it.
        submissions: Marked submissions.
        score: The best scores of the students who have a mark on it; `score.mean` is the item's
            difficulty, high for an easy one.
        first: The mean of their first scores.
        last: The mean of their last scores.
        average: The mean of their own mean scores.
        attempts: The mean number of marked submissions of a student who has any.
        solved: Students with full marks.
        attempts_to_right: The median number of attempts up to the first with full marks, of those
            who have one.
        mean_attempts_to_right: The mean of the same.
        seconds_to_right: The median time from opening the item to the first attempt with full marks.
        attempt_counts: How many students got full marks at attempt 1, 2, ...
        item_total: The correlation with the whole assignment.
        item_rest: The correlation with all other items.
        quintiles: The mean score of each fifth of the students by total, the lowest first.
    """

    opened: int
    submissions: int
    score: Summary
    first: Figure
    last: Figure
    average: Figure
    attempts: Figure
    solved: int
    attempts_to_right: Figure
    mean_attempts_to_right: Figure
    seconds_to_right: Figure
    attempt_counts: tuple[int, ...]
    item_total: Figure
    item_rest: Figure
    quintiles: tuple[Figure, ...]


@dataclass(frozen=True)
class StudentTotal:
    """One student over the whole assignment: their score in [0, 1] and how long they worked."""

    score: float
    working_time: dt.timedelta


@dataclass(frozen=True)
class Analysis(Generic[Student]):
    """An assignment in figures.

    Attributes:
        items: Each item's figures, in the order of the items.
        totals: Each participant: a student with at least one mark. An item without one counts 0.
        score: The participants' totals, as fractions of all points.
        histogram: How many totals lie in each tenth, the lowest first.
        alpha: Cronbach's alpha over the participants' points.
        minutes: The median working time of the participants.
    """

    items: tuple[ItemStatistics, ...]
    totals: Mapping[Student, StudentTotal]
    score: Summary
    histogram: tuple[int, ...]
    alpha: Figure
    minutes: Figure


def analyse(items: Sequence[ItemWork[Student]]) -> Analysis[Student]:
    """Calculate every figure of an assignment.

    Two groups of students are looked at. What describes one item alone is about those who have a mark
    on it. What compares items (discrimination, quintiles, alpha) is about the participants, those
    with a mark on any item, and what they have not answered counts 0, as it does in their total.
    """
    answered = [
        {student: work for student, work in item.work.items() if work.attempts} for item in items
    ]
    participants = list(dict.fromkeys(student for work in answered for student in work))
    columns = [
        [_points(item, work.get(student)) for student in participants]
        for item, work in zip(items, answered, strict=True)
    ]
    rows = list(zip(*columns, strict=True))
    earned = [math.fsum(row) for row in rows]
    possible = math.fsum(item.points for item in items)
    totals = {
        student: StudentTotal(points / possible, _worked(items, student))
        for student, points in zip(participants, earned, strict=True)
    }
    scores = [total.score for total in totals.values()]
    return Analysis(
        items=tuple(
            _item(item, work, [row[place] for row in rows], _rests(rows, place), earned)
            for place, (item, work) in enumerate(zip(items, answered, strict=True))
        ),
        totals=totals,
        score=summarise(scores),
        histogram=histogram(scores),
        alpha=cronbach_alpha(columns),
        minutes=median([one.working_time.total_seconds() / 60 for one in totals.values()]),
    )


def _points(item: ItemWork[Student], work: Work | None) -> float:
    return item.points * ((work and work.best) or 0.0)


def _worked(items: Sequence[ItemWork[Student]], student: Student) -> dt.timedelta:
    works = [item.work[student] for item in items if student in item.work]
    return working_time(
        [work.opened_at for work in works]
        + [attempt.at for work in works for attempt in work.attempts]
    )


def _rests(rows: Sequence[Sequence[float]], place: int) -> list[float]:
    return [math.fsum((*row[:place], *row[place + 1 :])) for row in rows if len(row) > 1]


def _item(
    item: ItemWork[Student],
    answered: Mapping[Student, Work],
    own: Sequence[float],
    rests: Sequence[float],
    totals: Sequence[float],
) -> ItemStatistics:
    works = list(answered.values())
    tries = [float(work.attempts_to_right) for work in works if work.attempts_to_right]
    times = [work.time_to_right.total_seconds() for work in works if work.time_to_right is not None]
    is_alone = bool(own) and not rests
    return ItemStatistics(
        opened=len(item.work),
        submissions=sum(len(work.attempts) for work in works),
        score=summarise(work.best for work in works if work.best is not None),
        first=mean([work.attempts[0].score for work in works]),
        last=mean([work.attempts[-1].score for work in works]),
        average=mean([work.mean for work in works if work.mean is not None]),
        attempts=mean([float(len(work.attempts)) for work in works]),
        solved=len(tries),
        attempts_to_right=median(tries),
        mean_attempts_to_right=mean(tries),
        seconds_to_right=median(times),
        attempt_counts=_count(tries),
        item_total=item_total(own, totals),
        item_rest=Figure.without(Missing.ONE_ITEM) if is_alone else item_rest(own, rests),
        quintiles=quintile_scores([points / item.points for points in own], totals),
    )


def _count(tries: Sequence[float]) -> tuple[int, ...]:
    most = int(max(tries, default=0))
    return tuple(sum(number == one for one in tries) for number in range(1, most + 1))
