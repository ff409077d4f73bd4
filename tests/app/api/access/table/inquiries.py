"""Questions of students about an exercise, and the trail of a course."""

from app.domain.api_tokens import Scope
from tests.app.api.access.row import Area, Row
from tests.app.web.access.people import ACCOUNTS, ADMINISTRATORS, INSTRUCTORS, OWNER, TEACHERS

_ONE = "/inquiries/{inquiry_id}"
_THEIRS = OWNER | TEACHERS

INQUIRIES: Area = {
    ("GET", "/me/inquiries"): Row(ACCOUNTS),
    ("GET", "/courses/{course_id}/inquiries"): Row(TEACHERS),
    ("GET", "/admin/inquiries"): Row(ADMINISTRATORS, Scope.ADMINISTER),
    ("POST", "/exercises/{variant_id}/inquiries"): Row(
        OWNER, Scope.SUBMIT, 201, {"kind": "wrong", "text": "Is it?"}
    ),
    ("GET", _ONE): Row(_THEIRS),
    ("POST", f"{_ONE}/replies"): Row(_THEIRS, Scope.SUBMIT, 201, {"text": "So it is."}),
    ("POST", f"{_ONE}/close"): Row(_THEIRS, Scope.SUBMIT),
    ("POST", f"{_ONE}/reopen"): Row(_THEIRS, Scope.SUBMIT),
    ("PUT", f"{_ONE}/seen"): Row(OWNER, Scope.SUBMIT, 204, {"entries": 1}),
    ("GET", "/courses/{course_id}/changes"): Row(INSTRUCTORS),
}
