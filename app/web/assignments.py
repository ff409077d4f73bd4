"""Assignments: their page, making one, and starting an item."""

import uuid
from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.problems import TOPICS, library
from app.domain.roles import Right
from app.errors import InvalidInput, NotFound
from app.queries.accounts import Account
from app.queries.assignments import assignment_page
from app.queries.courses import CoursePage, course_page
from app.services.assignments import NewItem, create_assignment
from app.services.dealing import deal_item
from app.web.errors import status_of
from app.web.parts import db
from app.web.picker import FILTER, is_chosen, make_picker
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
    """Ask for a new assignment's items."""
    return _form(_edited(member(), course_id), typed={}, errors={})


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
            title=request.form.get("title", ""),
            items=_chosen(request.form),
        )
    except InvalidInput as error:
        return _form(course, typed=request.form, errors=error.fields), status_of(error)
    return redirect(url_for("assignments.assignment", assignment_id=assignment_id), 303)


@pages.post("/items/<uuid:item_id>")
def start_item(item_id: uuid.UUID) -> ResponseReturnValue:
    """Deal the reader's variant of an item, the first time, and go there."""
    variant_id = deal_item(db(), user_id=member().id, item_id=item_id)
    return redirect(url_for("exercises.exercise", variant_id=variant_id), 303)


def _edited(known: Account, course_id: uuid.UUID) -> CoursePage:
    with db().reading() as session:
        course = course_page(session, known.id, course_id)
    if Right.EDIT_ASSIGNMENTS not in course.rights:
        raise NotFound
    return course


def _chosen(typed: Mapping[str, str]) -> list[NewItem]:
    return [
        NewItem(
            problem=problem.slug,
            points=_points(typed.get(f"points.{problem.slug}", "")),
            max_attempts=_attempts(typed.get(f"attempts.{problem.slug}", "")),
        )
        for problem in library()
        if is_chosen(problem, typed)
    ]


def _points(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise _unreadable("points") from None


def _attempts(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise _unreadable("attempts") from None


def _unreadable(what: str) -> InvalidInput:
    message = f"Type a number for the {what} of each chosen problem."
    return InvalidInput(message, {"items": message})


def _form(course: CoursePage, typed: Mapping[str, str], errors: Mapping[str, str]) -> str:
    return render_template(
        "new_assignment.html",
        course=course,
        picker=make_picker(typed),
        topics=TOPICS,
        typed=typed,
        errors=errors,
    )
