"""The grades of a course: what each student has in each assignment, and in total."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import database_now
from app.domain.credit import Phase, Times
from app.domain.gradebook import Entry, Group, Standing, Status, Total, total
from app.models import Assignment, AssignmentGroup, GroupedAssignment, Item
from app.queries.extensions import untils
from app.queries.feedback import hidden_items
from app.queries.overrides import Key, OverrideRow, assignment_overrides
from app.queries.scores import item_scores, own_scores
from app.queries.standings import Scores, own_assignment_overrides, standing


@dataclass(frozen=True)
class GroupRow:
    """A group of assignments."""

    id: uuid.UUID
    title: str
    weight: float
    drop_lowest: int


@dataclass(frozen=True)
class Column:
    """An assignment with its items; `group` is None where it is in none."""

    id: uuid.UUID
    title: str
    times: Times
    group: GroupRow | None
    items: tuple[Item, ...]

    @property
    def possible(self) -> float:
        """The points there are, for who is excused from nothing."""
        return sum(item.points for item in self.items)


@dataclass(frozen=True)
class Grade:
    """What one student has in one assignment.

    Attributes:
        standing: Their points.
        status: Whether it is part of their total.
        override: What a teacher has set for the whole of it.
        is_set: Whether a teacher has set anything of it, the whole or an item.
        is_hidden: Whether its results are not shown to its student yet; only ever so on their own page.
    """

    standing: Standing
    status: Status
    override: OverrideRow | None
    is_set: bool
    is_hidden: bool = False


@dataclass(frozen=True)
class BookRow:
    """One student: a grade for each column, and the total."""

    user_id: uuid.UUID
    display_name: str
    grades: tuple[Grade, ...]
    total: Total[uuid.UUID]


@dataclass(frozen=True)
class Book:
    """The grades of some students of a course, with what they follow from.

    Attributes:
        groups: The groups, in their order.
        columns: The assignments, by group and in the order of their making.
        rows: The students, in the order in which they were asked for.
        scores: Their standing on each item.
    """

    groups: tuple[GroupRow, ...]
    columns: tuple[Column, ...]
    rows: tuple[BookRow, ...]
    scores: Scores


@dataclass(frozen=True)
class _Read:
    """What a row is made of."""

    now: dt.datetime
    scores: Scores
    overrides: Mapping[Key, OverrideRow]
    untils: Mapping[Key, dt.datetime]
    groups: Sequence[Group[uuid.UUID]]
    hidden: Collection[uuid.UUID] = field(default=frozenset())


def read_book(session: Session, course_id: uuid.UUID, students: Mapping[uuid.UUID, str]) -> Book:
    """Return the grades of some students, by id, as teachers see them."""
    groups, columns = _columns(session, course_id)
    read = _Read(
        now=session.scalars(select(database_now())).one(),
        scores=item_scores(session, _items(columns), among=students),
        overrides=assignment_overrides(session, [one.id for one in columns], among=students),
        untils=untils(session, [one.id for one in columns]),
        groups=[Group(one.id, one.weight, one.drop_lowest) for one in groups],
    )
    rows = tuple(_row(user_id, name, columns, read) for user_id, name in students.items())
    return Book(groups, columns, rows, read.scores)


def read_own_book(session: Session, course_id: uuid.UUID, user_id: uuid.UUID, name: str) -> Book:
    """Return a student's own grades, without what they may not see yet."""
    groups, columns = _columns(session, course_id)
    given = own_assignment_overrides(session, {one.id: one.items for one in columns}, user_id)
    read = _Read(
        now=session.scalars(select(database_now())).one(),
        scores=own_scores(session, _items(columns), user_id),
        overrides={(user_id, assignment): override for assignment, override in given.items()},
        untils=untils(session, [one.id for one in columns], user_id),
        groups=[Group(one.id, one.weight, one.drop_lowest) for one in groups],
        hidden=hidden_items(session, user_id),
    )
    return Book(groups, columns, (_row(user_id, name, columns, read),), read.scores)


def read_groups(session: Session, course_id: uuid.UUID) -> tuple[GroupRow, ...]:
    """Return a course's groups of assignments, in their order."""
    return tuple(
        GroupRow(one.id, one.title, one.weight, one.drop_lowest)
        for one in session.scalars(
            select(AssignmentGroup)
            .where(AssignmentGroup.course_id == course_id)
            .order_by(AssignmentGroup.position)
        )
    )


def _columns(
    session: Session, course_id: uuid.UUID
) -> tuple[tuple[GroupRow, ...], tuple[Column, ...]]:
    groups = read_groups(session, course_id)
    by_id = {group.id: group for group in groups}
    found = session.execute(
        select(Assignment, GroupedAssignment.group_id)
        .outerjoin(GroupedAssignment, GroupedAssignment.assignment_id == Assignment.id)
        .where(Assignment.course_id == course_id)
        .order_by(Assignment.created_at, Assignment.id)
    ).all()
    items: dict[uuid.UUID, list[Item]] = {assignment.id: [] for assignment, _group in found}
    for item in session.scalars(
        select(Item).where(Item.assignment_id.in_(items)).order_by(Item.position)
    ):
        items[item.assignment_id].append(item)
    columns = [
        Column(
            assignment.id,
            assignment.title,
            assignment.times,
            by_id.get(group_id),
            tuple(items[assignment.id]),
        )
        for assignment, group_id in found
    ]
    order = {group: place for place, group in enumerate(groups)}
    columns.sort(key=lambda one: order[one.group] if one.group else len(order))
    return groups, tuple(columns)


def _items(columns: Sequence[Column]) -> list[uuid.UUID]:
    return [item.id for column in columns for item in column.items]


def _row(user_id: uuid.UUID, name: str, columns: Sequence[Column], read: _Read) -> BookRow:
    standings, entries = {}, []
    for column in columns:
        override = read.overrides.get((user_id, column.id))
        stands = standing(column.items, read.scores, user_id, override)
        standings[column.id] = stands
        entries.append(
            Entry(
                key=column.id,
                group=column.group.id if column.group else None,
                earned=stands.earned or 0.0,
                possible=stands.possible,
                is_due=not _is_hidden(column, read)
                and (override is not None or _is_due(column, user_id, read)),
            )
        )
    totalled = total(entries, read.groups)
    grades = tuple(
        Grade(
            standing=standings[column.id],
            status=totalled.statuses[column.id],
            override=read.overrides.get((user_id, column.id)),
            is_set=_is_set(column, user_id, read),
            is_hidden=_is_hidden(column, read),
        )
        for column in columns
    )
    return BookRow(user_id, name, grades, totalled)


def _is_due(column: Column, user_id: uuid.UUID, read: _Read) -> bool:
    """Tell whether an assignment counts by now: past its due or closing time, or never due at all."""
    if column.times.closing is None:
        return True
    times = column.times.extended(read.untils.get((column.id, user_id)))
    return times.phase(read.now) in (Phase.LATE, Phase.CLOSED)


def _is_set(column: Column, user_id: uuid.UUID, read: _Read) -> bool:
    scores = (read.scores.get((user_id, item.id)) for item in column.items)
    return (user_id, column.id) in read.overrides or any(
        score is not None and score.override is not None for score in scores
    )


def _is_hidden(column: Column, read: _Read) -> bool:
    return any(item.id in read.hidden for item in column.items)
