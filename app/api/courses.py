"""Courses: listing, making, changing and copying them."""

import uuid

from app.api.callers import Caller
from app.api.operations import Resource
from app.api.paging import Page, PageQuery, page_of, place_of
from app.api.shapes.courses import (
    Course,
    CourseCard,
    CourseChange,
    CourseCopy,
    NewCourse,
    ShownCode,
)
from app.api.versions import Unchanged
from app.domain.api_tokens import Scope
from app.parts import db
from app.queries.courses import course_page, courses_of
from app.services import courses
from app.services.copying import copy_course as make_copy

resource = Resource("Courses", "A class and everything that belongs to it.")


@resource.get("/courses", answer=Page[CourseCard])
def list_courses(caller: Caller, query: PageQuery) -> Page[CourseCard]:
    """List the courses that you are in, the newest first, archived ones included."""
    with db().reading() as session:
        rows = courses_of(session, caller.id)
    return page_of(
        rows,
        query,
        place=lambda row: place_of(row.created_at, row.id),
        entry=CourseCard.model_validate,
        newest_first=True,
    )


@resource.post("/courses", scope=Scope.TEACH, answer=Course, status=201)
def create_course(caller: Caller, body: NewCourse) -> Course:
    """Make a course with a join code of its own; you are its instructor."""
    course_id = courses.create_course(
        db(), user_id=caller.id, title=body.title, course_id=caller.made_id
    )
    return get_course(caller, course_id)


@resource.get("/courses/<uuid:course_id>", answer=Course)
def get_course(caller: Caller, course_id: uuid.UUID) -> Course:
    """Show a course to who is in it."""
    with db().reading() as session:
        return Course.model_validate(course_page(session, caller.id, course_id))


@resource.patch(
    "/courses/<uuid:course_id>", scope=Scope.TEACH, answer=Course, guarded_by=get_course
)
def change_course(
    caller: Caller, course_id: uuid.UUID, body: CourseChange, unchanged: Unchanged
) -> Course:
    """Change a course: its title, its time zone, whether the join code works, whether it is archived."""
    courses.change_course(
        db(),
        user_id=caller.id,
        course_id=course_id,
        title=body.title,
        time_zone=body.time_zone,
        joining_open=body.joining_open,
        is_archived=body.is_archived,
        unchanged=unchanged,
    )
    return get_course(caller, course_id)


@resource.post("/courses/<uuid:course_id>/copies", scope=Scope.TEACH, answer=Course, status=201)
def copy_course(caller: Caller, course_id: uuid.UUID, body: CourseCopy) -> Course:
    """Make a course with the same assignments, rules and own problems, for the next class."""
    copy_id = make_copy(
        db(),
        user_id=caller.id,
        course_id=course_id,
        title=body.title,
        copy_id=caller.made_id,
        days=body.days,
    )
    return get_course(caller, copy_id)


@resource.post("/courses/<uuid:course_id>/join-code", scope=Scope.TEACH, answer=Course)
def renew_join_code(caller: Caller, course_id: uuid.UUID, body: ShownCode) -> Course:
    """Give a course another join code; the old one opens nothing any more."""
    courses.renew_join_code(db(), user_id=caller.id, course_id=course_id, shown_code=body.join_code)
    return get_course(caller, course_id)
