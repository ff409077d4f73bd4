"""You, and your courses."""

from app.domain.api_tokens import Scope
from tests.app.api.access.row import Area, Row
from tests.app.web.access.people import ACCOUNTS, INSTRUCTORS, MEMBERS

COURSES: Area = {
    ("GET", "/me"): Row(ACCOUNTS),
    ("GET", "/courses"): Row(ACCOUNTS),
    ("POST", "/courses"): Row(ACCOUNTS, Scope.TEACH, 201, {"title": "Mine"}),
    ("POST", "/courses/join"): Row(ACCOUNTS, Scope.SUBMIT, 422, {"join_code": "no code"}),
    ("GET", "/courses/{course_id}"): Row(MEMBERS),
    ("PATCH", "/courses/{course_id}"): Row(
        INSTRUCTORS, Scope.TEACH, body={"title": "Mine", "time_zone": "Asia/Tokyo"}
    ),
    ("POST", "/courses/{course_id}/copies"): Row(
        INSTRUCTORS, Scope.TEACH, 201, {"title": "Mine", "days": 7}
    ),
    ("POST", "/courses/{course_id}/join-code"): Row(
        INSTRUCTORS, Scope.TEACH, body={"join_code": "ANOTHER"}
    ),
}
