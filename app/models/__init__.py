"""One typed mapping file per aggregate; importing this package registers them all."""

from app.models.accounts import SignIn, User
from app.models.assignments import Assignment, Extension, Item
from app.models.changes import Change
from app.models.courses import Course, Enrollment, FormerMember, PendingEnrollment
from app.models.drafts import Draft
from app.models.gradebook import (
    AssignmentGroup,
    AssignmentOverride,
    Comment,
    GroupedAssignment,
    ItemOverride,
)
from app.models.own_problems import OwnProblem, PoolVariant, ProblemVersion
from app.models.sittings import Accommodation, SittingRow
from app.models.submissions import Result, Submission
from app.models.told_runs import ToldRun
from app.models.variants import Variant
from app.models.workers import WorkerHeartbeat

__all__ = [
    "Accommodation",
    "Assignment",
    "AssignmentGroup",
    "AssignmentOverride",
    "Change",
    "Comment",
    "Course",
    "Draft",
    "Enrollment",
    "Extension",
    "FormerMember",
    "GroupedAssignment",
    "Item",
    "ItemOverride",
    "OwnProblem",
    "PendingEnrollment",
    "PoolVariant",
    "ProblemVersion",
    "Result",
    "SignIn",
    "SittingRow",
    "Submission",
    "ToldRun",
    "User",
    "Variant",
    "WorkerHeartbeat",
]
