"""A course that was exported and imported elsewhere is the same course."""

import dataclasses
import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from app.models import Assignment, Item, User
from app.queries.dashboards import assignment_dashboard
from app.queries.gradebook import gradebook_page
from app.queries.item_dashboards import item_dashboard
from tests.app.course_files import export, import_, parts_of


def plain(value: Any, people: Mapping[uuid.UUID, str]) -> Any:
    """Return what a query has found as plain data, in which people have their addresses for ids."""
    if dataclasses.is_dataclass(value):
        return [
            (one.name, plain(getattr(value, one.name), people)) for one in dataclasses.fields(value)
        ]
    match value:
        case Mapping():
            found: Any = sorted((plain(pair, people) for pair in value.items()), key=str)
        case list() | tuple():
            found = [plain(one, people) for one in value]
        case Item():
            found = value.id
        case uuid.UUID():
            found = people.get(value, value)
        case _:
            found = value
    return found


def seen_by(db, user_id, course_id):
    """Return all that a teacher sees of a course's points and statistics."""
    with db.reading() as session:
        people = {one.id: str(one.email) for one in session.scalars(select(User))}
        assignments = session.scalars(
            select(Assignment).where(Assignment.course_id == course_id).order_by(Assignment.id)
        ).all()
        found = [
            gradebook_page(session, user_id, course_id, page=None),
            [
                # What waits in the whole store is nothing of the course's.
                dataclasses.replace(
                    assignment_dashboard(session, user_id, one.id, page=None), queue=None
                )
                for one in assignments
            ],
            [
                item_dashboard(session, user_id, item.id)
                for one in assignments
                for item in one.items
            ],
        ]
        return plain(found, people)


def test_the_file_has_a_row_of_every_part(source):
    assert [name for name, rows in parts_of(source.content).items() if not rows] == []


def test_what_comes_in_goes_out_again(db, root, source):
    for course_id in (source.course_id, *source.others):
        content = export(source.db, source.root, course_id)
        import_(db, root, content)
        again = export(db, root, course_id)
        assert parts_of(again) == parts_of(content)
        # PostgreSQL puts what is in an object into an order of its own.
        assert again == content or not db.is_sqlite


def test_points_and_statistics_are_the_same_elsewhere(db, root, source):
    import_(db, root, source.content)
    assert seen_by(db, root, source.course_id) == seen_by(source.db, source.root, source.course_id)
