"""A course's own problems: sending in a file, mending it, publishing a version, archiving.

A page only stores the text. A worker reads it, runs it and prepares what is dealt (`app.services.workshop`).
"""

import uuid
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.db import Database
from app.domain.authoring import (
    MOST_PROBLEMS,
    MOST_VERSIONS,
    VersionState,
    clean,
    digest_of,
    draft_id_of,
    new_slug,
)
from app.domain.changes import Action
from app.domain.texts import say
from app.errors import Conflict, NotFound
from app.models import Course, OwnProblem, ProblemVersion
from app.queries.problem_drafts import newer_version
from app.services.authors import require_author
from app.services.changes import record_change
from app.services.courses import locked_course
from app.services.doorbell import Doorbell
from app.services.problem_drafts import forget_draft


@dataclass(frozen=True)
class Stored:
    """Where a text is stored: the problem, and which of its versions it is."""

    problem_id: uuid.UUID
    version_id: uuid.UUID
    number: int


def add_problem(
    db: Database,
    doorbell: Doorbell,
    *,
    user_id: uuid.UUID,
    course_id: uuid.UUID,
    text: str,
    name: str = "",
    problem_id: uuid.UUID | None = None,
) -> Stored:
    """Store a new problem of a course, whose text a worker then checks.

    Args:
        db: The store.
        doorbell: Rung after the commit.
        user_id: Who sends it in.
        course_id: Their course.
        text: The problem file.
        name: The file's name, for the problem's slug; empty where the text was typed.
        problem_id: The id that the form of this click carries, and the draft that it was written as, which is gone
            then: a second click makes no second problem.

    Raises:
        InvalidInput: The text is empty, too long, or holds what no file holds.
        Conflict: The course has as many problems as it may, or `problem_id` is another course's, or was used for
            another text.
        CourseClosed: The course is archived.
        NotFound: The user may write the problems of no such course.
    """
    text, made_id = clean(text), problem_id or uuid.uuid4()
    try:
        with db.writing() as session:
            course = locked_course(session, course_id)
            require_author(session, user_id, course_id)
            problem = session.get(OwnProblem, made_id)
            if problem is None:
                problem = _new_problem(session, course, made_id, name)
            elif problem.course_id != course_id:
                raise Conflict(_USED_FORM)
            stored = _store(session, problem, user_id, text, base=0)
            forget_draft(session, made_id, user_id)
    except IntegrityError as error:
        # Another course's click with the same id was quicker: ids are random, so this is nobody's accident.
        raise Conflict(_USED_FORM) from error
    doorbell.ring(stored.version_id)
    return stored


def add_version(
    db: Database,
    doorbell: Doorbell,
    *,
    user_id: uuid.UUID,
    problem_id: uuid.UUID,
    text: str,
    base: int | None = None,
) -> Stored:
    """Store another text of a problem, whose newest version it then is; the newest text again is that version again.

    What the user had typed and not saved is gone then.

    Args:
        db: The store.
        doorbell: Rung after the commit.
        user_id: Who sends it in.
        problem_id: The problem.
        text: The problem file.
        base: The number of the version that the text was begun from; None where nobody looked at one.

    Raises:
        InvalidInput: The text is empty, too long, or holds what no file holds.
        Conflict: Somebody stored a newer version than `base` meanwhile, or the problem has as many versions as it may.
        CourseClosed: The course is archived.
        NotFound: The user may write no such problem.
    """
    text = clean(text)
    with db.writing() as session:
        problem = _written_problem(session, user_id, problem_id)
        stored = _store(session, problem, user_id, text, base)
        forget_draft(session, draft_id_of(problem_id, user_id), user_id)
    doorbell.ring(stored.version_id)
    return stored


def publish(db: Database, doorbell: Doorbell, *, user_id: uuid.UUID, version_id: uuid.UUID) -> None:
    """Have a version's pool prepared; then it is dealt in place of the one before.

    What was dealt of another version stays as it is.

    Raises:
        Conflict: It has not passed the gates.
        CourseClosed: The course is archived.
        NotFound: The user may write no such problem.
    """
    with db.writing() as session:
        problem, version = _written_version(session, user_id, version_id)
        if version.state in (VersionState.QUEUED, VersionState.CHECKING, VersionState.REFUSED):
            raise Conflict(
                say(
                    "Only a version that has passed the check can be published; mend this one first."
                )
            )
        if version.state is VersionState.READY:
            # One at a time: who publishes two wants the later one.
            _stop_preparing(session, problem)
            version.state, version.tries, version.progress = VersionState.PREPARING, 0, 0.0
            version.refusal = None
            record_change(
                session,
                Action.PROBLEM_OUT,
                course_id=problem.course_id,
                by_id=user_id,
                about=version.title or problem.slug,
                after={"version": version.number},
            )
    doorbell.ring(version_id)


def set_archived(
    db: Database, *, user_id: uuid.UUID, problem_id: uuid.UUID, is_archived: bool
) -> None:
    """Offer a problem for new items no more, or again. Where it is in an assignment, it is dealt all the same.

    Raises:
        CourseClosed: The course is archived.
        NotFound: The user may write no such problem.
    """
    with db.writing() as session:
        problem = _written_problem(session, user_id, problem_id)
        if is_archived != (problem.archived_at is not None):
            problem.archived_at = db.now(session) if is_archived else None
            record_change(
                session,
                Action.PROBLEM_ARCHIVED,
                course_id=problem.course_id,
                by_id=user_id,
                about=_title_of(session, problem),
                before={"archived": not is_archived},
                after={"archived": is_archived},
            )


_USED_FORM = say("This form was used already. Reload the page and try again.")


def _written_problem(session: Session, user_id: uuid.UUID, problem_id: uuid.UUID) -> OwnProblem:
    """Return a problem, locked: its versions are numbered and published under this lock."""
    problem = session.scalars(
        select(OwnProblem).where(OwnProblem.id == problem_id).with_for_update()
    ).one_or_none()
    if problem is None:
        raise NotFound
    require_author(session, user_id, problem.course_id)
    return problem


def _written_version(
    session: Session, user_id: uuid.UUID, version_id: uuid.UUID
) -> tuple[OwnProblem, ProblemVersion]:
    problem_id = session.scalars(
        select(ProblemVersion.problem_id).where(ProblemVersion.id == version_id)
    ).one_or_none()
    if problem_id is None:
        raise NotFound
    problem = _written_problem(session, user_id, problem_id)
    version = session.scalars(
        select(ProblemVersion).where(ProblemVersion.id == version_id).with_for_update()
    ).one()
    return problem, version


def _new_problem(session: Session, course: Course, made_id: uuid.UUID, name: str) -> OwnProblem:
    count = select(func.count()).where(OwnProblem.course_id == course.id)
    if session.scalars(count).one() >= MOST_PROBLEMS:
        raise Conflict(
            say(
                "A course has at most %(most)s problems of its own. "
                "Send this text in as a new version of one that you no longer need.",
                most=MOST_PROBLEMS,
            )
        )
    problem = OwnProblem(id=made_id, course_id=course.id, slug=new_slug(name))
    session.add(problem)
    session.flush()
    return problem


def go_back(
    db: Database, doorbell: Doorbell, *, user_id: uuid.UUID, version_id: uuid.UUID
) -> Stored:
    """Make the text of an earlier version the newest one; nothing of what came in between is lost.

    Raises:
        Conflict: The problem has as many versions as are kept.
        CourseClosed: The course is archived.
        NotFound: The user may write no such problem.
    """
    with db.writing() as session:
        problem, version = _written_version(session, user_id, version_id)
        stored = _store(session, problem, user_id, version.text, base=None)
    doorbell.ring(stored.version_id)
    return stored


def _store(
    session: Session, problem: OwnProblem, user_id: uuid.UUID, text: str, base: int | None
) -> Stored:
    newest = session.execute(
        select(
            ProblemVersion.id,
            ProblemVersion.number,
            ProblemVersion.digest,
            func.count().over().label("versions"),
        )
        .where(ProblemVersion.problem_id == problem.id)
        .order_by(ProblemVersion.number.desc())
        .limit(1)
    ).one_or_none()
    if newest is not None:
        if newest.digest == digest_of(text):
            return Stored(problem.id, newest.id, newest.number)
        if base is not None and (newer := newer_version(session, problem.id, than=base)):
            raise Conflict(
                say(
                    "%(newer)s Your text is kept below: compare the two, then save yours again, "
                    "or discard it.",
                    newer=newer.said,
                )
            )
        if newest.versions >= MOST_VERSIONS:
            raise Conflict(
                say(
                    "This problem has %(most)s versions, which is all that are kept. "
                    "Send the text in as a new problem.",
                    most=MOST_VERSIONS,
                )
            )
    version = ProblemVersion(
        id=uuid.uuid4(),
        problem_id=problem.id,
        number=1 if newest is None else newest.number + 1,
        digest=digest_of(text),
        text=text,
        author_id=user_id,
    )
    session.add(version)
    return Stored(problem.id, version.id, version.number)


def _title_of(session: Session, problem: OwnProblem) -> str:
    title = session.scalars(
        select(ProblemVersion.title)
        .where(ProblemVersion.problem_id == problem.id, ProblemVersion.title.is_not(None))
        .order_by(ProblemVersion.number.desc())
        .limit(1)
    ).one_or_none()
    return title or problem.slug


def _stop_preparing(session: Session, problem: OwnProblem) -> None:
    preparing = session.scalars(
        select(ProblemVersion)
        .where(
            ProblemVersion.problem_id == problem.id,
            ProblemVersion.state == VersionState.PREPARING,
        )
        .with_for_update()
    )
    for version in preparing:
        # A worker that is at it loses its claim with the epoch.
        version.state, version.lease_until = VersionState.READY, None
        version.epoch += 1
