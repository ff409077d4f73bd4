"""What the teachers of a made-up course do besides: groups, points by hand, comments, and answers to questions."""

import uuid
from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from sqlalchemy import select

from app.cli.simulation.opening import Opened
from app.db import Database
from app.domain.gradebook import GroupFields
from app.domain.inquiries import InquiryKind, InquiryStep
from app.domain.submissions import SubmissionState
from app.models import Assignment, Item, Result, Submission, User, Variant
from app.services.authoring import add_problem, publish
from app.services.commenting import comment
from app.services.grouping import GroupChange, set_groups
from app.services.inquiries import ask, reply, take_step
from app.services.overriding import override_assignment, override_item
from app.services.workshop import work_waiting

# One in so many of a course's submissions that are not wholly right is commented on, asked about, …
_COMMENTED, _ASKED, _OVERRIDDEN, _EXCUSED = 60, 120, 250, 600
_COMMENTS = (
    "Look at which of the two calls adds to the gradient, and which one begins anew.",
    "The weights belong to the components of y, not to those of x. Try it with one of them at 0.",
    "Good: only the sign got lost on the way. Write the derivative down before you put numbers in.",
)
_QUESTIONS = (
    "I ran this in PyTorch and got the same as I typed. Why is it wrong?",
    "Does the second backward() add to what the first one left?",
    "I do not see where the factor 2 comes from.",
)
_ANSWERS = (
    "Did you zero the gradient in between? Here nobody does, so both calls add up.",
    "It does. Look at the explanation, step 3, and tell me if that helps.",
)
_REASON = "Solved it at the board, with a slip of the pen"
_OWN_PROBLEM = """\
# /// gradmark
# title = "Twice around"
# topic = "repeated-backward"
# difficulty = 2
# summary = "Two calls, and nobody zeroes in between."
# misconceptions = ["overwrites"]
# [params]
# a0 = { kind = "vector", size = 2, from = [-5, -4, -3, -2, 2, 3, 4, 5, 6, 7] }
# c = { kind = "vector", size = 2, from = [2, 3, 4, 5, 6, 7, 8, 9] }
# [[ask]]
# expr = "a.grad"
# ///
import torch

a = torch.tensor(a0, requires_grad=True)
(torch.tensor(c) * a).sum().backward()
(a * a).sum().backward()
"""


class _Work(NamedTuple):
    """A submission that is not wholly right."""

    submission_id: uuid.UUID
    variant_id: uuid.UUID
    item_id: uuid.UUID
    assignment_id: uuid.UUID
    student_id: uuid.UUID


def teach(db: Database, opened: Opened, random: Random) -> None:
    """Group a course's assignments, and look after some of what its students got wrong."""
    with db.reading() as session:
        assignments = session.scalars(
            select(Assignment.id)
            .where(Assignment.course_id == opened.course_id)
            .order_by(Assignment.due_at)
        ).all()
        wrong = [
            _Work(*row)
            for row in session.execute(
                select(Submission.id, Variant.id, Item.id, Item.assignment_id, Variant.user_id)
                .join(Variant, Variant.id == Submission.variant_id)
                .join(Item, Item.id == Variant.item_id)
                .join(Result, Result.submission_id == Submission.id)
                .join(User, User.id == Variant.user_id)
                .where(
                    Item.assignment_id.in_(assignments),
                    Submission.state == SubmissionState.MARKED,
                    Result.score < 1,
                )
                .order_by(User.email, Submission.created_at)
            )
        ]
    _group(db, opened, assignments)
    for work in _some(wrong, _COMMENTED, random):
        comment(
            db,
            user_id=opened.instructor,
            item_id=work.item_id,
            student_id=work.student_id,
            submission_id=work.submission_id,
            text=random.choice(_COMMENTS),
        )
    for work in _some(wrong, _ASKED, random):
        _ask(db, opened, work, random)
    for work in _some(wrong, _OVERRIDDEN, random):
        override_item(
            db,
            user_id=opened.instructor,
            item_id=work.item_id,
            student_id=work.student_id,
            points=1,
            reason=_REASON,
        )
    for work in _some(wrong, _EXCUSED, random):
        override_assignment(
            db,
            user_id=opened.instructor,
            assignment_id=work.assignment_id,
            student_id=work.student_id,
            points=None,
            reason="Was ill for two weeks",
        )


def write_problem(db: Database, opened: Opened) -> None:
    """Send in a problem of the course's own, let it be checked, and publish it."""
    stored = add_problem(
        db,
        _Nobody(),
        user_id=opened.instructor,
        course_id=opened.course_id,
        text=_OWN_PROBLEM,
        name="twice-around.py",
    )
    work_waiting(db)
    publish(db, _Nobody(), user_id=opened.instructor, version_id=stored.version_id)
    work_waiting(db)


def _group(db: Database, opened: Opened, assignments: Sequence[uuid.UUID]) -> None:
    """Put all sheets but the last into one group, of which the worst is dropped, and the last into one of its own."""
    sheets, final = uuid.uuid4(), uuid.uuid4()
    set_groups(
        db,
        user_id=opened.instructor,
        course_id=opened.course_id,
        groups=[
            GroupChange(sheets, GroupFields("Sheets", 70, 1)),
            GroupChange(final, GroupFields("Last sheet", 30, 0)),
        ],
        places={**dict.fromkeys(assignments[:-1], sheets), assignments[-1]: final},
    )


def _ask(db: Database, opened: Opened, work: _Work, random: Random) -> None:
    """Let a student ask about an exercise; most questions are answered, and some of those closed."""
    inquiry_id = ask(
        db,
        user_id=work.student_id,
        variant_id=work.variant_id,
        inquiry_id=uuid.uuid4(),
        kind=random.choice(list(InquiryKind)),
        text=random.choice(_QUESTIONS),
        typed={},
    )
    if random.random() < 0.8:
        reply(
            db,
            user_id=opened.instructor,
            inquiry_id=inquiry_id,
            entry_id=uuid.uuid4(),
            text=random.choice(_ANSWERS),
        )
        if random.random() < 0.6:
            take_step(db, user_id=opened.instructor, inquiry_id=inquiry_id, step=InquiryStep.CLOSED)


def _some(wrong: Sequence[_Work], one_in: int, random: Random) -> Sequence[_Work]:
    """Choose one in so many, at least one where there is any, and no two of the same student."""
    by_student = list({work.student_id: work for work in wrong}.values())
    return random.sample(by_student, min(len(by_student), -(-len(wrong) // one_in)))


class _Nobody:
    """The doorbell while no worker runs."""

    def ring(self, work_id: uuid.UUID) -> None:
        """Ring for nobody."""
