"""A student's total in a course: over groups of assignments, with the lowest dropped."""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from app.domain.gradebook.groups import Group

K = TypeVar("K", bound=Hashable)
# Ratios that differ by less differ by rounding.
_NOTHING = 1e-12


class Status(StrEnum):
    """Whether an assignment is part of a student's total."""

    COUNTS = "counts"
    DROPPED = "dropped"
    """One of the lowest of its group."""
    EXCUSED = "excused"
    NOT_YET = "not_yet"
    """It is not due yet for this student."""
    NO_GROUP = "no_group"
    """The course has groups, and it is in none."""


@dataclass(frozen=True)
class Entry(Generic[K]):
    """One assignment of a student.

    Attributes:
        key: Which.
        group: The group's key; None for none.
        earned: Points.
        possible: The points there are for this student; 0 where they are excused.
        is_due: Whether it counts by now.
    """

    key: K
    group: K | None
    earned: float
    possible: float
    is_due: bool = True


@dataclass(frozen=True)
class GroupTotal:
    """A student's points in one group, without what is dropped; `share` is None while nothing counts there."""

    earned: float
    possible: float

    @property
    def share(self) -> float | None:
        """Earned out of possible."""
        return self.earned / self.possible if self.possible else None


@dataclass(frozen=True)
class Total(Generic[K]):
    """A student's total.

    Attributes:
        share: What they have of what they could have by now, 1 being all; None while nothing counts.
        statuses: Whether each assignment counts.
        groups: The points in each group; empty where the course has none.
    """

    share: float | None
    statuses: Mapping[K, Status]
    groups: Mapping[K, GroupTotal]


def total(entries: Sequence[Entry[K]], groups: Sequence[Group[K]]) -> Total[K]:
    """Return a student's total.

    Without groups, it is all points earned out of all that there are. With groups, each gives the points of its
    assignments out of what there are, and these shares are averaged by the groups' weights; a group in which nothing
    counts yet is left out, so that the others weigh as much more. Assignments in no group do not count then.
    """
    if not groups:
        statuses = {one.key: _status(one, grouped=False) for one in entries}
        return Total(_sum(entries, statuses).share, statuses, {})
    statuses = {one.key: _status(one, grouped=True) for one in entries}
    totals: dict[K, GroupTotal] = {}
    for group in groups:
        own = [one for one in entries if one.group == group.key]
        counting = [one for one in own if statuses[one.key] is Status.COUNTS]
        for one in _lowest(counting, group.drop_lowest):
            statuses[one.key] = Status.DROPPED
        totals[group.key] = _sum(own, statuses)
    shares = [
        (group.weight, share) for group in groups if (share := totals[group.key].share) is not None
    ]
    weights = math.fsum(weight for weight, _share in shares)
    share = math.fsum(weight * one for weight, one in shares) / weights if shares else None
    return Total(share, statuses, totals)


def _status(entry: Entry[K], *, grouped: bool) -> Status:
    if grouped and entry.group is None:
        return Status.NO_GROUP
    if entry.possible == 0:
        return Status.EXCUSED
    return Status.COUNTS if entry.is_due else Status.NOT_YET


def _sum(entries: Sequence[Entry[K]], statuses: Mapping[K, Status]) -> GroupTotal:
    counting = [one for one in entries if statuses[one.key] is Status.COUNTS]
    return GroupTotal(
        math.fsum(one.earned for one in counting), math.fsum(one.possible for one in counting)
    )


def _lowest(entries: Sequence[Entry[K]], most: int) -> list[Entry[K]]:
    """Return which to drop: those without which the student has the highest share; at least one is left.

    With assignments of different size, these are not always those of the lowest percentages: a bad result in a small
    one may do less harm than a middling one in a large one. Found as by Kane and Kane, *Dropping Lowest Grades*
    (2006): keep those that are furthest above a share, which rises until it is the one that they have.
    """
    keep = max(1, len(entries) - most)
    if keep >= len(entries):
        return []
    kept = _furthest_above(0.0, entries, keep)
    while True:
        better = _furthest_above(_share(kept), entries, keep)
        if _share(better) <= _share(kept) + _NOTHING:
            return [one for one in entries if one not in kept]
        kept = better


def _furthest_above(share: float, entries: Sequence[Entry[K]], keep: int) -> list[Entry[K]]:
    """Return those that are most points above a share of what they could give."""
    return sorted(entries, key=lambda one: one.earned - share * one.possible, reverse=True)[:keep]


def _share(entries: Sequence[Entry[K]]) -> float:
    return math.fsum(one.earned for one in entries) / math.fsum(one.possible for one in entries)
