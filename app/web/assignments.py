"""Assignments: their page, making and changing one, and starting an item."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.credit import ALWAYS_OPEN, COUNTING_NAMES
from app.domain.problems import TOPICS
from app.domain.roles import Right
from app.domain.suggested_times import suggest_times
from app.errors import InvalidInput, NotFound
from app.queries.accounts import Account
from app.queries.assignments import AssignmentPage, assignment_page
from app.queries.begun import begun_by
from app.queries.courses import CoursePage, course_page
from app.queries.problems import ProblemFacts, own_picks
from app.services.assignments import change_assignment, create_assignment
from app.services.dealing import deal_item, deal_next
from app.services.items import NewItem
from app.web.assignment_form import (
    assignment_fields,
    read_feedback,
    read_prerequisite,
    read_rules,
)
from app.web.conduct_form import read_conduct
from app.web.errors import status_of
from app.web.items_form import (
    ARRANGE,
    arranged,
    item_lines,
    read_attempts,
    read_items,
    read_made_id,
    read_points,
    read_removed,
)
from app.web.notices import leave_notice
from app.web.parts import db
from app.web.picker import FILTER, chosen_picks, make_picker
from app.web.schedules import draw, read_schedule, schedule_fields, step_numbers
from app.web.sign_in import member

pages = Blueprint("assignments", __name__)


@pages.get("/assignments/<uuid:assignment_id>")
def assignment(assignment_id: uuid.UUID) -> ResponseReturnValue:
    """Show an assignment's items with the reader's standing."""
    known = member()
    with db().reading() as session:
        page = assignment_page(session, known.id, assignment_id)
    return render_template("assignment.html", assignment=page)


@pages.get("/courses/<uuid:course_id>/assignments/new")
def new(course_id: uuid.UUID) -> ResponseReturnValue:
    """Ask for a new assignment's items; its times are filled in as the course's other ones suggest."""
    course = _edited(member(), course_id)
    times = suggest_times(
        dt.datetime.now(dt.UTC), course.time_zone, [one.times for one in course.assignments]
    )
    typed = {"made_id": str(uuid.uuid4()), **schedule_fields(times, course.time_zone)}
    return _form(course, typed=typed, errors={})


@pages.post("/courses/<uuid:course_id>/assignments/new")
def create(course_id: uuid.UUID) -> ResponseReturnValue:
    """Make an assignment of the chosen problems; the button that finds problems only shows the form again."""
    known = member()
    course = _edited(known, course_id)
    if FILTER in request.form:
        return _form(course, typed=request.form, errors={})
    try:
        assignment_id = create_assignment(
            db(),
            user_id=known.id,
            course_id=course_id,
            assignment_id=read_made_id(request.form),
            title=request.form.get("title", ""),
            items=_chosen(request.form, _own_picks(course_id)),
            rules=read_rules(request.form, course.time_zone),
            feedback=read_feedback(request.form),
            prerequisite=read_prerequisite(request.form),
            conduct=read_conduct(request.form),
        )
    except InvalidInput as error:
        return _form(course, typed=request.form, errors=error.fields), status_of(error)
    return redirect(url_for("assignments.assignment", assignment_id=assignment_id), 303)


@pages.get("/assignments/<uuid:assignment_id>/edit")
def edit(assignment_id: uuid.UUID) -> ResponseReturnValue:
    """Ask for another title and other rules."""
    page = _edited_assignment(assignment_id)
    return _edit_form(page, assignment_fields(page), {})


@pages.post("/assignments/<uuid:assignment_id>/edit")
def save(assignment_id: uuid.UUID) -> ResponseReturnValue:
    """Give an assignment another title, rules and items; buttons that find and arrange only show the form again."""
    page = _edited_assignment(assignment_id)
    own = _own_picks(page.course_id)
    if FILTER in request.form or ARRANGE in request.form:
        return _edit_form(page, arranged(request.form, page.items, own), {})
    try:
        change_assignment(
            db(),
            user_id=member().id,
            assignment_id=assignment_id,
            title=request.form.get("title", ""),
            rules=read_rules(request.form, page.time_zone),
            feedback=read_feedback(request.form),
            prerequisite=read_prerequisite(request.form),
            conduct=read_conduct(request.form),
            items=read_items(assignment_id, request.form, page.items, own),
            removed=read_removed(request.form, page.items),
        )
    except InvalidInput as error:
        return _edit_form(page, request.form, error.fields), status_of(error)
    leave_notice("assignment_saved")
    return redirect(url_for(".assignment", assignment_id=assignment_id), 303)


@pages.post("/courses/<uuid:course_id>/assignments/timeline")
def timeline(course_id: uuid.UUID) -> ResponseReturnValue:
    """Draw the times that stand in a form, while it is filled in."""
    course = _edited(member(), course_id)
    try:
        times = read_schedule(request.form, course.time_zone)
    except InvalidInput:
        # Half of a line is typed; the picture waits for the rest.
        return "", 204
    return render_template("_timeline.html", bars=draw(times), zone=course.time_zone)


@pages.post("/items/<uuid:item_id>")
def start_item(item_id: uuid.UUID) -> ResponseReturnValue:
    """Deal the reader's variant of an item, the first time, and go there."""
    variant_id = deal_item(db(), user_id=member().id, item_id=item_id)
    return redirect(url_for("exercises.exercise", variant_id=variant_id), 303)


@pages.post("/items/<uuid:item_id>/next")
def next_exercise(item_id: uuid.UUID) -> ResponseReturnValue:
    """Deal the reader's next exercise of an item, once the last one had its attempt, and go there."""
    variant_id = deal_next(db(), user_id=member().id, item_id=item_id)
    return redirect(url_for("exercises.exercise", variant_id=variant_id), 303)


def _edited(known: Account, course_id: uuid.UUID) -> CoursePage:
    with db().reading() as session:
        course = course_page(session, known.id, course_id)
    if Right.EDIT_ASSIGNMENTS not in course.rights:
        raise NotFound
    return course


def _edited_assignment(assignment_id: uuid.UUID) -> AssignmentPage:
    with db().reading() as session:
        page = assignment_page(session, member().id, assignment_id)
    if Right.EDIT_ASSIGNMENTS not in page.rights:
        raise NotFound
    return page


def _own_picks(course_id: uuid.UUID) -> tuple[ProblemFacts, ...]:
    with db().reading() as session:
        return own_picks(session, course_id)


def _chosen(typed: Mapping[str, str], own: Sequence[ProblemFacts]) -> list[NewItem]:
    return [
        NewItem(
            problem=problem.slug,
            points=read_points(typed.get(f"points.{problem.slug}", "")),
            max_attempts=read_attempts(typed.get(f"attempts.{problem.slug}", "")),
        )
        for problem in chosen_picks(typed, own)
    ]


def _edit_form(page: AssignmentPage, fields: Mapping[str, str], errors: Mapping[str, str]) -> str:
    course, own = _edited(member(), page.course_id), _own_picks(page.course_id)
    with db().reading() as session:
        begun = begun_by(session, page.course_id, [item.id for item in page.items])
    return render_template(
        "edit_assignment.html",
        assignment=page,
        errors=errors,
        lines=item_lines(fields, page.items, begun, own),
        picker=make_picker(fields, own),
        topics=TOPICS,
        typed=fields,
        moved=fields.get(ARRANGE, ""),
        others=[other for other in course.assignments if other.id != page.id],
        **_schedule(page.course_id, page.time_zone, fields),
    )


def _schedule(course_id: uuid.UUID, zone: str, fields: Mapping[str, str]) -> dict[str, object]:
    """Return what the form of an assignment's times needs."""
    try:
        times = read_schedule(fields, zone)
    except InvalidInput:
        times = ALWAYS_OPEN
    return {
        "fields": fields,
        "countings": COUNTING_NAMES,
        "zone": zone,
        "step_numbers": step_numbers(fields),
        "timeline_url": url_for(".timeline", course_id=course_id),
        "bars": draw(times),
    }


def _form(course: CoursePage, typed: Mapping[str, str], errors: Mapping[str, str]) -> str:
    return render_template(
        "new_assignment.html",
        others=course.assignments,
        **_schedule(course.id, course.time_zone, typed),
        course=course,
        picker=make_picker(typed, _own_picks(course.id)),
        topics=TOPICS,
        typed=typed,
        errors=errors,
    )
