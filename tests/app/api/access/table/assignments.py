"""Assignments, their times, and a student's own work in them."""

from app.domain.api_tokens import Scope
from tests.app.api.access.row import Area, Row
from tests.app.web.access.people import ACCOUNTS, INSTRUCTORS, MEMBERS, OWNER, TEACHERS

_OF_COURSE = "/courses/{course_id}/assignments"
_ONE = "/assignments/{assignment_id}"
_EXERCISE = "/exercises/{variant_id}"

ASSIGNMENTS: Area = {
    ("GET", _OF_COURSE): Row(MEMBERS),
    ("POST", _OF_COURSE): Row(
        INSTRUCTORS, Scope.TEACH, 201, {"title": "Mine", "items": [{"problem": "backward-twice"}]}
    ),
    ("GET", _ONE): Row(MEMBERS),
    ("GET", f"{_ONE}/rules"): Row(INSTRUCTORS),
    ("PATCH", f"{_ONE}/rules"): Row(INSTRUCTORS, Scope.TEACH, body={"title": "Mine"}),
    ("POST", f"{_ONE}/items"): Row(INSTRUCTORS, Scope.TEACH, 201, {"problem": "backward-twice"}),
    ("PUT", f"{_ONE}/items/order"): Row(
        INSTRUCTORS, Scope.TEACH, 404, {"item_ids": ["00000000-0000-4000-8000-000000000000"]}
    ),
    ("PATCH", f"{_ONE}/items/{{item_id}}"): Row(INSTRUCTORS, Scope.TEACH, body={"points": 5}),
    # Somebody has begun it, so it stays.
    ("DELETE", f"{_ONE}/items/{{item_id}}"): Row(INSTRUCTORS, Scope.TEACH, 422),
    ("GET", f"{_ONE}/extensions"): Row(INSTRUCTORS),
    # The assignment is never due, so nobody needs more time; and a teacher is no student.
    ("PUT", f"{_ONE}/extensions/{{student_id}}"): Row(
        INSTRUCTORS, Scope.TEACH, 422, {"until": "2099-01-01T00:00:00Z"}
    ),
    ("DELETE", f"{_ONE}/extensions/{{student_id}}"): Row(INSTRUCTORS, Scope.TEACH, 204),
    ("GET", f"{_ONE}/sittings"): Row(TEACHERS),
    ("POST", f"{_ONE}/sittings/minutes"): Row(INSTRUCTORS, Scope.TEACH, 422, {"minutes": 5}),
    # There is no time limit to start.
    ("POST", f"{_ONE}/start"): Row(MEMBERS, Scope.SUBMIT, 409),
    ("POST", f"{_ONE}/finish"): Row(MEMBERS, Scope.SUBMIT, 409),
}
WORK: Area = {
    ("POST", "/items/{item_id}/begin"): Row(MEMBERS, Scope.SUBMIT),
    ("POST", "/items/{item_id}/next"): Row(MEMBERS, Scope.SUBMIT),
    ("GET", _EXERCISE): Row(OWNER | TEACHERS),
    ("PUT", f"{_EXERCISE}/draft"): Row(
        OWNER, Scope.SUBMIT, body={"answers": {"a_grad": "[1, 2"}, "counter": 1}
    ),
    ("POST", f"{_EXERCISE}/submissions"): Row(OWNER, Scope.SUBMIT, 422, {"answers": {}}),
    # Its student because it is solved.
    ("GET", f"{_EXERCISE}/explanation"): Row(OWNER | TEACHERS),
    ("POST", f"{_EXERCISE}/explanation"): Row(OWNER | TEACHERS, Scope.SUBMIT, 204),
    # Answers are shown in practice only.
    ("POST", f"{_EXERCISE}/reveal"): Row(OWNER, Scope.SUBMIT, 409),
    ("GET", "/submissions/{submission_id}"): Row(OWNER | TEACHERS),
    ("POST", "/submissions/{submission_id}/requeue"): Row(TEACHERS, Scope.TEACH),
    ("GET", "/me/submissions"): Row(ACCOUNTS),
    ("GET", "/me/progress"): Row(ACCOUNTS),
}
