"""More time for single students, and assignments with a time limit."""

import uuid

from app.api.assignments import get_assignment
from app.api.callers import Caller
from app.api.operations import Resource
from app.api.paging import Page, PageQuery, page_of
from app.api.shapes.assignments import Assignment
from app.api.shapes.times import (
    ExtensionQuery,
    Given,
    MoreMinutes,
    NewExtension,
    Sitting,
    StudentExtension,
)
from app.domain.api_tokens import Scope
from app.parts import db
from app.queries.extensions import extensions_page
from app.queries.members import letters
from app.queries.sittings import sittings_page
from app.services import extensions, sittings

resource = Resource("Times", "More time for single students, and sittings of a limited time.")

_ONE = "/assignments/<uuid:assignment_id>"


@resource.get(f"{_ONE}/extensions", answer=Page[StudentExtension])
def list_extensions(
    caller: Caller, assignment_id: uuid.UUID, query: ExtensionQuery
) -> Page[StudentExtension]:
    """List the students of the course by name, with the time that they were given in an assignment."""
    with db().reading() as session:
        students = extensions_page(session, caller.id, assignment_id).students
    return page_of(
        [one for one in students if one.has_more or not query.extended],
        query,
        place=lambda one: f"{letters(one.display_name)} {one.user_id}",
        entry=StudentExtension.model_validate,
    )


@resource.put(f"{_ONE}/extensions/<uuid:student_id>", scope=Scope.TEACH)
def set_extension(
    caller: Caller, assignment_id: uuid.UUID, student_id: uuid.UUID, body: NewExtension
) -> None:
    """Give a student more time in an assignment: a later due time, minutes beyond the time limit, or both."""
    extensions.extend(
        db(),
        user_id=caller.id,
        assignment_id=assignment_id,
        student_id=student_id,
        until=body.until,
        minutes=body.minutes,
        reason=body.reason,
    )


@resource.delete(f"{_ONE}/extensions/<uuid:student_id>", scope=Scope.TEACH)
def withdraw_extension(caller: Caller, assignment_id: uuid.UUID, student_id: uuid.UUID) -> None:
    """Take back what a student was given; without any, nothing changes."""
    extensions.withdraw_extension(
        db(), user_id=caller.id, assignment_id=assignment_id, student_id=student_id
    )


@resource.get(f"{_ONE}/sittings", answer=Page[Sitting])
def list_sittings(caller: Caller, assignment_id: uuid.UUID, query: PageQuery) -> Page[Sitting]:
    """List the students who have started an assignment with a time limit, by name."""
    with db().reading() as session:
        students = sittings_page(session, caller.id, assignment_id).students
    return page_of(
        students,
        query,
        place=lambda one: f"{letters(one.display_name)} {one.user_id}",
        entry=Sitting.of,
    )


@resource.post(f"{_ONE}/sittings/minutes", scope=Scope.TEACH, answer=Given)
def give_minutes(caller: Caller, assignment_id: uuid.UUID, body: MoreMinutes) -> Given:
    """Give more minutes to everybody who sits right now, or to one student who has started.

    Send an Idempotency-Key, so that a request which is sent twice gives them once.
    """
    students = sittings.give_minutes(
        db(),
        user_id=caller.id,
        assignment_id=assignment_id,
        student_id=body.student_id,
        minutes=body.minutes,
        key=str(caller.made_id),
    )
    return Given(students=students)


@resource.post(f"{_ONE}/start", scope=Scope.SUBMIT, answer=Assignment)
def start_sitting(caller: Caller, assignment_id: uuid.UUID) -> Assignment:
    """Start your clock in an assignment with a time limit; once it runs, it goes on."""
    sittings.start_sitting(db(), user_id=caller.id, assignment_id=assignment_id)
    return get_assignment(caller, assignment_id)


@resource.post(f"{_ONE}/finish", scope=Scope.SUBMIT, answer=Assignment)
def finish_sitting(caller: Caller, assignment_id: uuid.UUID) -> Assignment:
    """End your sitting before its time; what you did stays to be read."""
    sittings.finish_sitting(db(), user_id=caller.id, assignment_id=assignment_id)
    return get_assignment(caller, assignment_id)
