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
    MOST_CHARACTERS,
    MOST_PROBLEMS,
    MOST_VERSIONS,
    VersionState,
    digest_of,
    new_slug,
)
from app.domain.changes import Action
from app.domain.roles import Right
from app.domain.texts import say
from app.errors import Conflict, InvalidInput, NotFound
from app.models import Course, OwnProblem, ProblemVersion
from app.queries.membership import find_membership
from app.services.changes import record_change
from app.services.courses import locked_course, require_open
from app.services.doorbell import Doorbell


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
        problem_id: The id that the form of this click carries: a second click makes no second problem.

    Raises:
        InvalidInput: The text is empty, too long, or holds what no file holds.
        Conflict: The course has as many problems as it may, or `problem_id` is another course's.
        CourseClosed: The course is archived.
        NotFound: The user may write the problems of no such course.
    """
    text, made_id = _clean(text), problem_id or uuid.uuid4()
    try:
        with db.writing() as session:
            course = locked_course(session, course_id)
            _require_author(session, user_id, course_id)
            problem = session.get(OwnProblem, made_id)
            if problem is None:
                problem = _new_problem(session, course, made_id, name)
            elif problem.course_id != course_id:
                raise Conflict(_USED_FORM)
            stored = _store(session, problem, user_id, text)
    except IntegrityError as error:
        # Another course's click with the same id was quicker: ids are random, so this is nobody's accident.
        raise Conflict(_USED_FORM) from error
    doorbell.ring(stored.version_id)
    return stored


def add_version(
    db: Database, doorbell: Doorbell, *, user_id: uuid.UUID, problem_id: uuid.UUID, text: str
) -> Stored:
    """Store another text of a problem; one that it had already is that version again.

    Raises:
        InvalidInput: The text is empty, too long, or holds what no file holds.
        Conflict: The problem has as many versions as are kept.
        CourseClosed: The course is archived.
        NotFound: The user may write no such problem.
    """
    text = _clean(text)
    with db.writing() as session:
        problem = _written_problem(session, user_id, problem_id)
        stored = _store(session, problem, user_id, text)
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


def _require_author(session: Session, user_id: uuid.UUID, course_id: uuid.UUID) -> None:
    require_open(
        find_membership(session, user_id=user_id, course_id=course_id, right=Right.EDIT_ASSIGNMENTS)
    )


def _written_problem(session: Session, user_id: uuid.UUID, problem_id: uuid.UUID) -> OwnProblem:
    """Return a problem, locked: its versions are numbered and published under this lock."""
    problem = session.scalars(
        select(OwnProblem).where(OwnProblem.id == problem_id).with_for_update()
    ).one_or_none()
    if problem is None:
        raise NotFound
    _require_author(session, user_id, problem.course_id)
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


def _store(session: Session, problem: OwnProblem, user_id: uuid.UUID, text: str) -> Stored:
    digest = digest_of(text)
    rows = session.execute(
        select(ProblemVersion.id, ProblemVersion.number, ProblemVersion.digest).where(
            ProblemVersion.problem_id == problem.id
        )
    ).all()
    for row in rows:
        if row.digest == digest:
            return Stored(problem.id, row.id, row.number)
    if len(rows) >= MOST_VERSIONS:
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
        number=max((row.number for row in rows), default=0) + 1,
        digest=digest,
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


def _clean(text: str) -> str:
    """Return a text as a file has it: lines that end with a newline only, and one at the end.

    Raises:
        InvalidInput: It is empty, too long, or holds what cannot be stored.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n") + "\n"
    if not text.strip():
        raise _refused(say("Choose a file, or paste a problem into the field."))
    if len(text) > MOST_CHARACTERS:
        raise _refused(
            say(
                "The file is longer than %(most)s characters. Shorten it, or make two problems of it.",
                most=MOST_CHARACTERS,
            )
        )
    if not text.isprintable() and any(not one.isprintable() and one not in "\n\t" for one in text):
        raise _refused(
            say("The file holds characters that cannot be seen. Save it as plain UTF-8 text.")
        )
    return text


def _refused(message: str) -> InvalidInput:
    return InvalidInput(message, {"text": message})
