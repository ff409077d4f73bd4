"""Where a course file claims what is here already."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.domain.course_files import Faults, file_name
from app.models import Course, OwnProblem
from app.queries.course_files import PARTS
from app.queries.problems import is_in_library
from app.services.course_files.batches import in_batches
from app.services.course_files.rules import Seen

_One = TypeVar("_One")
_SLUG = OwnProblem.__table__.columns["slug"]


def find_clashes(session: Session, seen: Seen, faults: Faults) -> None:
    """Note every id and name of a course file that is taken here.

    Raises:
        RefusedCourseFile: The course itself is here, or there are many clashes.
    """
    course = session.get(Course, seen.course["id"])
    if course is not None:
        faults.add(file_name("course"), f"this course is here already, as “{course.title}”")
        faults.raise_any()
    for part in PARTS:
        places = seen.places[part.model.__tablename__]
        if places:
            for taken in _taken(session, part.model.__table__.columns["id"], list(places)):
                faults.add(places[taken], "something with this id is here already")
    for slug in _taken(session, _SLUG, sorted(seen.slugs)):
        faults.add(file_name("own_problems"), f"there is a problem {slug} here already")
    for slug in _taken(session, _SLUG, unknown_problems(seen)):
        faults.add(file_name("items"), f"the problem {slug} is another course's own")


def unknown_problems(seen: Seen) -> list[str]:
    """Return the problems that neither this release's library nor the course itself has."""
    return sorted(slug for slug in seen.problems - seen.slugs if not is_in_library(slug))


def is_code_taken(session: Session, join_code: str) -> bool:
    """Tell whether another course here has a join code."""
    statement = select(Course.id).where(Course.join_code == join_code)
    return session.scalars(statement).first() is not None


def _taken(session: Session, column: ColumnElement[_One], values: Sequence[_One]) -> Iterator[_One]:
    for some in in_batches(values):
        yield from session.scalars(select(column).where(column.in_(some)))
