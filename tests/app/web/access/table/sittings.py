"""Time-limited assignments; the one of this world has no limit, so nothing is started or ended there."""

from tests.app.web.access.people import INSTRUCTORS, MEMBERS, TEACHERS
from tests.app.web.access.row import Area, Row

SITTINGS: Area = {
    ("GET", "/assignments/{assignment}/start"): Row(MEMBERS),
    ("POST", "/assignments/{assignment}/start"): Row(MEMBERS, heard=409),
    ("GET", "/assignments/{assignment}/clock"): Row(MEMBERS),
    ("GET", "/assignments/{assignment}/finish"): Row(MEMBERS),
    ("POST", "/assignments/{assignment}/finish"): Row(MEMBERS, heard=409),
    ("GET", "/assignments/{assignment}/sittings"): Row(TEACHERS),
    ("POST", "/assignments/{assignment}/sittings"): Row(INSTRUCTORS, heard=422),
}
