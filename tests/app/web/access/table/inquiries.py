"""Questions of students about an exercise: the student's own is answered by the course's teachers."""

from tests.app.web.access.people import ACCOUNTS, OWNER, TEACHERS
from tests.app.web.access.row import Area, Row

INQUIRIES: Area = {
    ("GET", "/questions"): Row(ACCOUNTS),
    ("POST", "/variants/{variant}/questions"): Row(OWNER, {"kind": "wrong", "text": "Is it?"}),
    ("GET", "/courses/{course}/questions"): Row(TEACHERS),
    ("GET", "/questions/{inquiry}"): Row(OWNER | TEACHERS),
    ("POST", "/questions/{inquiry}/replies"): Row(OWNER | TEACHERS, {"text": "So it is."}),
    ("POST", "/questions/{inquiry}/close"): Row(OWNER | TEACHERS),
    ("POST", "/questions/{inquiry}/reopen"): Row(OWNER | TEACHERS),
    ("POST", "/questions/{inquiry}/seen"): Row(OWNER, {"steps": "1"}),
}
