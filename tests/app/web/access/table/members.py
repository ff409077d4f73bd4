"""The people of a course."""

from tests.app.web.access.people import INSTRUCTORS
from tests.app.web.access.row import Area, Row

ROSTER = {"text": "email\nnew@example.org\n", "digest": "of no plan"}

MEMBERS_OF_COURSES: Area = {
    ("GET", "/courses/{course}/members"): Row(INSTRUCTORS),
    ("GET", "/courses/{course}/members/{member}"): Row(INSTRUCTORS),
    ("POST", "/courses/{course}/members/{member}/role"): Row(INSTRUCTORS, {"role": "grader"}),
    ("POST", "/courses/{course}/members/{member}/extra-time"): Row(INSTRUCTORS, {"percent": "25"}),
    ("POST", "/courses/{course}/members/{member}/remove"): Row(INSTRUCTORS),
    ("POST", "/courses/{course}/members/{member}/return"): Row(INSTRUCTORS),
    ("POST", "/courses/{course}/expected/withdraw"): Row(
        INSTRUCTORS, {"email": "expected@example.org"}
    ),
    ("GET", "/courses/{course}/roster"): Row(INSTRUCTORS),
    ("POST", "/courses/{course}/roster"): Row(INSTRUCTORS, ROSTER),
    ("POST", "/courses/{course}/roster/import"): Row(INSTRUCTORS, ROSTER, heard=409),
    ("GET", "/courses/{course}/roster.csv"): Row(INSTRUCTORS),
}
