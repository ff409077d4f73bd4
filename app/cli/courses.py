"""`gradmark courses`: all of the service's courses."""

from collections.abc import Iterator
from typing import Any

import click

from app.cli.store import Acting, as_administrator, json_option, tell
from app.queries.administration import CourseRow, all_courses, named_course
from app.queries.courses import CoursePage, course_page
from app.services.copying import copy_course
from app.services.courses import archive_course, restore_course


@click.group()
def courses() -> None:
    """Look after courses; COURSE is the id or the join code of one."""


@courses.command("list")
@click.option("--search", default="", help="Words of the title, or the join code.")
@json_option
@as_administrator
def list_(acting: Acting, *, search: str, as_json: bool) -> None:
    """List all courses, the newest first."""
    for row in _all(acting, search):
        tell(_described(row), _line(row), as_json=as_json)


@courses.command()
@click.argument("course")
@json_option
@as_administrator
def show(acting: Acting, *, course: str, as_json: bool) -> None:
    """Show a course, with its assignments."""
    row = find_course(acting, course)
    with acting.db.reading() as session:
        page = course_page(session, acting.user_id, row.id)
    described = {
        **_described(row),
        "join_code": page.join_code,
        "joining_open": page.joining_open,
        "time_zone": page.time_zone,
        "assignments": [
            {"id": one.id, "title": one.title, "items": one.items, "phase": one.phase}
            for one in page.assignments
        ],
    }
    tell(described, "\n".join(_written(row, page)), as_json=as_json)


@courses.command()
@click.argument("course")
@json_option
@as_administrator
def archive(acting: Acting, *, course: str, as_json: bool) -> None:
    """Close a course: all of it stays readable, and nothing new is taken."""
    row = find_course(acting, course)
    archive_course(acting.db, user_id=acting.user_id, course_id=row.id)
    tell({"id": row.id, "archived": True}, f"“{row.title}” is archived.", as_json=as_json)


@courses.command()
@click.argument("course")
@json_option
@as_administrator
def restore(acting: Acting, *, course: str, as_json: bool) -> None:
    """Open an archived course again."""
    row = find_course(acting, course)
    restore_course(acting.db, user_id=acting.user_id, course_id=row.id)
    tell({"id": row.id, "archived": False}, f"“{row.title}” is open.", as_json=as_json)


@courses.command()
@click.argument("course")
@click.option("--title", required=True, help="What the copy is called.")
@click.option(
    "--days", type=int, default=0, help="How many days later its times are; negative: earlier."
)
@json_option
@as_administrator
def copy(acting: Acting, *, course: str, title: str, days: int, as_json: bool) -> None:
    """Copy a course with its assignments and own problems, and without its people.

    The administrator of --as is the copy's first instructor.
    """
    row = find_course(acting, course)
    copy_id = copy_course(
        acting.db, user_id=acting.user_id, course_id=row.id, title=title, days=days
    )
    made = find_course(acting, str(copy_id))
    tell(_described(made), _line(made), as_json=as_json)


def find_course(acting: Acting, named: str) -> CourseRow:
    """Return the course that an id or a join code names.

    Raises:
        NotFound: There is none.
    """
    with acting.db.reading() as session:
        return named_course(session, user_id=acting.user_id, named=named)


def _all(acting: Acting, search: str) -> Iterator[CourseRow]:
    page, pages = 1, 1
    with acting.db.reading() as session:
        while page <= pages:
            found = all_courses(session, user_id=acting.user_id, search=search, page=page)
            yield from found.rows
            page, pages = page + 1, found.pages


def _described(row: CourseRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "title": row.title,
        "archived": row.is_archived,
        "students": row.students,
        "assignments": row.assignments,
        "instructors": row.instructors,
        "since": row.created_at.isoformat(),
    }


def _line(row: CourseRow) -> str:
    return f"{row.id}  {row.title}{'  (archived)' if row.is_archived else ''}"


def _written(row: CourseRow, page: CoursePage) -> Iterator[str]:
    yield _line(row)
    yield f"instructors: {', '.join(row.instructors) or 'none'}; students: {row.students}"
    joining = "open" if page.joining_open else "closed"
    yield f"join code {page.join_code}, joining {joining}; time zone {page.time_zone}"
    for one in page.assignments:
        yield f"  {one.phase:<10}  {one.id}  {one.title} ({one.items} items)"
