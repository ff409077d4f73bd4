"""Importing a course from a file that may come from anywhere: all of it, or nothing."""

import uuid
from collections.abc import Callable
from typing import IO

from sqlalchemy.exc import IntegrityError

from app.db import Database
from app.domain.administration import AdminStep
from app.domain.course_files import Fault, NoCourseFile, RefusedCourseFile, file_name
from app.domain.progress import Progress
from app.models import AdminEvent
from app.queries.membership import require_administrator
from app.services.course_files.archive import CourseArchive
from app.services.course_files.arriving import Arrival, Imported


def import_course(
    db: Database,
    file: IO[bytes],
    *,
    user_id: uuid.UUID,
    knows_schema: Callable[[str], bool],
    progress: Progress,
    is_dry_run: bool = False,
) -> Imported:
    """Write a course that `export_course` wrote from another store, under the ids that it has.

    People are found by their addresses; who has no account gets one without a password. Problems of the course's own
    are checked and prepared by a worker before anything of them is dealt.

    Args:
        db: The store.
        file: The course file; seekable.
        user_id: An administrator.
        knows_schema: Tells whether this release has a migration.
        progress: Told from time to time.
        is_dry_run: Nothing is written; what would be is told.

    Raises:
        NoCourseFile: It is none that this release can read, or damaged.
        RefusedCourseFile: It contradicts itself, or what is here already.
        NotFound: The user is no administrator.
    """
    with db.reading() as session:
        require_administrator(session, user_id)
    archive = CourseArchive(file)
    if not knows_schema(archive.manifest.schema):
        raise NoCourseFile(
            f"It was written by a newer release (schema {archive.manifest.schema[:40]}). Import it with that one."
        )
    passes = 1 if is_dry_run else 2
    arrival = Arrival(archive, lambda done: progress(done, passes * archive.manifest.rows))
    arrival.check(db)
    if is_dry_run:
        with db.reading() as session:
            return arrival.told(session, is_done=False)
    try:
        with db.writing() as session:
            done = arrival.told(session, is_done=True)
            arrival.write(session)
            session.add(
                AdminEvent(
                    step=AdminStep.IMPORTED,
                    actor_id=user_id,
                    amount=len(done.found) + len(done.made),
                )
            )
    except IntegrityError:
        # Somebody else wrote between check and writing, or the same submissions were here under other ids.
        fault = Fault(file_name("course"), "some of it is here already, or came in meanwhile")
        raise RefusedCourseFile((fault,)) from None
    return done
