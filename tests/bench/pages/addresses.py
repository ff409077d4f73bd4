"""Which address each page is asked at: those where there is most to show."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.db import Database
from app.domain.problems import TOPICS
from app.domain.roles import Role
from app.models import (
    Assignment,
    Course,
    Enrollment,
    Inquiry,
    Item,
    OwnProblem,
    ProblemDraft,
    ProblemVersion,
    Regrade,
    Submission,
    User,
    Variant,
)

# No pages: they are for machines.
NOT_PAGES = ("/static/<path:filename>", "/healthz", "/readyz")


@dataclass(frozen=True)
class Place:
    """A page: its pattern, the address at which it is asked, and whether work arrives before each request."""

    pattern: str
    address: str
    is_stirred: bool = False

    @property
    def is_file(self) -> bool:
        """Whether it is a file to download: a whole class, or all of a person's data, with every digit."""
        return self.pattern.endswith((".csv", ".xlsx", ".zip"))


def largest(session: Session) -> tuple[uuid.UUID, uuid.UUID]:
    """Return the course with most people, and its assignment with most submissions."""
    course = session.scalars(
        select(Course.id)
        .join(Enrollment)
        .group_by(Course.id)
        .order_by(func.count().desc())
        .limit(1)
    ).one()
    assignment = session.scalars(
        select(Assignment.id)
        .join(Item)
        .join(Variant, Variant.item_id == Item.id)
        .join(Submission, Submission.variant_id == Variant.id)
        .where(Assignment.course_id == course)
        .group_by(Assignment.id)
        .order_by(func.count().desc())
        .limit(1)
    ).one()
    return course, assignment


def find_values(db: Database) -> dict[str, object]:
    """Return what stands for each part of an address: the largest course, and the student who did most in it."""
    with db.reading() as session:
        course, assignment = largest(session)
        student = session.scalars(
            select(Submission.user_id)
            .join(Enrollment, Enrollment.user_id == Submission.user_id)
            .where(Enrollment.role == Role.STUDENT)
            .group_by(Submission.user_id)
            .order_by(func.count().desc())
            .limit(1)
        ).one()
        item, variant, submission = session.execute(
            select(Item.id, Variant.id, Submission.id)
            .join(Variant, Variant.item_id == Item.id)
            .join(Submission, Submission.variant_id == Variant.id)
            .where(Item.assignment_id == assignment, Variant.user_id == student)
            .order_by(Submission.attempt.desc())
            .limit(1)
        ).one()
        email = session.get_one(User, student).email
        problem, number = session.execute(
            select(OwnProblem.id, ProblemVersion.number)
            .join(ProblemVersion, ProblemVersion.problem_id == OwnProblem.id)
            .where(OwnProblem.course_id == course)
        ).one()
        inquiry = session.scalars(
            select(Inquiry.id).where(Inquiry.course_id == course).limit(1)
        ).one()
        draft = session.scalars(select(ProblemDraft.id)).one()
        regrade = session.scalars(select(Regrade.id)).one()
    return {
        "draft_id": draft,
        "regrade_id": regrade,
        "own_problem_id": problem,
        "person_id": student,
        "token": "no-such-link",
        "number": number,
        "inquiry_id": inquiry,
        "course_id": course,
        "assignment_id": assignment,
        "item_id": item,
        "variant_id": variant,
        "submission_id": submission,
        "member_id": student,
        "student_email": email,
        "topic": TOPICS[0].slug,
    }


def places(app: Flask, values: Mapping[str, object]) -> Iterable[Place]:
    """Yield every page that the application has, and some of them filtered.

    Raises:
        KeyError: Nothing is known to stand for a part of an address.
    """
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if "GET" in (rule.methods or ()) and rule.rule not in NOT_PAGES:
            _, address = rule.build({name: values[name] for name in rule.arguments}) or ("", "")
            yield Place(rule.rule, address)
    assignment, item = values["assignment_id"], values["item_id"]
    for pattern, address in (
        ("/assignments/{assignment}/dashboard", f"/assignments/{assignment}/dashboard"),
        ("/items/{item}/dashboard", f"/items/{item}/dashboard"),
        ("/assignments/{assignment}/mistakes", f"/assignments/{assignment}/mistakes"),
    ):
        yield Place(f"{pattern} after a change", address, is_stirred=True)


def stir(db: Database, values: Mapping[str, object]) -> None:
    """Let an assignment look as if a worker had just claimed its newest submission."""
    newest = (
        select(Submission.id)
        .join(Variant, Variant.id == Submission.variant_id)
        .join(Item, Item.id == Variant.item_id)
        .where(Item.assignment_id == values["assignment_id"])
        .order_by(Submission.created_at.desc())
        .limit(1)
    )
    with db.writing() as session:
        session.execute(
            update(Submission)
            .where(Submission.id == newest.scalar_subquery())
            .values(epoch=Submission.epoch + 1)
        )
