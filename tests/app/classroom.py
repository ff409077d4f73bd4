"""A course to test with, and the people in it."""

import uuid
from dataclasses import dataclass, field

from sqlalchemy import select

from app.db import Database
from app.domain.diagnosis import find_misconception, predict
from app.domain.marking import truth_text
from app.domain.problems import Question, QuestionKind, find_truth
from app.models import Course, Item, Variant
from app.services.accounts import sign_up
from app.services.assignments import create_assignment
from app.services.courses import create_course
from app.services.dealing import deal_item
from app.services.doorbell import Doorbell
from app.services.items import NewItem
from app.services.members import join_course
from app.services.submissions import submit
from app.services.taking import Receipt

# The assignment's items: five whose answers are all values, then one for each other kind of question.
PROBLEMS = (
    "one-weight-per-component",
    "zeroed-in-between",
    "two-losses-one-leaf",
    "backward-twice",
    "three-leaves",
    "one-call-too-many",
    "who-is-a-leaf",
    "who-made-this",
    "the-last-step",
)


@dataclass
class RecordingDoorbell:
    """A doorbell that remembers who rang."""

    rings: list[uuid.UUID] = field(default_factory=list)

    def ring(self, submission_id: uuid.UUID) -> None:
        """Remember the ring."""
        self.rings.append(submission_id)


@dataclass
class Classroom:
    """A course with an assignment of some library problems, its instructor and a student."""

    db: Database
    doorbell: Doorbell
    instructor: uuid.UUID
    course: uuid.UUID
    join_code: str
    assignment: uuid.UUID
    items: list[uuid.UUID]
    student: uuid.UUID

    def add_student(self, name: str = "Ada") -> uuid.UUID:
        """Enroll another student."""
        user = sign_up(
            self.db,
            email=f"{uuid.uuid4().hex}@example.org",
            display_name=name,
            password="correct horse",
        ).user_id
        join_course(self.db, user_id=user, join_code=self.join_code)
        return user

    def deal(self, position: int = 0, student: uuid.UUID | None = None) -> uuid.UUID:
        """Deal an item to a student."""
        return deal_item(self.db, user_id=student or self.student, item_id=self.items[position])

    def right_answers(self, variant: uuid.UUID) -> dict[str, str]:
        """Type what the engine finds."""
        with self.db.reading() as session:
            dealt = session.get_one(Variant, variant).as_dealt()
        return {question: truth_text(truth) for question, truth in find_truth(dealt).items()}

    def mistaken_answers(self, variant: uuid.UUID, code: str) -> dict[str, str]:
        """Type what somebody with this misconception answers."""
        with self.db.reading() as session:
            dealt = session.get_one(Variant, variant).as_dealt()
        believed = predict(dealt, [find_misconception(code)])
        assert believed is not None
        assert believed != find_truth(dealt), "the misconception makes no difference here"
        return {question: truth_text(answer) for question, answer in believed.items()}

    def deal_problem(self, slug: str, student: uuid.UUID | None = None) -> uuid.UUID:
        """Deal the item of a problem to a student."""
        return self.deal(PROBLEMS.index(slug), student)

    def wrong_answers(self, variant: uuid.UUID, value: str = "12345") -> dict[str, str]:
        """Type a value that is never right, or choose what is not."""
        with self.db.reading() as session:
            dealt = session.get_one(Variant, variant).as_dealt()
        right = self.right_answers(variant)
        return {one.id: wrong_answer(one, right[one.id], value) for one in dealt.questions}

    def submit(
        self,
        variant: uuid.UUID,
        answers: dict[str, str] | None = None,
        key: str | None = None,
        student: uuid.UUID | None = None,
    ) -> Receipt:
        """Submit, by default the right answers under a fresh key."""
        return submit(
            self.db,
            self.doorbell,
            user_id=student or self.student,
            variant_id=variant,
            answers=self.right_answers(variant) if answers is None else answers,
            idempotency_key=key or uuid.uuid4().hex,
        )


def wrong_answer(question: Question, right: str, value: str) -> str:
    """Give an answer that can be read and is wrong: `value`, another word, or another option."""
    match question.kind:
        case QuestionKind.VALUE:
            return value
        case QuestionKind.TEXT:
            return "NoSuchWord"
        case _:
            return next(option.value for option in question.options if option.value != right)


def make_classroom(db: Database, doorbell: Doorbell, email: str = "grace@example.org") -> Classroom:
    """Make a course with an instructor, a student, and three attempts on each item."""
    instructor = sign_up(db, email=email, display_name="Grace", password="correct horse").user_id
    course_id = create_course(db, user_id=instructor, title="Gradients")
    items = [NewItem(slug, points=4, max_attempts=3) for slug in PROBLEMS]
    assignment_id = create_assignment(
        db, user_id=instructor, course_id=course_id, title="Week 1", items=items
    )
    with db.reading() as session:
        course = session.get_one(Course, course_id)
        item_ids = list(
            session.scalars(
                select(Item.id).where(Item.assignment_id == assignment_id).order_by(Item.position)
            )
        )
    room = Classroom(
        db,
        doorbell,
        instructor,
        course_id,
        course.join_code,
        assignment_id,
        item_ids,
        student=instructor,
    )
    room.student = room.add_student()
    return room
