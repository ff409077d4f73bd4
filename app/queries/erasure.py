"""What goes when an account is deleted, and what stands in the way."""

import uuid
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from app.domain.roles import Role
from app.models import ApiToken, Course, Enrollment, FormerMember, Submission, Variant


@dataclass(frozen=True)
class TaughtAlone:
    """A course whose only instructor somebody is.

    `others` counts its other members, `former` who was in it and whose work is kept.
    """

    course_id: uuid.UUID
    title: str
    others: int
    former: int

    @property
    def must_be_handed_over(self) -> bool:
        """Whether others are in it, who need an instructor."""
        return self.others > 0

    @property
    def is_kept(self) -> bool:
        """Whether it stays for the work of former members, archived."""
        return self.former > 0


@dataclass(frozen=True)
class Erasure:
    """What goes with an account: its work, its places in courses, its tokens, and the courses of nobody else."""

    exercises: int
    submissions: int
    courses: int
    tokens: int
    taught_alone: tuple[TaughtAlone, ...]

    @property
    def in_the_way(self) -> tuple[TaughtAlone, ...]:
        """The courses that need another instructor first."""
        return tuple(course for course in self.taught_alone if course.must_be_handed_over)

    @property
    def goes(self) -> tuple[TaughtAlone, ...]:
        """The courses that are deleted: nobody else is or was in them."""
        return tuple(
            course
            for course in self.taught_alone
            if not course.must_be_handed_over and not course.is_kept
        )

    @property
    def stays(self) -> tuple[TaughtAlone, ...]:
        """The courses that are archived."""
        return tuple(
            course
            for course in self.taught_alone
            if course.is_kept and not course.must_be_handed_over
        )


def erasure(session: Session, user_id: uuid.UUID) -> Erasure:
    """Return what goes when somebody's account is deleted."""
    own = (Variant.user_id, Submission.user_id, Enrollment.user_id, ApiToken.user_id)
    exercises, submissions, courses, tokens = session.execute(
        select(*(select(func.count()).where(one == user_id).scalar_subquery() for one in own))
    ).one()
    return Erasure(exercises, submissions, courses, tokens, taught_alone(session, user_id))


def taught_alone(session: Session, user_id: uuid.UUID) -> tuple[TaughtAlone, ...]:
    """Return the courses whose only instructor somebody is, by their titles."""
    fellow, teacher = aliased(Enrollment), aliased(Enrollment)
    others = (
        select(func.count())
        .where(fellow.course_id == Course.id, fellow.user_id != user_id)
        .scalar_subquery()
    )
    former = (
        select(func.count())
        .where(FormerMember.course_id == Course.id, FormerMember.user_id != user_id)
        .scalar_subquery()
    )
    another = select(teacher.user_id).where(
        teacher.course_id == Course.id,
        teacher.user_id != user_id,
        teacher.role == Role.INSTRUCTOR,
    )
    rows = session.execute(
        select(Course.id, Course.title, others, former)
        .join(Enrollment, Enrollment.course_id == Course.id)
        .where(
            Enrollment.user_id == user_id,
            Enrollment.role == Role.INSTRUCTOR,
            ~another.exists(),
        )
        .order_by(Course.title, Course.id)
    )
    return tuple(TaughtAlone(*row) for row in rows)
