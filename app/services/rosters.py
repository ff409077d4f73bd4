"""Taking over a roster: a dry run that shows what would happen, and then exactly that."""

import dataclasses
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, delete, insert, select, update
from sqlalchemy.orm import Session

from app.db import Database
from app.domain.changes import Action
from app.domain.roles import Joined, Right, Role
from app.domain.roster import (
    Outcome,
    Place,
    PlannedLine,
    Roster,
    Standing,
    as_told,
    digest,
    plan,
    read_roster,
)
from app.models import Enrollment, FormerMember, PendingEnrollment, User
from app.queries.membership import find_membership
from app.services.changes import record_change, record_many
from app.services.courses import locked_course


@dataclass(frozen=True)
class RosterCheck:
    """What a roster would do, or has done.

    Attributes:
        lines: Line by line; what was not done yet is told without a word on who has an account.
        unused: Headings of columns that were not looked at.
        digest: Names the effect; whoever confirms it confirms this and nothing else.
        is_applied: Whether it was done.
    """

    lines: tuple[PlannedLine, ...]
    unused: tuple[str, ...]
    digest: str
    is_applied: bool = False

    @property
    def changes(self) -> bool:
        """Whether any line changes anything."""
        return any(line.outcome.changes for line in self.lines)

    def count(self, outcome: Outcome) -> int:
        """Return how many lines have an outcome."""
        return sum(line.outcome is outcome for line in self.lines)


def check_roster(
    db: Database, *, user_id: uuid.UUID, course_id: uuid.UUID, text: str
) -> RosterCheck:
    """Say what a roster would do to a course, and do nothing.

    Raises:
        InvalidInput: The roster as a whole cannot be read.
        NotFound: The user manages the members of no such course.
    """
    with db.reading() as session:
        find_membership(session, user_id=user_id, course_id=course_id, right=Right.MANAGE_MEMBERS)
        return _told(_check(session, course_id, read_roster(text))[0])


def import_roster(
    db: Database, *, user_id: uuid.UUID, course_id: uuid.UUID, text: str, confirmed: str
) -> RosterCheck:
    """Do what a dry run has shown, or nothing where by now it would be something else.

    Args:
        db: The store.
        user_id: Who asks.
        course_id: Their course.
        text: The roster again.
        confirmed: The digest of the dry run that they saw.

    Returns:
        What was done; or, not applied, what would be done now. What changes nothing counts as done.

    Raises:
        InvalidInput: The roster as a whole cannot be read.
        NotFound: The user manages the members of no such course.
    """
    with db.writing() as session:
        locked_course(session, course_id)
        find_membership(session, user_id=user_id, course_id=course_id, right=Right.MANAGE_MEMBERS)
        check, user_ids = _check(session, course_id, read_roster(text))
        if check.changes and check.digest != confirmed:
            return _told(check)
        _apply(session, course_id, check.lines, user_ids)
        _record(session, user_id, course_id, check.lines, user_ids)
    return RosterCheck(check.lines, check.unused, check.digest, is_applied=True)


def _check(
    session: Session, course_id: uuid.UUID, roster: Roster
) -> tuple[RosterCheck, Mapping[str, uuid.UUID]]:
    emails = [entry.email for entry in roster.entries if entry.refusal is None]
    known, user_ids = _known(session, course_id, emails)
    lines = plan(roster.entries, known)
    return RosterCheck(lines, roster.unused, digest(lines)), user_ids


def _told(check: RosterCheck) -> RosterCheck:
    return dataclasses.replace(check, lines=as_told(check.lines))


def _known(
    session: Session, course_id: uuid.UUID, emails: Sequence[str]
) -> tuple[dict[str, Standing], dict[str, uuid.UUID]]:
    expected = session.scalars(
        select(PendingEnrollment.email).where(
            PendingEnrollment.course_id == course_id, PendingEnrollment.email.in_(emails)
        )
    )
    known = {email: Standing(Place.EXPECTED) for email in expected}
    user_ids = {}
    rows = session.execute(
        select(User.email, User.id, User.display_name, Enrollment, FormerMember)
        .outerjoin(
            Enrollment, and_(Enrollment.user_id == User.id, Enrollment.course_id == course_id)
        )
        .outerjoin(
            FormerMember,
            and_(FormerMember.user_id == User.id, FormerMember.course_id == course_id),
        )
        .where(User.email.in_(emails))
    )
    for email, user_id, name, enrollment, former in rows:
        known[str(email)] = _standing(name, enrollment, former)
        user_ids[str(email)] = user_id
    return known, user_ids


def _standing(name: str, enrollment: Enrollment | None, former: FormerMember | None) -> Standing:
    if enrollment is not None:
        return Standing(Place.MEMBER, enrollment.role, enrollment.role_set_by_hand, name)
    if former is not None:
        return Standing(Place.LEFT if former.by_themselves else Place.REMOVED)
    # Who is in no course of theirs yet has not told this teacher their name.
    return Standing(Place.ELSEWHERE)


def _by_outcome(lines: Iterable[PlannedLine]) -> dict[Outcome, list[PlannedLine]]:
    grouped: dict[Outcome, list[PlannedLine]] = {outcome: [] for outcome in Outcome}
    for line in lines:
        grouped[line.outcome].append(line)
    return grouped


def _apply(
    session: Session,
    course_id: uuid.UUID,
    lines: Iterable[PlannedLine],
    user_ids: Mapping[str, uuid.UUID],
) -> None:
    by_outcome = _by_outcome(lines)
    returned = [user_ids[line.entry.email] for line in by_outcome[Outcome.RETURNED]]
    added = [*returned, *(user_ids[line.entry.email] for line in by_outcome[Outcome.ADDED])]
    if returned:
        session.execute(
            delete(FormerMember).where(
                FormerMember.course_id == course_id, FormerMember.user_id.in_(returned)
            )
        )
    if added:
        session.execute(
            insert(Enrollment),
            [
                {
                    "course_id": course_id,
                    "user_id": user_id,
                    "role": Role.STUDENT,
                    "joined": Joined.ROSTER,
                }
                for user_id in added
            ],
        )
    if by_outcome[Outcome.INVITED]:
        session.execute(
            insert(PendingEnrollment),
            [
                {"course_id": course_id, "email": line.entry.email, "name": line.entry.name}
                for line in by_outcome[Outcome.INVITED]
            ],
        )
    if by_outcome[Outcome.ROLE_CHANGED]:
        session.execute(
            update(Enrollment),
            [
                {
                    "course_id": course_id,
                    "user_id": user_ids[line.entry.email],
                    "role": line.role,
                }
                for line in by_outcome[Outcome.ROLE_CHANGED]
            ],
        )


def _record(
    session: Session,
    by_id: uuid.UUID,
    course_id: uuid.UUID,
    lines: Iterable[PlannedLine],
    user_ids: Mapping[str, uuid.UUID],
) -> None:
    by_outcome = _by_outcome(lines)
    for outcome, action in ((Outcome.RETURNED, Action.RETURNED), (Outcome.ADDED, Action.JOINED)):
        record_many(
            session,
            action,
            course_id=course_id,
            by_id=by_id,
            student_ids=[user_ids[line.entry.email] for line in by_outcome[outcome]],
            after={"by": Joined.ROSTER},
        )
    for line in by_outcome[Outcome.ROLE_CHANGED]:
        record_change(
            session,
            Action.ROLE,
            course_id=course_id,
            by_id=by_id,
            student_id=user_ids[line.entry.email],
            after={"role": line.role, "by": Joined.ROSTER},
        )
    invited = len(by_outcome[Outcome.INVITED])
    if invited:
        # Whom, is not written down: they have no account with which they could have it forgotten.
        record_change(
            session, Action.INVITED, course_id=course_id, by_id=by_id, after={"people": invited}
        )
