"""The people of a course, and its roster."""

from app.domain.api_tokens import Scope
from tests.app.api.access.row import Area, Row
from tests.app.web.access.people import ADMINISTRATORS, INSTRUCTORS, MEMBERS

_LIST = "/courses/{course_id}/members"
_ONE = _LIST + "/{member_id}"
_ROSTER = "email,name\nlinus@example.org,Linus\n"

MEMBERS_TABLE: Area = {
    # A second request comes from who has left already; an administrator is not in it.
    ("POST", "/courses/{course_id}/leave"): Row(
        (MEMBERS - ADMINISTRATORS) | {"former"}, Scope.SUBMIT, 204
    ),
    ("GET", _LIST): Row(INSTRUCTORS),
    ("GET", _ONE): Row(INSTRUCTORS),
    ("PUT", f"{_ONE}/role"): Row(INSTRUCTORS, Scope.TEACH, body={"role": "grader"}),
    ("PUT", f"{_ONE}/extra-time"): Row(INSTRUCTORS, Scope.TEACH, body={"percent": 25}),
    ("DELETE", _ONE): Row(INSTRUCTORS, Scope.TEACH, 204),
    ("POST", f"{_ONE}/return"): Row(INSTRUCTORS, Scope.TEACH),
    ("POST", "/courses/{course_id}/expected/withdraw"): Row(
        INSTRUCTORS, Scope.TEACH, 204, {"email": "expected@example.org"}
    ),
    ("POST", "/courses/{course_id}/roster/check"): Row(
        INSTRUCTORS, Scope.TEACH, body={"text": _ROSTER}
    ),
    # What changes nothing counts as done, whatever was checked.
    ("POST", "/courses/{course_id}/roster"): Row(
        INSTRUCTORS,
        Scope.TEACH,
        body={"text": "email\ngrace@example.org\n", "digest": "of nothing"},
    ),
}
