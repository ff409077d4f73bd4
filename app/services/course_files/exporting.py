"""Exporting a course, with its people and all of their work, to one file."""

import hashlib
import json
import uuid
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

from sqlalchemy.orm import Session

from app.db import Database
from app.domain.course_files import MANIFEST, PEOPLE, Contents, Manifest, file_name, write_row
from app.domain.progress import Progress
from app.domain.roles import Right
from app.queries.course_files import PARTS, count_rows, people_of, rows_of
from app.queries.membership import find_membership

# Of every file in the archive: equal courses make equal files, whenever they are written.
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_TELL_EVERY = 500


@dataclass(frozen=True)
class Exported:
    """What was written: how many people, and how many rows in all."""

    people: int
    rows: int


def export_course(
    db: Database,
    target: IO[bytes],
    *,
    user_id: uuid.UUID,
    course_id: uuid.UUID,
    schema: str,
    progress: Progress,
) -> Exported:
    """Write a course as it stands at one instant, while others go on working in it.

    Args:
        db: The store.
        target: Where the archive is written.
        user_id: Who exports.
        course_id: A course that they manage.
        schema: The store's last migration.
        progress: Told from time to time.

    Raises:
        NotFound: The user manages no such course.
    """
    with _at_one_instant(db) as session:
        find_membership(session, user_id=user_id, course_id=course_id, right=Right.MANAGE_COURSE)
        people = people_of(session, course_id)
        emails = {person.user_id: person.email for person in people}
        whole = len(people) + count_rows(session, course_id)
        archive = _Archive(target, lambda done: progress(done, whole))
        archive.write(PEOPLE, ({"email": one.email, "name": one.name} for one in people))
        for part in PARTS:
            archive.write(part.name, rows_of(session, part, course_id, emails))
    archive.close(schema)
    return Exported(len(people), whole)


@contextmanager
def _at_one_instant(db: Database) -> Iterator[Session]:
    """Read all parts as they stood together; a transaction of SQLite's does that by itself."""
    with db.reading() as session:
        if not db.is_sqlite:
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        yield session


class _Archive:
    """The archive as it is written, part by part."""

    def __init__(self, target: IO[bytes], tell: Callable[[int], None]) -> None:
        self._zip = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED)
        self._tell, self._done = tell, 0
        self._parts: dict[str, Contents] = {}

    def write(self, part: str, rows: Iterator[dict[str, Any]]) -> None:
        digest, count = hashlib.sha256(), 0
        with self._zip.open(_entry(file_name(part)), "w", force_zip64=True) as file:
            for row in rows:
                line = write_row(row).encode()
                file.write(line)
                digest.update(line)
                count += 1
                self._done += 1
                if self._done % _TELL_EVERY == 0:
                    self._tell(self._done)
        self._parts[part] = Contents(count, digest.hexdigest())

    def close(self, schema: str) -> None:
        manifest = json.dumps(Manifest(schema, self._parts).to_json(), indent=2)
        self._zip.writestr(_entry(MANIFEST), f"{manifest}\n")
        self._zip.close()
        self._tell(self._done)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _LONG_AGO)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry
