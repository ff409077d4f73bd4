"""A course's own problems, and drafts of them."""

from app.domain.api_tokens import Scope
from tests.app.api.access.row import Area, Row
from tests.app.web.access.people import INSTRUCTORS

_ONE = "/own-problems/{own_problem_id}"
_VERSION = f"{_ONE}/versions/{{number}}"
_DRAFT = "/problem-drafts/{draft_id}"
# A draft is its writer's alone.
_WRITER = frozenset({"instructor"})
SNIPPET = "x = torch.tensor([2.0, 3.0], requires_grad=True)\n(3 * x * x).sum().backward()\n"

OWN_PROBLEMS: Area = {
    ("GET", "/courses/{course_id}/problems"): Row(INSTRUCTORS),
    ("POST", "/courses/{course_id}/proposals"): Row(
        INSTRUCTORS, Scope.TEACH, body={"snippet": SNIPPET}
    ),
    ("POST", "/courses/{course_id}/problems"): Row(
        INSTRUCTORS, Scope.TEACH, 201, {"text": "a text"}
    ),
    ("GET", _ONE): Row(INSTRUCTORS),
    ("PATCH", _ONE): Row(INSTRUCTORS, Scope.TEACH, body={"is_archived": True}),
    ("POST", f"{_ONE}/versions"): Row(INSTRUCTORS, Scope.TEACH, 201, {"text": "another text"}),
    ("GET", _VERSION): Row(INSTRUCTORS),
    ("POST", f"{_VERSION}/publish"): Row(INSTRUCTORS, Scope.TEACH),
    ("POST", f"{_VERSION}/restore"): Row(INSTRUCTORS, Scope.TEACH),
    ("GET", "/courses/{course_id}/problem-drafts"): Row(INSTRUCTORS),
    ("POST", "/courses/{course_id}/problem-drafts"): Row(
        INSTRUCTORS, Scope.TEACH, 201, {"text": "a text"}
    ),
    ("GET", _DRAFT): Row(_WRITER),
    ("PUT", _DRAFT): Row(_WRITER, Scope.TEACH, body={"text": "a text", "revision": 1}),
    ("POST", f"{_DRAFT}/save"): Row(_WRITER, Scope.TEACH, 201),
    ("DELETE", _DRAFT): Row(_WRITER, Scope.TEACH, 204),
}
