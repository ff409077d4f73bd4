"""A class of any size at work, written straight into the store: what dashboards are tested on."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert

from app.domain.diagnosis import Diagnosis, Finding
from app.domain.roles import Role
from app.domain.submissions import SubmissionState
from app.models import Enrollment, Result, Submission, User, Variant
from tests.app.classroom import Classroom

MONDAY = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
CODE = "import torch\nx = torch.tensor([1.0, 2.0], requires_grad=True)\n{body}"
ONCE = CODE.format(body="y = (x * x).sum()\ny.backward()")
TWICE = CODE.format(body="y = (x * x).sum()\ny.backward(retain_graph=True)\ny.backward()")
QUESTIONS = [{"id": "x_grad", "expr": "x.grad", "prompt": "", "kind": "value", "choices": []}]


@dataclass(frozen=True)
class Try:
    """One marked submission: its score, when it came after opening the item, and what explains it."""

    score: float
    minutes: float = 5
    codes: tuple[str, ...] | None = None

    def diagnosis(self) -> dict[str, object] | None:
        """What is stored of its diagnosis: nothing recognised without codes, nothing at all for `()`."""
        if self.score == 1:
            return Diagnosis((), recognised=True).to_json()
        if self.codes == ():
            return None
        findings = (Finding(self.codes, 1.0, ("x_grad",)),) if self.codes else ()
        return Diagnosis(findings, recognised=bool(findings)).to_json()


class Class:
    """Students of a classroom's course, and what they did."""

    def __init__(self, classroom: Classroom) -> None:
        self.classroom = classroom
        self._seeds = 0

    def join(self, *names: str) -> list[uuid.UUID]:
        """Enroll students."""
        users = [{"id": uuid.uuid4(), "display_name": name} for name in names]
        places = [
            {"course_id": self.classroom.course, "user_id": user["id"], "role": Role.STUDENT}
            for user in users
        ]
        with self.classroom.db.writing() as session:
            session.execute(insert(User), users)
            session.execute(insert(Enrollment), places)
        return [user["id"] for user in users]

    def work(
        self,
        student: uuid.UUID,
        position: int,
        *tries: Try,
        opened: dt.datetime = MONDAY,
        code: str = ONCE,
        seed: int | None = None,
    ) -> list[uuid.UUID]:
        """Let a student open an item and send in some tries; return the submissions."""
        self._seeds += 1
        variant = {
            "id": uuid.uuid4(),
            "user_id": student,
            "item_id": self.classroom.items[position],
            "problem": "p",
            "version": "v",
            "seed": self._seeds if seed is None else seed,
            "code": code,
            "questions": QUESTIONS,
            "rtol": 1e-3,
            "atol": 1e-6,
            "created_at": opened,
        }
        submissions = [
            {
                "id": uuid.uuid4(),
                "variant_id": variant["id"],
                "user_id": student,
                "attempt": number,
                "idempotency_key": uuid.uuid4().hex,
                "answers": {"x_grad": f"[{number}, 0]"},
                "state": SubmissionState.MARKED,
                "created_at": opened + dt.timedelta(minutes=one.minutes),
            }
            for number, one in enumerate(tries, start=1)
        ]
        results = [
            {
                "submission_id": submission["id"],
                "score": one.score,
                "marks": [],
                "diagnosis": one.diagnosis(),
                "engine_version": "1",
                "marked_at": submission["created_at"],
            }
            for submission, one in zip(submissions, tries, strict=True)
        ]
        with self.classroom.db.writing() as session:
            session.execute(insert(Variant), [variant])
            if submissions:
                session.execute(insert(Submission), submissions)
                session.execute(insert(Result), results)
        return [submission["id"] for submission in submissions]

    def grow(self, students: int, positions: Sequence[int] = (0, 1, 2)) -> None:
        """Enroll students who do all sorts of work."""
        sorts = [
            (Try(1),),
            (Try(0, 3, ("overwrites",)), Try(1, 9)),
            (Try(0.5, 4, ("sum-as-mean", "overwrites")),),
            (Try(0, 2), Try(0, 6, ())),
            (),
        ]
        for number, student in enumerate(self.join(*(f"Student {n}" for n in range(students)))):
            for place in positions:
                self.work(student, place, *sorts[(number + place) % len(sorts)])
