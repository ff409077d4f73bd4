"""One typed mapping file per aggregate; importing this package registers them all."""

from app.models.accounts import SignIn, User
from app.models.administration import AdminEvent, SignInLink
from app.models.api import ApiReply, ApiToken
from app.models.assignments import Assignment, Extension, Item
from app.models.changes import Change
from app.models.courses import Course, Enrollment, FormerMember, PendingEnrollment
from app.models.drafts import Draft
from app.models.gradebook import (
    AssignmentGroup,
    AssignmentOverride,
    Comment,
    GivenPoints,
    GroupedAssignment,
    ItemOverride,
)
from app.models.inquiries import Inquiry, InquiryEntry
from app.models.own_problems import OwnProblem, PoolVariant, ProblemVersion
from app.models.problem_drafts import ProblemDraft
from app.models.regrades import Regrade, RegradedResult, RegradedStudent, RegradedVariant
from app.models.sittings import Accommodation, SittingRow
from app.models.submissions import Result, Submission
from app.models.told_runs import ToldRun
from app.models.variants import Variant
from app.models.workers import WorkerHeartbeat

__all__ = [
    "Accommodation",
    "AdminEvent",
    "ApiReply",
    "ApiToken",
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
    "GivenPoints",
    "GroupedAssignment",
    "Inquiry",
    "InquiryEntry",
    "Item",
    "ItemOverride",
    "OwnProblem",
    "PendingEnrollment",
    "PoolVariant",
    "ProblemDraft",
    "ProblemVersion",
    "Regrade",
    "RegradedResult",
    "RegradedStudent",
    "RegradedVariant",
    "Result",
    "SignIn",
    "SignInLink",
    "SittingRow",
    "Submission",
    "ToldRun",
    "User",
    "Variant",
    "WorkerHeartbeat",
]
