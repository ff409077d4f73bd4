"""Going through a whole course file before anything of it is written."""

import json
import uuid
from collections.abc import Generator, Iterator, Mapping
from typing import Any, cast

from sqlalchemy import PrimaryKeyConstraint, Table, UniqueConstraint

from app.domain.course_files import PEOPLE, Faults, file_name, read_row
from app.queries.course_files import PARTS, FieldKind, Part, fields_of
from app.services.course_files.archive import CourseArchive
from app.services.course_files.reading import Row, RowReader
from app.services.course_files.rules import Seen, faults_of_person, faults_of_whole, require_fit


def read_people(archive: CourseArchive, faults: Faults) -> dict[str, str]:
    """Return the name of everybody in the file, by address.

    Raises:
        NoCourseFile: It is damaged.
        RefusedCourseFile: There are many faults.
    """
    people: dict[str, str] = {}
    for place, plain in _plain_rows(archive, PEOPLE, faults):
        match plain:
            case {"email": str(email), "name": str(name), **rest} if not rest:
                reason = next(faults_of_person(email, name), None)
                if email in people:
                    reason = "the same address stands in an earlier line"
                people[email] = name
            case _:
                reason = "somebody has an email and a name, and nothing else"
        if reason is not None:
            faults.add(place, reason)
    return people


def check_rows(
    archive: CourseArchive, people: Mapping[str, uuid.UUID], faults: Faults
) -> Generator[None, None, Seen]:
    """Go through every row of the course, pausing after each; return what was seen.

    Args:
        archive: The course file.
        people: The id of everybody whom a row may name, by address.
        faults: Told what is wrong.

    Raises:
        NoCourseFile: The file is damaged.
        RefusedCourseFile: There are many faults, or no course.
    """
    seen = Seen()
    for part in PARTS:
        reader, unlike = RowReader(part, people), _Unlike(part)
        places = seen.places.setdefault(part.model.__tablename__, {})
        for place, plain in _plain_rows(archive, part.name, faults):
            try:
                row = reader.read(plain)
                _require_known(part, row, seen)
                unlike.require(row)
                require_fit(part.name, row, seen)
            except ValueError as error:
                faults.add(place, str(error))
            else:
                if "id" in row:
                    places[row["id"]] = place
            yield
        if part.name == "course" and len(places) != 1:
            faults.add(file_name(part.name), "it holds not just one course")
            # Whatever follows would have nothing to belong to.
            faults.raise_any()
    for name, reason in faults_of_whole(seen):
        faults.add(file_name(name), reason)
    return seen


def read_rows(archive: CourseArchive, part: Part, people: Mapping[str, uuid.UUID]) -> Iterator[Row]:
    """Yield the rows of a part that were checked before: by their digest they are the same.

    Raises:
        NoCourseFile: The file was changed meanwhile.
    """
    reader = RowReader(part, people)
    for line in archive.lines(part.name):
        yield reader.read(json.loads(line))


def _plain_rows(
    archive: CourseArchive, part: str, faults: Faults
) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, line in enumerate(archive.lines(part), start=1):
        place = f"{file_name(part)}, line {number}"
        try:
            plain = read_row(line)
        except ValueError as error:
            faults.add(place, str(error))
        else:
            yield place, plain


def _require_known(part: Part, row: Row, seen: Seen) -> None:
    for field in fields_of(part):
        value = row.get(field.column.key)
        if field.kind is not FieldKind.ID or field.refers_to is None or value is None:
            continue
        if value not in seen.places[field.refers_to]:
            raise ValueError(f"the field {field.name} names nothing that stands before it")


class _Unlike:
    """Requires that rows of a part do not claim the same place: one id, or one number of one thing."""

    def __init__(self, part: Part) -> None:
        self._taken = {columns: set[tuple[Any, ...]]() for columns in _keys(part)}

    def require(self, row: Row) -> None:
        for columns, taken in self._taken.items():
            key = tuple(row.get(column) for column in columns)
            if key in taken and None not in key:
                raise ValueError(f"an earlier line has the same {' and '.join(columns)}")
            taken.add(key)


def _keys(part: Part) -> Iterator[tuple[str, ...]]:
    """Yield the columns that tell the rows of a part apart; which course it is, tells none of them."""
    known = {field.column.key for field in fields_of(part)}
    for constraint in cast("Table", part.model.__table__).constraints:
        if isinstance(constraint, PrimaryKeyConstraint | UniqueConstraint):
            names = tuple(column.key for column in constraint.columns if column.key in known)
            if names:
                yield names
