"""The gradebook, grading by hand, groups, and the trail of changes."""

from tests.app.web.access.people import INSTRUCTORS, TEACHERS
from tests.app.web.access.row import Area, Row

SET = {"kind": "points", "points": "2", "reason": "Counted by hand."}

GRADEBOOK: Area = {
    ("GET", "/courses/{course}/gradebook"): Row(TEACHERS),
    ("GET", "/courses/{course}/gradebook.csv"): Row(TEACHERS),
    ("GET", "/courses/{course}/gradebook.xlsx"): Row(TEACHERS),
    ("GET", "/courses/{course}/gradebook/students/{member}"): Row(TEACHERS),
    # A teacher of a course has no grades in it.
    ("GET", "/courses/{course}/grades"): Row(frozenset({"student", "classmate"})),
    ("GET", "/courses/{course}/gradebook/groups"): Row(INSTRUCTORS),
    ("POST", "/courses/{course}/gradebook/groups"): Row(
        INSTRUCTORS,
        {
            "group": "5d1f6cbe-5f0e-4f0e-9b1c-0a6b3a0f6b11",
            "title.5d1f6cbe-5f0e-4f0e-9b1c-0a6b3a0f6b11": "Homework",
            "weight.5d1f6cbe-5f0e-4f0e-9b1c-0a6b3a0f6b11": "1",
            "drop.5d1f6cbe-5f0e-4f0e-9b1c-0a6b3a0f6b11": "0",
        },
    ),
    ("GET", "/courses/{course}/changes"): Row(INSTRUCTORS),
    ("GET", "/courses/{course}/changes.csv"): Row(INSTRUCTORS),
    ("GET", "/items/{item}/students/{member}"): Row(TEACHERS),
    ("POST", "/items/{item}/students/{member}/override"): Row(TEACHERS, SET),
    ("POST", "/items/{item}/students/{member}/override/withdraw"): Row(TEACHERS),
    ("POST", "/items/{item}/students/{member}/comments"): Row(TEACHERS, {"text": "Well done."}),
    ("POST", "/items/{item}/students/{member}/comments/{comment}/withdraw"): Row(TEACHERS),
    ("GET", "/assignments/{assignment}/students/{member}"): Row(TEACHERS),
    ("POST", "/assignments/{assignment}/students/{member}/override"): Row(TEACHERS, SET),
    ("POST", "/assignments/{assignment}/students/{member}/override/withdraw"): Row(TEACHERS),
}
