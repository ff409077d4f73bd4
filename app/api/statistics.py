"""The figures of the dashboards: of an assignment, of an item, of each student, and the wrong answers behind them."""

import uuid
from collections.abc import Mapping
from typing import Any

from app.api.callers import Caller
from app.api.operations import Resource
from app.api.paging import Page, PageQuery, cut, place_of
from app.api.shapes import statistics as shapes
from app.api.shapes.statistics import (
    ActivitySpan,
    AssignmentStatistics,
    BuiltAlike,
    ClassBelief,
    ItemStatistics,
    ItemWithFigures,
    Mistake,
    MistakeFilter,
    StudentScores,
)
from app.domain.item_analysis import Activity
from app.parts import db
from app.queries.beliefs import showings
from app.queries.class_work import class_work, taught_assignment
from app.queries.dashboards import assignment_dashboard
from app.queries.item_dashboards import StructureRow, item_dashboard
from app.queries.members import letters
from app.queries.mistakes import mistakes_of
from app.queries.score_table import student_rows

resource = Resource(
    "Statistics", "What a class has done, in the figures that docs/statistics.md explains."
)

_ASSIGNMENT = "/assignments/<uuid:assignment_id>"


@resource.get(f"{_ASSIGNMENT}/statistics", answer=AssignmentStatistics)
def get_assignment_statistics(caller: Caller, assignment_id: uuid.UUID) -> AssignmentStatistics:
    """Show an assignment in figures: difficulty, discrimination, activity, and what the class believes."""
    with db().reading() as session:
        board = assignment_dashboard(session, caller.id, assignment_id)
    return AssignmentStatistics(
        id=board.id,
        title=board.title,
        course_id=board.course_id,
        students=len(board.names),
        participants=len(board.figures.totals),
        score=shapes.Scores.model_validate(board.figures.score),
        histogram=list(board.figures.histogram),
        alpha=shapes.Figure.model_validate(board.figures.alpha),
        minutes=shapes.Figure.model_validate(board.figures.minutes),
        items=[ItemWithFigures.model_validate(item) for item in board.items],
        **_activity(board.activity),
        misconceptions=[ClassBelief.of(row) for row in board.beliefs],
        not_started=[shapes.NamedStudent.model_validate(one) for one in board.not_started],
        nothing_sent=[shapes.NamedStudent.model_validate(one) for one in board.nothing_sent],
        newest=[shapes.NewSubmissionCard.model_validate(one) for one in board.newest],
    )


@resource.get("/items/<uuid:item_id>/statistics", answer=ItemStatistics)
def get_item_statistics(caller: Caller, item_id: uuid.UUID) -> ItemStatistics:
    """Show an item in figures, also by how its variants are built and by seed."""
    with db().reading() as session:
        board = item_dashboard(session, caller.id, item_id)
    return ItemStatistics(
        **dict(ItemWithFigures.model_validate(board)),
        problem=board.problem,
        assignment_id=board.assignment_id,
        course_id=board.course_id,
        **_activity(board.activity),
        misconceptions=[ClassBelief.of(row) for row in board.beliefs],
        structures=[_built_alike(row) for row in board.structures],
        seeds=[shapes.SeedFigures.model_validate(row) for row in board.seeds],
    )


@resource.get(f"{_ASSIGNMENT}/scores", answer=Page[StudentScores])
def list_scores(caller: Caller, assignment_id: uuid.UUID, query: PageQuery) -> Page[StudentScores]:
    """List the class with each student's points on each item, by name."""
    with db().reading() as session:
        taught = taught_assignment(session, caller.id, assignment_id)
        work = class_work(session, taught.assignment)
        some, after = cut(
            list(work.students.items()),
            query,
            place=lambda one: f"{letters(one[1])} {one[0]}",
        )
        rows = student_rows(session, work.items, dict(some))
    item_ids = [item.id for item in work.items]
    return Page(data=[StudentScores.of(row, item_ids) for row in rows], next=after)


@resource.get(f"{_ASSIGNMENT}/mistakes", answer=Page[Mistake])
def list_mistakes(caller: Caller, assignment_id: uuid.UUID, query: MistakeFilter) -> Page[Mistake]:
    """List wrong submissions with what was typed, the newest first, of one misconception and item or of all."""
    with db().reading() as session:
        work, found = mistakes_of(
            session, caller.id, assignment_id, code=query.code, item_id=query.item_id
        )
        some, after = cut(
            found,
            query,
            place=lambda one: place_of(one.sent.at, one.sent.submission_id),
            newest_first=True,
        )
        rows = showings(session, work, some)
    return Page(data=[Mistake.of(row) for row in rows], next=after)


def _activity(activity: Activity) -> Mapping[str, Any]:
    spans = [ActivitySpan(start=start, submissions=number) for start, number in activity.spans]
    return {"activity_step": activity.step, "activity": spans}


def _built_alike(row: StructureRow) -> BuiltAlike:
    structure = row.structure
    return BuiltAlike(
        backward_passes=structure.backward_passes if structure else None,
        depth=structure.depth if structure else None,
        broadcasts=structure.broadcasts if structure else None,
        dealt=row.dealt,
        scores=shapes.Scores.model_validate(row.scores),
    )
