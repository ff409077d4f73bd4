"""The library of problems, and practice."""

from app.domain.api_tokens import Scope
from tests.app.api.access.row import Area, Row
from tests.app.web.access.people import ACCOUNTS, INSTRUCTORS

LIBRARY: Area = {
    ("GET", "/courses/{course_id}/library"): Row(INSTRUCTORS),
    ("GET", "/courses/{course_id}/library/{slug}"): Row(INSTRUCTORS),
    ("GET", "/practice"): Row(ACCOUNTS),
    ("POST", "/practice/topics/{topic}/begin"): Row(ACCOUNTS, Scope.SUBMIT),
    ("POST", "/practice/problems/{slug}/begin"): Row(ACCOUNTS, Scope.SUBMIT),
}
