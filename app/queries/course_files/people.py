"""The people of a course file: everybody whom a row of the course names."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from app.models import User
from app.queries.course_files.fields import FieldKind, fields_of
from app.queries.course_files.parts import PARTS


@dataclass(frozen=True)
class PersonEntry:
    """Somebody whom a course names."""

    user_id: uuid.UUID
    email: str
    name: str


def people_of(session: Session, course_id: uuid.UUID) -> tuple[PersonEntry, ...]:
    """Return everybody whom a row of a course names, by their addresses.

    Guests are in no course, and no row of one names them.
    """
    named = union(
        *(
            select(field.column).where(part.of_course(course_id))
            for part in PARTS
            for field in fields_of(part)
            if field.kind is FieldKind.PERSON
        )
    ).subquery()
    people = session.scalars(select(User).where(User.id.in_(select(named.c[0]))))
    found = (PersonEntry(one.id, str(one.email), one.display_name) for one in people)
    return tuple(sorted(found, key=lambda person: person.email))
