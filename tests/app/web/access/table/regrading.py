"""Regrades of what was marked."""

from tests.app.web.access.people import INSTRUCTORS
from tests.app.web.access.row import Area, Row

REGRADING: Area = {
    ("GET", "/assignments/{assignment}/regrades"): Row(INSTRUCTORS),
    ("POST", "/assignments/{assignment}/regrades"): Row(INSTRUCTORS, {"reason": "A mistake."}),
    ("GET", "/regrades/{regrade}"): Row(INSTRUCTORS),
    ("POST", "/regrades/{regrade}/apply"): Row(INSTRUCTORS, {"mode": "replace"}),
    ("POST", "/regrades/{regrade}/discard"): Row(INSTRUCTORS),
    ("POST", "/regrades/{regrade}/undo"): Row(INSTRUCTORS, heard=409),
    ("GET", "/submissions/{submission}/accept"): Row(INSTRUCTORS),
    ("POST", "/submissions/{submission}/accept"): Row(
        INSTRUCTORS, {"question": "a_grad", "where": "item", "reason": "A mistake."}
    ),
}
