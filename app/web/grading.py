"""Grading one student by hand: points for an item or a whole assignment, excusing, and comments."""

import math
import uuid
from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.errors import Conflict, InvalidInput
from app.queries.student_grades import graded_assignment, graded_item
from app.services.commenting import comment, withdraw_comment
from app.services.overriding import (
    override_assignment,
    override_item,
    withdraw_assignment_override,
    withdraw_item_override,
)
from app.web.errors import status_of
from app.web.gradebook_words import STATUS_WORDS
from app.web.notices import leave_notice
from app.web.parts import db
from app.web.sign_in import member

pages = Blueprint("grading", __name__)

_ITEM = "/items/<uuid:item_id>/students/<uuid:member_id>"
_ASSIGNMENT = "/assignments/<uuid:assignment_id>/students/<uuid:member_id>"


@pages.get(_ITEM)
def item(item_id: uuid.UUID, member_id: uuid.UUID) -> ResponseReturnValue:
    """Show a student's work on an item, with what can be set and said about it."""
    return _item_page(item_id, member_id, request.args, {})


@pages.post(f"{_ITEM}/override")
def set_item(item_id: uuid.UUID, member_id: uuid.UUID) -> ResponseReturnValue:
    """Set a student's points on an item, or excuse them from it."""
    try:
        override_item(
            db(),
            user_id=member().id,
            item_id=item_id,
            student_id=member_id,
            points=_read_points(request.form),
            reason=request.form.get("reason", ""),
        )
    except InvalidInput as error:
        return _item_page(item_id, member_id, request.form, error.fields), status_of(error)
    leave_notice("points_set")
    return _back_to_item(item_id, member_id)


@pages.post(f"{_ITEM}/override/withdraw")
def unset_item(item_id: uuid.UUID, member_id: uuid.UUID) -> ResponseReturnValue:
    """Let what a student has earned on an item count again."""
    withdraw_item_override(db(), user_id=member().id, item_id=item_id, student_id=member_id)
    leave_notice("points_unset")
    return _back_to_item(item_id, member_id)


@pages.post(f"{_ITEM}/comments")
def write(item_id: uuid.UUID, member_id: uuid.UUID) -> ResponseReturnValue:
    """Write a student a comment."""
    try:
        comment(
            db(),
            user_id=member().id,
            item_id=item_id,
            student_id=member_id,
            text=request.form.get("text", ""),
            submission_id=_read_id(request.form.get("submission", "")),
            comment_id=_read_id(request.form.get("comment", "")),
        )
    except InvalidInput as error:
        return _item_page(item_id, member_id, request.form, error.fields), status_of(error)
    except Conflict as error:
        return _item_page(item_id, member_id, request.form, {"text": error.text}), status_of(error)
    leave_notice("comment_written")
    return _back_to_item(item_id, member_id)


@pages.post(f"{_ITEM}/comments/<uuid:comment_id>/withdraw")
def unwrite(item_id: uuid.UUID, member_id: uuid.UUID, comment_id: uuid.UUID) -> ResponseReturnValue:
    """Take a comment back."""
    withdraw_comment(
        db(), user_id=member().id, item_id=item_id, student_id=member_id, comment_id=comment_id
    )
    leave_notice("comment_withdrawn")
    return _back_to_item(item_id, member_id)


@pages.get(_ASSIGNMENT)
def assignment(assignment_id: uuid.UUID, member_id: uuid.UUID) -> ResponseReturnValue:
    """Show what a student has in a whole assignment, and what can be set for it."""
    return _assignment_page(assignment_id, member_id, {}, {})


@pages.post(f"{_ASSIGNMENT}/override")
def set_assignment(assignment_id: uuid.UUID, member_id: uuid.UUID) -> ResponseReturnValue:
    """Set a student's points on a whole assignment, or excuse them from it."""
    try:
        override_assignment(
            db(),
            user_id=member().id,
            assignment_id=assignment_id,
            student_id=member_id,
            points=_read_points(request.form),
            reason=request.form.get("reason", ""),
        )
    except InvalidInput as error:
        page = _assignment_page(assignment_id, member_id, request.form, error.fields)
        return page, status_of(error)
    leave_notice("points_set")
    return _back_to_assignment(assignment_id, member_id)


@pages.post(f"{_ASSIGNMENT}/override/withdraw")
def unset_assignment(assignment_id: uuid.UUID, member_id: uuid.UUID) -> ResponseReturnValue:
    """Let a student's items count again for an assignment."""
    withdraw_assignment_override(
        db(), user_id=member().id, assignment_id=assignment_id, student_id=member_id
    )
    leave_notice("points_unset")
    return _back_to_assignment(assignment_id, member_id)


def _item_page(
    item_id: uuid.UUID, member_id: uuid.UUID, typed: Mapping[str, str], errors: Mapping[str, str]
) -> str:
    with db().reading() as session:
        grades, one, graded = graded_item(session, member().id, item_id, member_id)
    return render_template(
        "grade_item.html",
        grades=grades,
        one=one,
        graded=graded,
        statuses=STATUS_WORDS,
        typed=typed,
        errors=errors,
        new_comment=typed.get("comment") or str(uuid.uuid4()),
    )


def _assignment_page(
    assignment_id: uuid.UUID,
    member_id: uuid.UUID,
    typed: Mapping[str, str],
    errors: Mapping[str, str],
) -> str:
    with db().reading() as session:
        grades, one = graded_assignment(session, member().id, assignment_id, member_id)
    return render_template(
        "grade_assignment.html",
        grades=grades,
        one=one,
        statuses=STATUS_WORDS,
        typed=typed,
        errors=errors,
    )


def _back_to_item(item_id: uuid.UUID, member_id: uuid.UUID) -> ResponseReturnValue:
    return redirect(url_for(".item", item_id=item_id, member_id=member_id), 303)


def _back_to_assignment(assignment_id: uuid.UUID, member_id: uuid.UUID) -> ResponseReturnValue:
    address = url_for(".assignment", assignment_id=assignment_id, member_id=member_id)
    return redirect(address, 303)


def _read_points(typed: Mapping[str, str]) -> float | None:
    """Read the points, None to excuse; what is no number goes on as one that the rules refuse."""
    if typed.get("kind") == "excused":
        return None
    try:
        return float(typed.get("points", "").strip().replace(",", "."))
    except ValueError:
        return math.nan


def _read_id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
