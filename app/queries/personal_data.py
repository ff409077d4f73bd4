"""Everything that is kept about one person, for them to take away."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Select, literal, or_, select, union_all
from sqlalchemy.orm import Session

from app.models import (
    Accommodation,
    AdminEvent,
    ApiToken,
    Assignment,
    AssignmentOverride,
    Comment,
    Course,
    Draft,
    Enrollment,
    Extension,
    FormerMember,
    Inquiry,
    InquiryEntry,
    Item,
    ItemOverride,
    ProblemDraft,
    Regrade,
    RegradedResult,
    Result,
    SignIn,
    SittingRow,
    Submission,
    User,
    Variant,
)
from app.queries.feedback import hidden_items

Value: TypeAlias = str | float | bool | dt.datetime | dict[str, Any] | list[Any] | None
"""What a cell holds; an object or a list as it is stored."""

_Statement: TypeAlias = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class Section:
    """One table of a person's data.

    Attributes:
        name: Its name in the file: small letters and hyphens.
        columns: The names of its columns.
        rows: The cells of each row, as many as there are columns.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def personal_data(session: Session, user_id: uuid.UUID) -> tuple[Section, ...]:
    """Return all that is kept about a person, in the same number of statements for everybody.

    Results that an assignment does not show them yet are left out; so are the answers to exercises, which the pages
    show where the rules allow it. Password and tokens are kept as digests only, and stay where they are.
    """
    hidden = hidden_items(session, user_id)
    statements = {
        **_account(user_id),
        **_courses(user_id),
        **_work(user_id, hidden),
        **_teachers_words(user_id, hidden),
    }
    return tuple(_section(session, name, one) for name, one in statements.items())


def _section(session: Session, name: str, statement: _Statement) -> Section:
    result = session.execute(statement)
    columns = tuple(result.keys())
    return Section(name, columns, tuple(tuple(map(_plain, row)) for row in result))


def _plain(value: Any) -> Value:
    return str(value) if isinstance(value, uuid.UUID) else value


def _account(user_id: uuid.UUID) -> dict[str, _Statement]:
    return {
        "account": select(
            User.id,
            User.display_name.label("name"),
            User.email,
            User.language,
            User.is_administrator,
            User.created_at,
        ).where(User.id == user_id),
        "sign-ins": select(SignIn.browser, SignIn.created_at, SignIn.expires_at)
        .where(SignIn.user_id == user_id)
        .order_by(SignIn.created_at),
        "tokens": select(
            ApiToken.name,
            ApiToken.beginning,
            ApiToken.scopes,
            ApiToken.created_at,
            ApiToken.expires_at,
            ApiToken.used_at,
        )
        .where(ApiToken.user_id == user_id)
        .order_by(ApiToken.created_at),
        "administration": select(AdminEvent.step, AdminEvent.created_at)
        .where(AdminEvent.about_id == user_id)
        .order_by(AdminEvent.created_at),
    }


def _courses(user_id: uuid.UUID) -> dict[str, _Statement]:
    places = union_all(
        select(
            Course.title.label("course"),
            Enrollment.role,
            Enrollment.joined.label("came_by"),
            Enrollment.created_at.label("since"),
            literal(None).label("left_at"),
        )
        .join(Course, Course.id == Enrollment.course_id)
        .where(Enrollment.user_id == user_id),
        select(
            Course.title,
            FormerMember.role,
            FormerMember.joined,
            FormerMember.joined_at,
            FormerMember.created_at,
        )
        .join(Course, Course.id == FormerMember.course_id)
        .where(FormerMember.user_id == user_id),
    ).subquery()
    return {
        "courses": select(places).order_by(places.c.since),
        "extensions": select(
            Assignment.title.label("assignment"),
            Extension.until,
            Extension.minutes,
            Extension.created_at,
        )
        .join(Assignment, Assignment.id == Extension.assignment_id)
        .where(Extension.user_id == user_id)
        .order_by(Extension.created_at),
        "extra-time": select(
            Course.title.label("course"), Accommodation.extra_percent, Accommodation.created_at
        )
        .join(Course, Course.id == Accommodation.course_id)
        .where(Accommodation.user_id == user_id)
        .order_by(Accommodation.created_at),
        "sittings": select(
            Assignment.title.label("assignment"),
            SittingRow.started_at,
            SittingRow.minutes,
            SittingRow.ended_at,
        )
        .join(Assignment, Assignment.id == SittingRow.assignment_id)
        .where(SittingRow.user_id == user_id)
        .order_by(SittingRow.started_at),
    }


def _work(user_id: uuid.UUID, hidden: Collection[uuid.UUID]) -> dict[str, _Statement]:
    may_see = or_(Variant.item_id.is_(None), Variant.item_id.not_in(hidden))
    return {
        "exercises": select(
            Variant.id,
            Course.title.label("course"),
            Assignment.title.label("assignment"),
            Variant.problem,
            Variant.version,
            Variant.seed,
            Variant.code.label("program"),
            Variant.questions,
            Variant.created_at.label("dealt_at"),
            Variant.revealed_at.label("answers_shown_at"),
        )
        .outerjoin(Item, Item.id == Variant.item_id)
        .outerjoin(Assignment, Assignment.id == Item.assignment_id)
        .outerjoin(Course, Course.id == Assignment.course_id)
        .where(Variant.user_id == user_id)
        .order_by(Variant.created_at, Variant.id),
        "submissions": select(
            Submission.id,
            Submission.variant_id.label("exercise"),
            Submission.attempt,
            Submission.created_at.label("submitted_at"),
            Submission.answers,
            Submission.state,
            Submission.failure,
            Result.score,
            Result.marks,
            Result.diagnosis,
            Result.marked_at,
        )
        .join(Variant, Variant.id == Submission.variant_id)
        .outerjoin(Result, (Result.submission_id == Submission.id) & may_see)
        .where(Submission.user_id == user_id)
        .order_by(Submission.created_at, Submission.id),
        "drafts": select(Draft.variant_id.label("exercise"), Draft.answers, Draft.saved_at)
        .join(Variant, Variant.id == Draft.variant_id)
        .where(Variant.user_id == user_id)
        .order_by(Draft.saved_at),
        "problem-drafts": select(
            Course.title.label("course"), ProblemDraft.text, ProblemDraft.saved_at
        )
        .join(Course, Course.id == ProblemDraft.course_id)
        .where(ProblemDraft.user_id == user_id)
        .order_by(ProblemDraft.saved_at),
    }


def _teachers_words(user_id: uuid.UUID, hidden: Collection[uuid.UUID]) -> dict[str, _Statement]:
    given = union_all(*_points(user_id, hidden)).subquery()
    return {
        "points-given": select(given).order_by(given.c.created_at),
        "comments": select(Item.title.label("item"), Comment.text, Comment.created_at)
        .join(Item, Item.id == Comment.item_id)
        .where(Comment.user_id == user_id, Comment.item_id.not_in(hidden))
        .order_by(Comment.created_at),
        "regrades": select(
            RegradedResult.submission_id.label("submission"),
            Regrade.reason,
            RegradedResult.score_before,
            RegradedResult.score_after,
            Regrade.begun_at.label("regraded_at"),
        )
        .join(Regrade, Regrade.id == RegradedResult.regrade_id)
        .join(Submission, Submission.id == RegradedResult.submission_id)
        .join(Variant, Variant.id == Submission.variant_id)
        .where(
            Submission.user_id == user_id,
            RegradedResult.is_applied,
            Variant.item_id.not_in(hidden),
        )
        .order_by(Regrade.begun_at, Submission.id),
        "questions": select(
            Inquiry.variant_id.label("exercise"),
            Inquiry.kind,
            Inquiry.state,
            InquiryEntry.step,
            InquiryEntry.by_teacher,
            InquiryEntry.text,
            InquiryEntry.created_at,
        )
        .join(InquiryEntry, InquiryEntry.inquiry_id == Inquiry.id)
        .where(Inquiry.student_id == user_id)
        .order_by(Inquiry.created_at, Inquiry.id, InquiryEntry.number),
    }


def _points(user_id: uuid.UUID, hidden: Collection[uuid.UUID]) -> Iterator[_Statement]:
    yield (
        select(
            Assignment.title.label("assignment"),
            Item.title.label("item"),
            ItemOverride.points,
            ItemOverride.reason,
            ItemOverride.created_at,
        )
        .join(Item, Item.id == ItemOverride.item_id)
        .join(Assignment, Assignment.id == Item.assignment_id)
        .where(ItemOverride.user_id == user_id, Item.id.not_in(hidden))
    )
    withheld = select(Item.assignment_id).where(Item.id.in_(hidden))
    yield (
        select(
            Assignment.title,
            literal(None),
            AssignmentOverride.points,
            AssignmentOverride.reason,
            AssignmentOverride.created_at,
        )
        .join(Assignment, Assignment.id == AssignmentOverride.assignment_id)
        .where(AssignmentOverride.user_id == user_id, Assignment.id.not_in(withheld))
    )
