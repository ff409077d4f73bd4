"""Regrades of an assignment."""

from app.domain.api_tokens import Scope
from tests.app.api.access.row import Area, Row
from tests.app.web.access.people import INSTRUCTORS

_ONE = "/regrades/{regrade_id}"
REASON = "It was marked too strictly."

REGRADES: Area = {
    ("GET", "/assignments/{assignment_id}/regrades"): Row(INSTRUCTORS),
    ("POST", "/assignments/{assignment_id}/regrades"): Row(
        INSTRUCTORS, Scope.TEACH, 201, {"reason": REASON}
    ),
    ("POST", "/submissions/{submission_id}/accept"): Row(
        INSTRUCTORS, Scope.TEACH, 201, {"question": "a_grad", "reason": REASON}
    ),
    ("GET", _ONE): Row(INSTRUCTORS),
    ("GET", f"{_ONE}/students"): Row(INSTRUCTORS),
    ("POST", f"{_ONE}/apply"): Row(INSTRUCTORS, Scope.TEACH, body={"mode": "replace"}),
    ("POST", f"{_ONE}/discard"): Row(INSTRUCTORS, Scope.TEACH),
    # The world's waits to be applied.
    ("POST", f"{_ONE}/undo"): Row(INSTRUCTORS, Scope.TEACH, 409),
}
