"""The people and exercises of the benchmark: five large classes, a seminar, and what their students will answer.

Accounts, sign-ins and exercises are written straight into the store, as thousands of passwords would take minutes; the
courses and assignments are made as their teachers make them.
"""

import datetime as dt
import itertools
import random
import re
import secrets
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import insert

from app.db import Database
from app.domain.diagnosis import Dealt, Predictions, deal
from app.domain.marking import check_answers, truth_text
from app.domain.problems import find_problem
from app.domain.roles import Role
from app.models import Enrollment, Item, Submission, User, Variant
from app.services.accounts import begin_sign_in
from app.services.assignments import create_assignment
from app.services.courses import create_course
from app.services.items import NewItem
from app.services.passwords import hash_password
from app.services.verdicts import Known
from app.settings import Settings
from app.site import create_app

PROBLEMS = (
    "one-weight-per-component",
    "zeroed-in-between",
    "two-losses-one-leaf",
    "three-leaves",
    "a-dot-product",
    "a-matrix-times-a-vector",
    "a-quadratic-form",
    "relu-and-clamp",
)
CLASSES, STUDENTS, TEXTS, ATTEMPTS = 5, 600, 100, 100
PASSWORD = "a password of the benchmark"
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?")
_RIGHT_AT_ONCE = 0.45
_BATCH = 2000
_SECOND = dt.timedelta(seconds=1)


@dataclass(frozen=True)
class Text:
    """One text of a problem, as it is dealt to some students.

    Attributes:
        dealt: The text and its truth.
        predictions: What misconceptions answer, as a worker would store it.
        right: What is typed by who is right.
        beliefs: What who believes one of them types, each in another way than the truth.
    """

    dealt: Dealt
    predictions: dict
    right: dict[str, str]
    beliefs: tuple[dict[str, str], ...]

    def slip(self, number: int) -> dict[str, str]:
        """What somebody types whose pen slipped; another number is another slip."""
        name = next(iter(self.right))
        slipped = _NUMBER.sub(f"{1000 + number}.5", self.right[name], count=1)
        return {**self.right, name: slipped}


@dataclass
class Exercise:
    """A student's exercise, and what they answer to it, attempt after attempt."""

    student: "Student"
    variant: uuid.UUID
    text: Text
    attempts: int = 0
    planned: list[dict[str, str]] = field(default_factory=list)

    def next_answers(self) -> dict[str, str]:
        """Return other answers than all before: right ones, those of a misconception, or slips."""
        if self.attempts == 0:
            chance = random.Random(self.variant.int)
            first = [self.text.right, *self.text.beliefs]
            if chance.random() > _RIGHT_AT_ONCE:
                chance.shuffle(first)
            self.planned = first[: chance.randint(1, 3)]
        self.attempts += 1
        if self.attempts <= len(self.planned):
            return self.planned[self.attempts - 1]
        return self.text.slip(self.attempts)


@dataclass
class Student:
    """Somebody with a browser in which they are signed in.

    Attributes:
        id: Their account.
        email: Their address, with which they sign in by the form.
        course: Their course.
        cookie: The session cookie, name and value.
        csrf_token: What their forms carry.
        exercises: What they were dealt.
    """

    id: uuid.UUID
    email: str
    course: uuid.UUID | None
    cookie: str
    csrf_token: str
    exercises: list[Exercise]


@dataclass
class Class:
    """A course with one assignment.

    Attributes:
        assignment: Its assignment.
        teacher: Its instructor.
        students: Its students.
    """

    assignment: uuid.UUID
    teacher: Student
    students: list[Student]

    def exercises(self) -> Iterator[Exercise]:
        """Go through everybody's exercises for ever: each student's first, then each one's second, …"""
        return itertools.cycle(
            [one.exercises[place] for place in range(len(PROBLEMS)) for one in self.students]
        )


@dataclass
class School:
    """All classes."""

    classes: list[Class]
    seminar: Class

    def exercises(self) -> Iterator[Exercise]:
        """Go through the exercises of all large classes for ever, in turns."""
        turns = [one.exercises() for one in self.classes]
        return (next(turns[place]) for place in itertools.cycle(range(len(turns))))

    def begin_anew(self) -> None:
        """Forget what was answered, as the store did."""
        for one in (*self.classes, self.seminar):
            for student in one.students:
                for exercise in student.exercises:
                    exercise.attempts = 0


def make_school(db: Database, settings: Settings, share: float) -> School:
    """Fill the store; with a share, with so much less."""
    texts_each, students = max(5, round(share * TEXTS)), max(10, round(share * STUDENTS))
    browsers = _Browsers(create_app(settings), settings)
    texts = {slug: _make_texts(slug, texts_each) for slug in PROBLEMS}
    classes = [
        _make_class(db, browsers, texts, f"Class {number + 1}", students)
        for number in range(CLASSES)
    ]
    seminar = _make_class(db, browsers, texts, "Seminar", 30)
    return School(classes, seminar)


def store_queued(
    db: Database, exercises: Iterator[Exercise], number: int, mark: str, *, minutes: float = 0
) -> list[uuid.UUID]:
    """Store submissions that wait to be marked, as if their students had just sent them.

    Args:
        db: The store.
        exercises: Which they answer.
        number: How many.
        mark: How their keys begin.
        minutes: How long ago the first of them came in; the others came in evenly since then.

    Returns:
        Their ids.
    """
    rows = []
    with db.writing() as session:
        now = db.now(session)
        for place, exercise in enumerate(itertools.islice(exercises, number)):
            answers = exercise.next_answers()
            ago = (number - place) * minutes * 60 / number
            rows.append(
                {
                    "id": uuid.uuid4(),
                    "variant_id": exercise.variant,
                    "user_id": exercise.student.id,
                    "course_id": exercise.student.course,
                    "attempt": exercise.attempts,
                    "idempotency_key": f"{mark}{place}",
                    "answers": answers,
                    "created_at": now - ago * _SECOND,
                }
            )
        for batch in _batches(rows):
            session.execute(insert(Submission), batch)
    return [row["id"] for row in rows]


def _batches(rows: Sequence[dict]) -> Iterator[Sequence[dict]]:
    return (rows[begin : begin + _BATCH] for begin in range(0, len(rows), _BATCH))


def _known(dealt: Dealt) -> Known:
    return Known(
        dealt.variant,
        truth=dealt.truth,
        predictions=None,
        carries_slips=False,
        listed=find_problem(dealt.variant.problem).misconceptions,
        accepted=(),
    )


def _make_texts(slug: str, number: int) -> list[Text]:
    """Deal texts of a problem, each with what a worker would find of it."""
    problem = find_problem(slug)
    return [_make_text(deal(problem, seed)) for seed in range(number)]


def _make_text(dealt: Dealt) -> Text:
    known = _known(dealt)
    predictions: Predictions = known.predictions()
    truth = dict(known.truth())
    typed = [
        {id: truth_text(value) for id, value in {**truth, **changes}.items()}
        for changes in predictions.answers.values()
    ]
    right = {id: truth_text(value) for id, value in truth.items()}
    # Two beliefs may come to the same, and the same answers again are no other attempt.
    distinct = {tuple(one.items()): one for one in typed if one != right}
    beliefs = [one for one in distinct.values() if not check_answers(dealt.variant.questions, one)]
    return Text(dealt, predictions.to_json(), right, tuple(beliefs))


class _Browsers:
    """Makes the cookies and form tokens of browsers whose owners signed in before."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self._name = app.config["SESSION_COOKIE_NAME"]
        self._cookies = app.session_interface.get_signing_serializer(app)
        secret = settings.secret_key.get_secret_value()
        self._tokens = URLSafeTimedSerializer(secret, salt="wtf-csrf-token")

    def signed_in(self, token: str) -> tuple[str, str]:
        """Return the session cookie of a sign-in, and the token of its forms."""
        raw = secrets.token_hex(20)
        held = {"_user_id": token, "_fresh": True, "_permanent": True, "csrf_token": raw}
        return f"{self._name}={self._cookies.dumps(held)}", self._tokens.dumps(raw)


def _make_class(
    db: Database, browsers: _Browsers, texts: dict[str, list[Text]], title: str, size: int
) -> Class:
    teacher = _make_people(db, browsers, 1)[0]
    course = create_course(db, user_id=teacher.id, title=title)
    assignment = create_assignment(
        db,
        user_id=teacher.id,
        course_id=course,
        title="Sheet 1",
        items=[NewItem(slug, points=1, max_attempts=ATTEMPTS) for slug in PROBLEMS],
    )
    students = _make_people(db, browsers, size, course)
    with db.writing() as session:
        items = session.query(Item).filter_by(assignment_id=assignment).order_by(Item.position)
        session.execute(
            insert(Enrollment),
            [{"course_id": course, "user_id": one.id, "role": Role.STUDENT} for one in students],
        )
        rows = [
            _dealt_to(student, item, texts[item.problem][place % len(texts[item.problem])])
            for item in items
            for place, student in enumerate(students)
        ]
        for batch in _batches(rows):
            session.execute(insert(Variant), batch)
    return Class(assignment, teacher, students)


def _make_people(
    db: Database, browsers: _Browsers, number: int, course: uuid.UUID | None = None
) -> list[Student]:
    emails = {id: f"{id.hex}@bench.example" for id in (uuid.uuid4() for _one in range(number))}
    # One hash for all: each would take a twentieth of a second.
    alike = {"display_name": "Ada", "password_hash": hash_password(PASSWORD)}
    people = []
    with db.writing() as session:
        session.execute(
            insert(User), [{"id": id, "email": email, **alike} for id, email in emails.items()]
        )
        for id, email in emails.items():
            cookie, csrf_token = browsers.signed_in(begin_sign_in(db, session, id).token)
            people.append(Student(id, email, course, cookie, csrf_token, []))
    return people


def _dealt_to(student: Student, item: Item, text: Text) -> dict:
    row = Variant.from_dealt(text.dealt, user_id=student.id, item_id=item.id)
    student.exercises.append(Exercise(student, row.id, text))
    columns = ("id", "user_id", "item_id", "number", "problem", "version", "seed", "code")
    more = ("questions", "rtol", "atol", "legacy", "truth")
    return {
        **{name: getattr(row, name) for name in (*columns, *more)},
        "predictions": text.predictions,
    }
