"""A student's exercises and submissions."""

from tests.app.web.access.people import MEMBERS, OWNER, TEACHERS
from tests.app.web.access.row import Area, Row

EXERCISES: Area = {
    ("POST", "/items/{item}"): Row(MEMBERS),
    ("POST", "/items/{item}/next"): Row(MEMBERS),
    ("GET", "/variants/{variant}"): Row(OWNER | TEACHERS),
    ("POST", "/variants/{variant}"): Row(OWNER, {"key": "a sheet's own"}, heard=422),
    ("POST", "/variants/{variant}/draft"): Row(OWNER, {"draft": "1"}),
    # What the student asks for here is refused as well, but as theirs: answers are shown in practice only.
    ("POST", "/variants/{variant}/reveal"): Row(OWNER, heard=409),
    # Its student because it is solved: see test_explanations.
    ("GET", "/variants/{variant}/explanation"): Row(OWNER | TEACHERS),
    ("POST", "/variants/{variant}/explanation"): Row(OWNER | TEACHERS),
    ("GET", "/submissions/{submission}"): Row(OWNER | TEACHERS),
    ("GET", "/submissions/{submission}/status"): Row(OWNER | TEACHERS),
    ("POST", "/submissions/{submission}/requeue"): Row(TEACHERS),
}
