"""A course's own problems."""

from tests.app.web.access.people import INSTRUCTORS
from tests.app.web.access.row import Area, Row

OWN_PROBLEMS: Area = {
    ("GET", "/courses/{course}/problems"): Row(INSTRUCTORS),
    ("GET", "/courses/{course}/problems/new"): Row(INSTRUCTORS),
    ("POST", "/courses/{course}/problems/new"): Row(INSTRUCTORS, {"text": "a text"}),
    ("POST", "/courses/{course}/problems/propose"): Row(
        INSTRUCTORS,
        {
            "snippet": "x = torch.tensor([2.0, 3.0], requires_grad=True)\n(3 * x * x).sum().backward()\n"
        },
    ),
    ("GET", "/own-problems/{own_problem}"): Row(INSTRUCTORS),
    ("GET", "/own-problems/{own_problem}/versions/{number}"): Row(INSTRUCTORS),
    ("POST", "/own-problems/{own_problem}/versions"): Row(INSTRUCTORS, {"text": "another text"}),
    ("POST", "/own-problems/{own_problem}/versions/{number}/publish"): Row(INSTRUCTORS),
    ("POST", "/own-problems/{own_problem}/archive"): Row(INSTRUCTORS, {"archived": "yes"}),
}
