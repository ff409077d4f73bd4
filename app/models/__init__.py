"""One typed mapping file per aggregate; importing this package registers them all."""

from app.models.accounts import SignIn, User
from app.models.assignments import Assignment, Extension, Item
from app.models.courses import Course, Enrollment, FormerMember, PendingEnrollment
from app.models.submissions import Result, Submission
from app.models.variants import Variant
from app.models.workers import WorkerHeartbeat

__all__ = [
    "Assignment",
    "Course",
    "Enrollment",
    "Extension",
    "FormerMember",
    "Item",
    "PendingEnrollment",
    "Result",
    "SignIn",
    "Submission",
    "User",
    "Variant",
    "WorkerHeartbeat",
]
