"""The parts of a course file: which tables a course consists of, and which rows of them are its own."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import InstrumentedAttribute

from app.db import Base
from app.domain.authoring import VersionState
from app.domain.submissions import SubmissionState
from app.models import (
    Accommodation,
    AdminEvent,
    ApiReply,
    ApiToken,
    Assignment,
    AssignmentGroup,
    AssignmentOverride,
    Change,
    Comment,
    Course,
    Draft,
    Enrollment,
    Extension,
    FormerMember,
    GroupedAssignment,
    Inquiry,
    InquiryEntry,
    Item,
    ItemOverride,
    OwnProblem,
    PendingEnrollment,
    PoolVariant,
    ProblemDraft,
    ProblemVersion,
    Regrade,
    RegradedResult,
    RegradedStudent,
    RegradedVariant,
    Result,
    SignIn,
    SignInLink,
    SittingRow,
    Submission,
    ToldRun,
    User,
    Variant,
    WorkerHeartbeat,
)

Ids = Callable[[uuid.UUID], Select[uuid.UUID]]
# What a worker notes while it is at something.
_OF_WORKERS = frozenset({"tries", "epoch", "lease_until"})


@dataclass(frozen=True, eq=False)
class Part:
    """One file of a course file: the rows of one table.

    Attributes:
        name: The file's name, without its ending.
        model: The table.
        place: The column that says to what a row belongs.
        among: The ids of what belongs to a course, where `place` names no course but something in one.
        left_out: Columns that are not written; the store that reads the file finds them itself.
        as_written: What is written in place of a column's value, by the column.
    """

    name: str
    model: type[Base]
    place: InstrumentedAttribute[Any]
    among: Ids | None = None
    left_out: frozenset[str] = frozenset()
    as_written: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)

    def of_course(self, course_id: uuid.UUID) -> ColumnElement[bool]:
        """Return the condition for the rows of a course."""
        if self.among is None:
            return self.place == course_id
        return self.place.in_(self.among(course_id))


def _items(course_id: uuid.UUID) -> Select[uuid.UUID]:
    return select(Item.id).join(Item.assignment).where(Assignment.course_id == course_id)


def _assignments(course_id: uuid.UUID) -> Select[uuid.UUID]:
    return select(Assignment.id).where(Assignment.course_id == course_id)


def _variants(course_id: uuid.UUID) -> Select[uuid.UUID]:
    return select(Variant.id).where(Variant.item_id.in_(_items(course_id)))


def _submissions(course_id: uuid.UUID) -> Select[uuid.UUID]:
    return select(Submission.id).where(Submission.variant_id.in_(_variants(course_id)))


def _problems(course_id: uuid.UUID) -> Select[uuid.UUID]:
    return select(OwnProblem.id).where(OwnProblem.course_id == course_id)


def _regrades(course_id: uuid.UUID) -> Select[uuid.UUID]:
    return select(Regrade.id).where(Regrade.assignment_id.in_(_assignments(course_id)))


def _inquiries(course_id: uuid.UUID) -> Select[uuid.UUID]:
    return select(Inquiry.id).where(Inquiry.course_id == course_id)


def _version_state(state: VersionState) -> VersionState:
    """Whether it is dealt, which is all that holds elsewhere: every version is checked anew there."""
    is_out = state in (VersionState.PREPARING, VersionState.PUBLISHED)
    return VersionState.PUBLISHED if is_out else VersionState.QUEUED


def _submission_state(state: SubmissionState) -> SubmissionState:
    """What is with a worker here waits for one elsewhere."""
    return SubmissionState.QUEUED if state is SubmissionState.MARKING else state


def _without_predictions(before: dict[str, Any]) -> dict[str, Any]:
    """What a variant was before a regrade, without what is found again for the next wrong answer."""
    return {**before, "predictions": None}


PARTS: Final[tuple[Part, ...]] = (
    Part("course", Course, Course.id),
    Part("enrollments", Enrollment, Enrollment.course_id),
    Part("former_members", FormerMember, FormerMember.course_id),
    Part("pending_enrollments", PendingEnrollment, PendingEnrollment.course_id),
    Part("accommodations", Accommodation, Accommodation.course_id),
    Part("own_problems", OwnProblem, OwnProblem.course_id),
    Part(
        "problem_versions",
        ProblemVersion,
        ProblemVersion.problem_id,
        _problems,
        # What a worker reads from the text or finds in it: nobody takes the file's word for that.
        left_out=_OF_WORKERS
        | {"progress", "refusal", "report", "samples", "title", "topic", "difficulty"}
        | {"summary", "misconceptions"},
        as_written={"state": _version_state},
    ),
    Part("assignments", Assignment, Assignment.course_id),
    Part("items", Item, Item.assignment_id, _assignments),
    Part("assignment_groups", AssignmentGroup, AssignmentGroup.course_id),
    Part(
        "grouped_assignments",
        GroupedAssignment,
        GroupedAssignment.assignment_id,
        _assignments,
    ),
    Part("extensions", Extension, Extension.assignment_id, _assignments),
    Part("sittings", SittingRow, SittingRow.assignment_id, _assignments),
    Part(
        "variants",
        Variant,
        Variant.item_id,
        _items,
        # Found again for the next wrong answer.
        left_out=frozenset({"predictions"}),
    ),
    Part("drafts", Draft, Draft.variant_id, _variants),
    Part(
        "submissions",
        Submission,
        Submission.variant_id,
        _variants,
        # By the course workers take turns, within an item attempts are told apart: both follow from the variant.
        left_out=_OF_WORKERS | {"course_id", "item_id"},
        as_written={"state": _submission_state},
    ),
    Part("results", Result, Result.submission_id, _submissions),
    Part("item_overrides", ItemOverride, ItemOverride.item_id, _items),
    Part(
        "assignment_overrides",
        AssignmentOverride,
        AssignmentOverride.assignment_id,
        _assignments,
    ),
    Part("comments", Comment, Comment.item_id, _items),
    Part("inquiries", Inquiry, Inquiry.course_id),
    Part("inquiry_entries", InquiryEntry, InquiryEntry.inquiry_id, _inquiries),
    Part(
        "regrades",
        Regrade,
        Regrade.assignment_id,
        _assignments,
        left_out=_OF_WORKERS,
    ),
    Part(
        "regraded_students",
        RegradedStudent,
        RegradedStudent.regrade_id,
        _regrades,
        left_out=_OF_WORKERS,
    ),
    Part(
        "regraded_variants",
        RegradedVariant,
        RegradedVariant.regrade_id,
        _regrades,
        as_written={"before": _without_predictions},
    ),
    Part("regraded_results", RegradedResult, RegradedResult.regrade_id, _regrades),
    # Its number keeps the order of things, which that of the lines does in a file.
    Part("changes", Change, Change.course_id, left_out=frozenset({"id"})),
)
"""Every part, in an order in which each row follows what it refers to."""

LEFT_OUT: Final[Mapping[type[Base], str]] = {
    User: "of people, a course file tells address and name",
    SignIn: "a browser is signed in to one Gradmark",
    SignInLink: "it opens one Gradmark",
    ApiToken: "it opens one Gradmark",
    ApiReply: "it was an answer of one Gradmark",
    AdminEvent: "it belongs to the whole service",
    WorkerHeartbeat: "it belongs to the whole service",
    ProblemDraft: "a text that was not saved stays with whoever writes it",
    PoolVariant: "the worker that checks a problem makes them",
    ToldRun: "a worker tells it again when somebody asks",
}
"""The tables that are in no course file, and why."""
