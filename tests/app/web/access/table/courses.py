"""A course and its settings."""

from tests.app.web.access.people import ADMINISTRATORS, INSTRUCTORS, MEMBERS
from tests.app.web.access.row import Area, Row

COURSES: Area = {
    ("GET", "/courses/{course}"): Row(MEMBERS),
    # A second click on the button comes from who has left already; an administrator is not in it.
    ("POST", "/courses/{course}/leave"): Row((MEMBERS - ADMINISTRATORS) | {"former"}),
    ("GET", "/courses/{course}/settings"): Row(INSTRUCTORS),
    ("POST", "/courses/{course}/title"): Row(INSTRUCTORS, {"title": "Mine"}),
    ("POST", "/courses/{course}/copy"): Row(INSTRUCTORS, {"copy-title": "Mine"}),
    ("POST", "/courses/{course}/archive"): Row(INSTRUCTORS),
    ("POST", "/courses/{course}/restore"): Row(INSTRUCTORS),
    ("POST", "/courses/{course}/joining"): Row(INSTRUCTORS, {"open": "no"}),
    ("POST", "/courses/{course}/join-code"): Row(INSTRUCTORS),
    ("POST", "/courses/{course}/time-zone"): Row(INSTRUCTORS, {"time_zone": "Asia/Tokyo"}),
}
