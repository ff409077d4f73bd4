"""The demo course of the embedded default: a teacher, a small class, and work for the worker to mark."""

import uuid
from collections.abc import Iterator, Mapping

from sqlalchemy import select

from app.db import Database
from app.domain import problems
from app.domain.diagnosis import find_misconception, predict
from app.domain.marking import check_answers, truth_text
from app.domain.problems import Truth, find_problem, find_truth, library
from app.models import Course, Item, User, Variant
from app.services.accounts import sign_up
from app.services.assignments import create_assignment
from app.services.courses import create_course
from app.services.dealing import deal_item
from app.services.items import NewItem
from app.services.members import join_course
from app.services.submissions import submit

_PASSWORD = "gradients-add-up"  # noqa: S105 - printed at every start; the demo listens on loopback only
_TEACHER = ("teacher@demo.example", "Grace Hopper", "teacher of the demo course")
_STUDENTS = (
    ("ada@demo.example", "Ada Lovelace", "student of the demo course"),
    ("blaise@demo.example", "Blaise Pascal", "student, half-way through"),
    ("emmy@demo.example", "Emmy Noether", "student, nearly done"),
)
# How much of the assignment each of them has worked on.
_SHARES = (0.0, 0.5, 0.9)


def demo_accounts() -> Iterator[tuple[str, str, str]]:
    """Yield address, password and description of each demo account."""
    for email, _name, whose in (_TEACHER, *_STUDENTS):
        yield email, _PASSWORD, whose


def seed_demo(db: Database) -> None:
    """Fill an empty store with the demo course; a store with any user is left as it is."""
    with db.reading() as session:
        if session.scalars(select(User.id).limit(1)).first() is not None:
            return
    email, name, _whose = _TEACHER
    teacher = sign_up(db, email=email, display_name=name, password=_PASSWORD).user_id
    course_id = create_course(db, user_id=teacher, title="Calculus for machine learning (demo)")
    # Of each topic the easiest: a first look should not begin with the hardest.
    first = {problem.topic: problem for problem in reversed(library())}
    items = [
        NewItem(problem.slug, points=2 * problem.difficulty, max_attempts=3)
        for problem in reversed(first.values())
        if problem.difficulty <= 2
    ]
    assignment_id = create_assignment(
        db,
        user_id=teacher,
        course_id=course_id,
        title="What does backward() leave in x.grad?",
        items=items,
    )
    with db.reading() as session:
        course = session.get_one(Course, course_id)
        item_ids = session.scalars(
            select(Item.id).where(Item.assignment_id == assignment_id).order_by(Item.position)
        ).all()
    for (email, name, _whose), share in zip(_STUDENTS, _SHARES, strict=True):
        student = sign_up(db, email=email, display_name=name, password=_PASSWORD).user_id
        join_course(db, user_id=student, join_code=course.join_code)
        for position, item_id in enumerate(item_ids[: round(share * len(item_ids))]):
            _work(db, student, item_id, right=position % 3 != 1)


def _work(db: Database, student: uuid.UUID, item_id: uuid.UUID, *, right: bool) -> None:
    """Submit once to an item: the truth, or what somebody answers who mistakes it."""
    variant_id = deal_item(db, user_id=student, item_id=item_id)
    with db.reading() as session:
        dealt = session.get_one(Variant, variant_id).as_dealt()
    answers = _texts(find_truth(dealt)) if right else _mistake(dealt)
    submit(
        db,
        _Silence(),
        user_id=student,
        variant_id=variant_id,
        answers=answers,
        idempotency_key=uuid.uuid4().hex,
    )


def _mistake(dealt: problems.Variant) -> dict[str, str]:
    """Answer by the first of the problem's misconceptions whose answers can be typed or chosen here."""
    for code in find_problem(dealt.problem).misconceptions:
        believed = predict(dealt, [find_misconception(code)])
        if believed is not None and not check_answers(dealt.questions, _texts(believed)):
            return _texts(believed)
    return _texts(find_truth(dealt))


def _texts(answers: Mapping[str, Truth]) -> dict[str, str]:
    return {question_id: truth_text(answer) for question_id, answer in answers.items()}


class _Silence:
    """The doorbell before any worker has started; the sweep finds the work."""

    def ring(self, submission_id: uuid.UUID) -> None:
        """Ring for nobody."""
