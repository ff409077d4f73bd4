"""A course on its way in: checked as a whole, then written as a whole."""

import uuid
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.db import Database
from app.domain.authoring import VersionState
from app.domain.course_files import Faults
from app.models import Course, ProblemVersion
from app.queries.course_files import PARTS, Part
from app.services.course_files.accounts import find_accounts, make_accounts
from app.services.course_files.archive import CourseArchive
from app.services.course_files.batches import TOGETHER, in_batches
from app.services.course_files.checking import check_rows, read_people, read_rows
from app.services.course_files.clashes import find_clashes, is_code_taken, unknown_problems
from app.services.course_files.reading import Row
from app.services.course_files.rules import Seen
from app.services.courses import new_join_code


@dataclass(frozen=True)
class Imported:
    """What an import did, or would do.

    Attributes:
        course_id: The course.
        title: Its title.
        rows: How many rows the file has.
        found: Who has an account here already, by address: what they did in the course is theirs.
        made: Who gets an account without a password, by address.
        notes: What else is worth knowing, in sentences.
        is_done: Whether it was written.
    """

    course_id: uuid.UUID
    title: str
    rows: int
    found: tuple[str, ...]
    made: tuple[str, ...]
    notes: tuple[str, ...]
    is_done: bool


class Arrival:
    """A course in a file, first checked and then written.

    Args:
        archive: The course file.
        tell: Told from time to time how many rows were read; each is read once by either.
    """

    def __init__(self, archive: CourseArchive, tell: Callable[[int], None]) -> None:
        self._archive, self._tell, self._read = archive, tell, 0
        self._names: dict[str, str] = {}
        self._seen = Seen()

    def check(self, db: Database) -> None:
        """Read all of the file, and look what of it is here.

        Raises:
            NoCourseFile: It is damaged.
            RefusedCourseFile: There is a fault.
        """
        faults = Faults()
        self._names = read_people(self._archive, faults)
        # Who has no account yet has no id either; whose is whose can be checked all the same.
        anybody = {email: uuid.uuid4() for email in self._names}
        self._seen = self._follow(check_rows(self._archive, anybody, faults))
        with db.reading() as session:
            find_clashes(session, self._seen, faults)
        faults.raise_any()

    def told(self, session: Session, *, is_done: bool) -> Imported:
        """Say what it means for the store as it is now."""
        found = find_accounts(session, self._names)
        return Imported(
            course_id=self._seen.course["id"],
            title=self._seen.course["title"],
            rows=self._archive.manifest.rows,
            found=tuple(sorted(found)),
            made=tuple(sorted(self._names.keys() - found.keys())),
            notes=tuple(self._notes(session)),
            is_done=is_done,
        )

    def write(self, session: Session) -> None:
        """Write all of it in the caller's transaction.

        Raises:
            NoCourseFile: The file was changed since it was checked.
        """
        people = find_accounts(session, self._names)
        people |= make_accounts(session, self._names, people)
        is_taken = is_code_taken(session, self._seen.course["join_code"])
        join_code = new_join_code() if is_taken else self._seen.course["join_code"]
        for part in PARTS:
            rows = (self._stored(part, row, join_code) for row in self._rows(part, people))
            for some in in_batches(rows):
                session.execute(insert(part.model), some)

    def _stored(self, part: Part, row: Row, join_code: str) -> Row:
        """Return a row as it is stored here."""
        if part.model is Course:
            return {**row, "join_code": join_code}
        if "course_id" in part.model.__table__.columns:
            row["course_id"] = self._seen.course["id"]
        if part.model is ProblemVersion and row["state"] is VersionState.PUBLISHED:
            # A worker checks it and fills its pool; only then is it dealt.
            row["state"] = VersionState.PREPARING
        return row

    def _notes(self, session: Session) -> Iterator[str]:
        course = self._seen.course
        if is_code_taken(session, course["join_code"]):
            yield f"The join code {course['join_code']} is another course's here: this one gets a new code."
        for slug in unknown_problems(self._seen):
            yield (
                f"This release has no problem {slug}: what was dealt of it stays as it is, "
                "and nobody else is dealt it."
            )
        if self._seen.slugs:
            yield (
                f"The course's own problems, {len(self._seen.slugs)}, are checked by a worker "
                "before they are dealt to anybody else."
            )

    def _rows(self, part: Part, people: dict[str, uuid.UUID]) -> Iterator[Row]:
        for row in read_rows(self._archive, part, people):
            yield row
            self._count()

    def _follow(self, steps: Generator[None, None, Seen]) -> Seen:
        while True:
            try:
                next(steps)
            except StopIteration as end:
                seen: Seen = end.value
                return seen
            self._count()

    def _count(self) -> None:
        self._read += 1
        if self._read % TOGETHER == 0:
            self._tell(self._read)
