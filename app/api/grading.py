"""Grading one student by hand: points in place of what was earned, excusing, and comments."""

import uuid

from app.api.callers import Caller
from app.api.gradebook import assignment_grade, item_grade
from app.api.operations import Resource
from app.api.shapes.gradebook import (
    AssignmentGrade,
    Comment,
    ItemGrade,
    NewComment,
    NewOverride,
)
from app.api.versions import Unchanged
from app.domain.api_tokens import Scope
from app.parts import db
from app.queries.student_grades import graded_assignment, graded_item
from app.services import overriding
from app.services.commenting import comment
from app.services.commenting import withdraw_comment as withdraw

resource = Resource(
    "Grading by hand", "Points that a teacher sets, excuses, and comments to a student."
)

_ITEM = "/items/<uuid:item_id>/students/<uuid:member_id>"
_ASSIGNMENT = "/assignments/<uuid:assignment_id>/students/<uuid:member_id>"


@resource.get(_ITEM, answer=ItemGrade)
def get_item_grade(caller: Caller, item_id: uuid.UUID, member_id: uuid.UUID) -> ItemGrade:
    """Show what a student has on an item, to who may grade it."""
    with db().reading() as session:
        _grades, _assignment, one = graded_item(session, caller.id, item_id, member_id)
    return item_grade(one)


@resource.put(f"{_ITEM}/override", scope=Scope.TEACH, answer=ItemGrade, guarded_by=get_item_grade)
def override_item(
    caller: Caller,
    item_id: uuid.UUID,
    member_id: uuid.UUID,
    body: NewOverride,
    unchanged: Unchanged,
) -> ItemGrade:
    """Set a student's points on an item, or excuse them from it, in place of what was earned or set before."""
    overriding.override_item(
        db(),
        user_id=caller.id,
        item_id=item_id,
        student_id=member_id,
        points=body.points,
        reason=body.reason,
        unchanged=unchanged,
    )
    return get_item_grade(caller, item_id, member_id)


@resource.delete(f"{_ITEM}/override", scope=Scope.TEACH)
def withdraw_item_override(caller: Caller, item_id: uuid.UUID, member_id: uuid.UUID) -> None:
    """Let what a student has earned on an item count again."""
    overriding.withdraw_item_override(
        db(), user_id=caller.id, item_id=item_id, student_id=member_id
    )


@resource.post(f"{_ITEM}/comments", scope=Scope.TEACH, answer=Comment, status=201)
def write_comment(
    caller: Caller, item_id: uuid.UUID, member_id: uuid.UUID, body: NewComment
) -> Comment:
    """Write a student a comment on their work on an item; they read it with their result."""
    comment(
        db(),
        user_id=caller.id,
        item_id=item_id,
        student_id=member_id,
        text=body.text,
        submission_id=body.submission_id,
        comment_id=caller.made_id,
    )
    written = get_item_grade(caller, item_id, member_id).comments
    return next(one for one in written if one.id == caller.made_id)


@resource.delete(f"{_ITEM}/comments/<uuid:comment_id>", scope=Scope.TEACH)
def withdraw_comment(
    caller: Caller, item_id: uuid.UUID, member_id: uuid.UUID, comment_id: uuid.UUID
) -> None:
    """Take a comment back; the trail keeps it."""
    withdraw(db(), user_id=caller.id, item_id=item_id, student_id=member_id, comment_id=comment_id)


@resource.get(_ASSIGNMENT, answer=AssignmentGrade)
def get_assignment_grade(
    caller: Caller, assignment_id: uuid.UUID, member_id: uuid.UUID
) -> AssignmentGrade:
    """Show what a student has in an assignment, item by item, to who may grade it."""
    with db().reading() as session:
        _grades, one = graded_assignment(session, caller.id, assignment_id, member_id)
    return assignment_grade(one)


@resource.put(
    f"{_ASSIGNMENT}/override",
    scope=Scope.TEACH,
    answer=AssignmentGrade,
    guarded_by=get_assignment_grade,
)
def override_assignment(
    caller: Caller,
    assignment_id: uuid.UUID,
    member_id: uuid.UUID,
    body: NewOverride,
    unchanged: Unchanged,
) -> AssignmentGrade:
    """Set a student's points on a whole assignment, or excuse them from it."""
    overriding.override_assignment(
        db(),
        user_id=caller.id,
        assignment_id=assignment_id,
        student_id=member_id,
        points=body.points,
        reason=body.reason,
        unchanged=unchanged,
    )
    return get_assignment_grade(caller, assignment_id, member_id)


@resource.delete(f"{_ASSIGNMENT}/override", scope=Scope.TEACH)
def withdraw_assignment_override(
    caller: Caller, assignment_id: uuid.UUID, member_id: uuid.UUID
) -> None:
    """Let a student's items count again for an assignment."""
    overriding.withdraw_assignment_override(
        db(), user_id=caller.id, assignment_id=assignment_id, student_id=member_id
    )
