"""A course's own problems."""

from tests.app.web.access.people import INSTRUCTORS
from tests.app.web.access.row import Area, Row

# What somebody has not saved yet is nobody else's.
AUTHOR = frozenset({"instructor"})

OWN_PROBLEMS: Area = {
    ("GET", "/courses/{course}/problems"): Row(INSTRUCTORS),
    ("GET", "/courses/{course}/problems/new"): Row(INSTRUCTORS),
    ("POST", "/courses/{course}/problems/new"): Row(
        INSTRUCTORS,
        {
            "start": "snippet",
            "snippet": "x = torch.tensor([2.0, 3.0], requires_grad=True)\n(3 * x * x).sum().backward()\n",
        },
    ),
    ("GET", "/problem-drafts/{draft}"): Row(AUTHOR),
    ("GET", "/problem-drafts/{draft}/preview"): Row(AUTHOR),
    ("POST", "/problem-drafts/{draft}"): Row(AUTHOR, {"text": "another text", "revision": "1"}),
    ("POST", "/problem-drafts/{draft}/save"): Row(AUTHOR, {"text": "a text"}),
    ("POST", "/problem-drafts/{draft}/discard"): Row(AUTHOR),
    ("GET", "/own-problems/{own_problem}"): Row(INSTRUCTORS),
    ("GET", "/own-problems/{own_problem}/versions/{number}"): Row(INSTRUCTORS),
    ("POST", "/own-problems/{own_problem}/versions"): Row(INSTRUCTORS, {"text": "another text"}),
    ("POST", "/own-problems/{own_problem}/versions/{number}/publish"): Row(INSTRUCTORS),
    ("POST", "/own-problems/{own_problem}/versions/{number}/restore"): Row(INSTRUCTORS),
    ("POST", "/own-problems/{own_problem}/archive"): Row(INSTRUCTORS, {"archived": "yes"}),
}
