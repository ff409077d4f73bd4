"""Assignments, their rules and single students' extensions."""

from tests.app.web.access.people import INSTRUCTORS, MEMBERS
from tests.app.web.access.row import Area, Row

ASSIGNMENTS: Area = {
    ("GET", "/courses/{course}/assignments/new"): Row(INSTRUCTORS),
    ("POST", "/courses/{course}/assignments/new"): Row(
        INSTRUCTORS,
        {
            "title": "Mine",
            "pick.backward-twice": "on",
            "points.backward-twice": "1",
            "attempts.backward-twice": "1",
        },
    ),
    ("POST", "/courses/{course}/assignments/timeline"): Row(INSTRUCTORS),
    ("GET", "/assignments/{assignment}"): Row(MEMBERS),
    ("GET", "/assignments/{assignment}/edit"): Row(INSTRUCTORS),
    ("POST", "/assignments/{assignment}/edit"): Row(INSTRUCTORS, {"title": "Mine"}),
    ("GET", "/assignments/{assignment}/extensions"): Row(INSTRUCTORS),
    ("POST", "/assignments/{assignment}/extensions"): Row(INSTRUCTORS, heard=422),
    ("POST", "/assignments/{assignment}/extensions/{member}/withdraw"): Row(INSTRUCTORS),
}
