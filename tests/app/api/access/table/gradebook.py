"""The gradebook, groups of assignments, and grading by hand."""

from app.domain.api_tokens import Scope
from tests.app.api.access.row import Area, Row
from tests.app.web.access.people import INSTRUCTORS, TEACHERS

SET = {"points": 2, "reason": "Counted by hand."}

GRADEBOOK: Area = {
    ("GET", "/courses/{course_id}/gradebook"): Row(TEACHERS),
    ("GET", "/courses/{course_id}/gradebook/{member_id}"): Row(TEACHERS),
    # A teacher of a course has no grades in it.
    ("GET", "/courses/{course_id}/grades"): Row(frozenset({"student", "classmate"})),
    ("GET", "/courses/{course_id}/groups"): Row(INSTRUCTORS),
    ("PUT", "/courses/{course_id}/groups"): Row(
        INSTRUCTORS,
        Scope.TEACH,
        body={"groups": [{"title": "Homework", "weight": 1, "drop_lowest": 0, "assignments": []}]},
    ),
    ("GET", "/items/{item_id}/students/{member_id}"): Row(TEACHERS),
    ("PUT", "/items/{item_id}/students/{member_id}/override"): Row(TEACHERS, Scope.TEACH, body=SET),
    ("DELETE", "/items/{item_id}/students/{member_id}/override"): Row(TEACHERS, Scope.TEACH, 204),
    ("POST", "/items/{item_id}/students/{member_id}/comments"): Row(
        TEACHERS, Scope.TEACH, 201, {"text": "Well done."}
    ),
    ("DELETE", "/items/{item_id}/students/{member_id}/comments/{comment_id}"): Row(
        TEACHERS, Scope.TEACH, 204
    ),
    ("GET", "/assignments/{assignment_id}/students/{member_id}"): Row(TEACHERS),
    ("PUT", "/assignments/{assignment_id}/students/{member_id}/override"): Row(
        TEACHERS, Scope.TEACH, body=SET
    ),
    ("DELETE", "/assignments/{assignment_id}/students/{member_id}/override"): Row(
        TEACHERS, Scope.TEACH, 204
    ),
}
