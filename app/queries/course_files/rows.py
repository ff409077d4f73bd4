"""The rows of a course, part by part, as they are written."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.queries.course_files.fields import Field, FieldKind, fields_of
from app.queries.course_files.parts import PARTS, Part

# So many rows are in memory at once; a variant's may be some kilobytes.
_TOGETHER = 500
# The order of these is the same in every store; that of addresses hangs on a database's collation.
_ORDERED_ALIKE = frozenset({FieldKind.ID, FieldKind.INTEGER})


def count_rows(session: Session, course_id: uuid.UUID) -> int:
    """Return how many rows a course has, with one statement."""
    counts = (
        select(func.count())
        .select_from(part.model)
        .where(part.of_course(course_id))
        .scalar_subquery()
        for part in PARTS
    )
    return sum(session.execute(select(*counts)).one())


def rows_of(
    session: Session, part: Part, course_id: uuid.UUID, emails: Mapping[uuid.UUID, str]
) -> Iterator[dict[str, Any]]:
    """Yield the rows of a part by their keys, as plain data.

    Args:
        session: Reads.
        part: Which.
        course_id: The course.
        emails: The address of everybody whom a row names.
    """
    fields = fields_of(part)
    writers = [(field.name, _writer(field, part, emails)) for field in fields]
    keys = list(part.model.__table__.primary_key)
    found = session.execute(
        select(*(field.column for field in fields))
        .where(part.of_course(course_id))
        .order_by(*keys)
        .execution_options(yield_per=_TOGETHER)
    )
    rows = (
        {name: write(value) for (name, write), value in zip(writers, row, strict=True)}
        for row in found
    )
    names = [field.name for field in fields if field.is_key]
    if all(field.kind in _ORDERED_ALIKE for field in fields if field.is_key):
        yield from rows
    else:
        yield from sorted(rows, key=lambda row: [row[name] for name in names])


def _writer(field: Field, part: Part, emails: Mapping[uuid.UUID, str]) -> Callable[[Any], Any]:
    """Return how a column's value is written; what is not there is null."""
    instead = part.as_written.get(field.column.key, _as_it_is)
    match field.kind:
        case FieldKind.ID:
            write: Callable[[Any], Any] = str
        case FieldKind.PERSON:
            write = emails.__getitem__
        case FieldKind.INSTANT:
            write = dt.datetime.isoformat
        case _:
            write = _as_it_is
    return lambda value: None if value is None else write(instead(value))


def _as_it_is(value: Any) -> Any:
    return value
