"""Regrades as the teaching team sees them: those of an assignment, and one of them student by student."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Label, case, func, select
from sqlalchemy.orm import Session

from app.domain.problems import Question
from app.domain.regrading import Mode, RegradeKind, RegradeState, Stage
from app.domain.roles import RIGHTS, Right
from app.errors import NotFound
from app.models import (
    Item,
    Regrade,
    RegradedStudent,
    User,
)
from app.queries.asked import asked_of
from app.queries.assignments import find_assignment

A_LITTLE: Final = 1e-9
"""Less than this is left over from rounding."""


@dataclass(frozen=True)
class Moves:
    """How many students a regrade moves where, if it is applied in one mode."""

    up: int
    down: int
    same: int


@dataclass(frozen=True)
class RegradeRow:
    """A regrade with its figures.

    Attributes:
        id: The regrade.
        kind: What is done.
        item: The place and title of the item; None for all items.
        reason: Why.
        state: Where it stands.
        mode: How it was applied; None before.
        by: Who ordered it; None once that account is deleted.
        created_at: When it was ordered.
        ended_at: When it was applied to the end, undone or discarded; None before.
        students: How many it is about.
        progress: The share of them that workers are done with, in the present state.
        moves: Who moves where, by mode.
        failures: For how many it could not be done.
    """

    id: uuid.UUID
    kind: RegradeKind
    item: tuple[int, str] | None
    reason: str
    state: RegradeState
    mode: Mode | None
    by: str | None
    created_at: dt.datetime
    ended_at: dt.datetime | None
    students: int
    progress: float
    moves: Mapping[Mode, Moves]
    failures: int


@dataclass(frozen=True)
class ItemToRegrade:
    """An item that can be marked anew, with the questions that it asks."""

    id: uuid.UUID
    position: int
    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class AssignmentHead:
    """What stands above every page of regrades."""

    id: uuid.UUID
    title: str
    course_id: uuid.UUID
    course_title: str


@dataclass(frozen=True)
class RegradesPage:
    """The regrades of an assignment, the newest first, and what can be marked anew.

    `item` is the item that was chosen, None for all; `open` the regrade that is not decided yet.
    """

    head: AssignmentHead
    rows: tuple[RegradeRow, ...]
    items: tuple[tuple[uuid.UUID, int, str], ...]
    item: ItemToRegrade | None

    @property
    def open(self) -> RegradeRow | None:
        """The regrade that another one has to wait for."""
        return next((row for row in self.rows if row.state.is_open), None)


def regrades_page(
    session: Session, user_id: uuid.UUID, assignment_id: uuid.UUID, item_id: uuid.UUID | None
) -> RegradesPage:
    """Return the regrades of an assignment, for who may regrade it.

    Raises:
        NotFound: They may not, or the assignment has no such item.
    """
    head = regrading_head(session, user_id, assignment_id)
    items = session.execute(
        select(Item.id, Item.position, Item.title)
        .where(Item.assignment_id == assignment_id)
        .order_by(Item.position)
    ).all()
    chosen = None
    if item_id is not None:
        row = next((one for one in items if one.id == item_id), None)
        if row is None:
            raise NotFound
        questions = tuple(asked_of(session, item_id).values())
        chosen = ItemToRegrade(row.id, row.position, row.title, questions)
    rows = regrade_rows(session, Regrade.assignment_id == assignment_id)
    return RegradesPage(
        head, rows, tuple((one.id, one.position, one.title) for one in items), chosen
    )


def regrading_head(
    session: Session, user_id: uuid.UUID, assignment_id: uuid.UUID
) -> AssignmentHead:
    """Return what stands above a page of regrades, for who may regrade the assignment.

    Raises:
        NotFound: They may not.
    """
    assignment, course, role = find_assignment(session, user_id, assignment_id)
    if Right.EDIT_ASSIGNMENTS not in RIGHTS[role]:
        raise NotFound
    return AssignmentHead(assignment.id, assignment.title, course.id, course.title)


def regrade_rows(session: Session, which: ColumnElement[bool]) -> tuple[RegradeRow, ...]:
    """Return regrades with their figures, the newest first, in one statement."""
    figures = (
        select(
            RegradedStudent.regrade_id,
            func.count().label("students"),
            *(_count(RegradedStudent.stage == stage, stage.value) for stage in Stage),
            _count(RegradedStudent.failure.is_not(None), "failures"),
            *(
                _count(_moves(mode, up=up), f"{mode.value}_{'up' if up else 'down'}")
                for mode in Mode
                for up in (True, False)
            ),
        )
        .join(Regrade, Regrade.id == RegradedStudent.regrade_id)
        .where(which)
        .group_by(RegradedStudent.regrade_id)
        .subquery()
    )
    rows = session.execute(
        select(Regrade, Item.position, Item.title, User.display_name, figures)
        .outerjoin(Item, Item.id == Regrade.item_id)
        .outerjoin(User, User.id == Regrade.by_id)
        .outerjoin(figures, figures.c.regrade_id == Regrade.id)
        .where(which)
        .order_by(Regrade.created_at.desc(), Regrade.id)
    )
    return tuple(
        _row(
            regrade,
            None if title is None else (position, title),
            by,
            dict(zip(figures.c.keys(), given, strict=True)),
        )
        for regrade, position, title, by, *given in rows
    )


def _row(
    regrade: Regrade,
    item: tuple[int, str] | None,
    by: str | None,
    figures: Mapping[str, int | None],
) -> RegradeRow:
    students = figures["students"] or 0
    stage = regrade.state.stage
    done = 0 if stage is None else figures[stage.value] or 0
    moves = {}
    for mode in Mode:
        up, down = figures[f"{mode.value}_up"] or 0, figures[f"{mode.value}_down"] or 0
        moves[mode] = Moves(up, down, students - up - down)
    return RegradeRow(
        id=regrade.id,
        kind=regrade.kind,
        item=item,
        reason=regrade.reason,
        state=regrade.state,
        mode=regrade.mode,
        by=by,
        created_at=regrade.created_at,
        ended_at=regrade.ended_at,
        students=students,
        progress=done / students if students else 0.0,
        moves=moves,
        failures=figures["failures"] or 0,
    )


def _count(which: ColumnElement[bool], name: str) -> Label[int]:
    return func.sum(case((which, 1), else_=0)).label(name)


def _moves(mode: Mode, *, up: bool) -> ColumnElement[bool]:
    """Ask as `app.domain.regrading.direction` does whether a student's points rise, or whether they fall."""
    by_mode = {
        Mode.REPLACE: RegradedStudent.points_replaced,
        Mode.NEVER_LOWER: RegradedStudent.points_never_lower,
    }
    before, after = (
        func.coalesce(points, 0.0) for points in (RegradedStudent.points_before, by_mode[mode])
    )
    return after > before + A_LITTLE if up else after < before - A_LITTLE
