"""How many students a second are regraded, and what a regrade adds to the wait of who submits meanwhile.

    python -m tests.bench.regrading sqlite:////folder/term.db

The store holds a made-up term (`gradmark simulate`), of which the assignment with the most submissions is regraded: all
of it is marked anew, and every answer to its first item is accepted. Then real workers, with a broker of their own,
regrade it back and forth while submissions come in. What is found is docs/regrading.md's table; nothing is left behind.
"""

import os
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import func, select

from app.db import Database
from app.dispatch import BEHIND_TASK, CeleryDoorbell, make_celery
from app.domain.marking import truth_text
from app.domain.regrading import Mode, RegradeState
from app.domain.submissions import SubmissionState
from app.models import Assignment, Course, Enrollment, Item, Regrade, Submission, User, Variant
from app.services.accounts import sign_up
from app.services.dealing import deal_problem
from app.services.doorbell import Doorbell
from app.services.regrading import Order, apply_regrade, order_regrade, undo_regrade
from app.services.regrading_work import work_waiting
from app.services.submissions import submit
from tests.app.classroom import RecordingDoorbell
from tests.real_parts.brokers import start_valkey

_SUBMISSIONS = 20
_EVERY_SECONDS = 0.5


def main(url: str) -> None:
    db = Database(url)
    assignment, item, teacher = _largest(db)
    _say(f"{_students(db, item.assignment_id)} students, {_sent(db, assignment)} submissions")
    quiet = RecordingDoorbell()
    for name, wanted in (
        ("marked anew", {}),
        ("full marks for an item", {"item_id": item.id, "full": True}),
    ):
        regrade_id = _order(db, quiet, assignment, teacher, **wanted)
        _time(db, regrade_id, f"{name}, preview")
        apply_regrade(db, quiet, user_id=teacher, regrade_id=regrade_id, mode=Mode.REPLACE)
        _time(db, regrade_id, f"{name}, applied")
        undo_regrade(db, quiet, user_id=teacher, regrade_id=regrade_id)
        _time(db, regrade_id, f"{name}, undone")
    with _workers(url) as broker_url:
        celery = make_celery(broker_url)
        live, behind = CeleryDoorbell(celery), CeleryDoorbell(celery, BEHIND_TASK)
        student = sign_up(
            db, email=f"{uuid.uuid4().hex}@example.org", display_name="Live", password="a " * 8
        ).user_id
        _wait(db, live, student, 4, lambda: None)
        for name, keep_busy in (
            ("nothing else", lambda: None),
            ("a regrade", _regrading(db, behind, assignment, teacher)),
        ):
            waits = _wait(db, live, student, _SUBMISSIONS, keep_busy)
            quantiles = statistics.quantiles(waits, n=20)
            _say(
                f"{name}: p50 {quantiles[9]:.3f} s, p95 {quantiles[18]:.3f} s, max {max(waits):.3f}"
            )
        _finish(db, assignment)


def _largest(db: Database) -> tuple[uuid.UUID, Item, uuid.UUID]:
    """Return the assignment with the most submissions, its first item, and a teacher of it."""
    with db.reading() as session:
        assignment = session.scalars(
            select(Item.assignment_id)
            .join(Variant, Variant.item_id == Item.id)
            .join(Submission, Submission.variant_id == Variant.id)
            .group_by(Item.assignment_id)
            .order_by(func.count().desc())
            .limit(1)
        ).one()
        item = session.scalars(
            select(Item).where(Item.assignment_id == assignment).order_by(Item.position)
        ).first()
        teacher = session.scalars(
            select(Enrollment.user_id)
            .join(Course, Course.id == Enrollment.course_id)
            .join(Assignment, Assignment.course_id == Course.id)
            .where(Assignment.id == assignment, Enrollment.role == "instructor")
        ).first()
    assert item is not None
    assert teacher is not None
    return assignment, item, teacher


def _students(db: Database, assignment: uuid.UUID) -> int:
    of_assignment = select(Item.id).where(Item.assignment_id == assignment)
    with db.reading() as session:
        return session.scalars(
            select(func.count(Variant.user_id.distinct())).where(Variant.item_id.in_(of_assignment))
        ).one()


def _sent(db: Database, assignment: uuid.UUID) -> int:
    with db.reading() as session:
        return session.scalars(
            select(func.count())
            .select_from(Submission)
            .join(Variant, Variant.id == Submission.variant_id)
            .join(Item, Item.id == Variant.item_id)
            .where(Item.assignment_id == assignment)
        ).one()


def _order(
    db: Database, bell: Doorbell, assignment: uuid.UUID, teacher: uuid.UUID, **wanted: object
) -> uuid.UUID:
    order = Order(uuid.uuid4(), "A measurement.", **wanted)  # type: ignore[arg-type]
    order_regrade(db, bell, user_id=teacher, assignment_id=assignment, order=order)
    return order.regrade_id


def _time(db: Database, regrade_id: uuid.UUID, name: str) -> None:
    wall, computing = time.perf_counter(), time.process_time()
    while work_waiting(db):
        pass
    wall, computing = time.perf_counter() - wall, time.process_time() - computing
    with db.reading() as session:
        students = _students(db, session.get_one(Regrade, regrade_id).assignment_id)
    _say(
        f"{name}: {wall:.1f} s, of them {computing:.1f} s computing; "
        f"{students / wall:.0f} students a second, {students / computing:.0f} a second of computing"
    )


@contextmanager
def _workers(url: str) -> Iterator[str]:
    broker = start_valkey()
    environment = {
        "GRADMARK_SECRET_KEY": "k" * 32,
        "GRADMARK_DATABASE_URL": url,
        "GRADMARK_BROKER_URL": broker.url,
    }
    gradmark = Path(sys.executable).with_name("gradmark")
    started = [
        subprocess.Popen(
            [gradmark, name],
            env={**os.environ, **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for name in ("worker", "beat")
    ]
    try:
        yield broker.url
    finally:
        for one in started:
            one.terminate()
        for one in started:
            one.wait(60)
        broker.remove()


def _regrading(
    db: Database, bell: Doorbell, assignment: uuid.UUID, teacher: uuid.UUID
) -> Callable[[], None]:
    """Return what keeps a regrade of the assignment going: previewed, applied, undone, and again."""
    current: list[uuid.UUID] = []

    def keep_busy() -> None:
        with db.reading() as session:
            state = session.get_one(Regrade, current[0]).state if current else RegradeState.UNDONE
        if state is RegradeState.UNDONE:
            current[:] = [_order(db, bell, assignment, teacher)]
        elif state is RegradeState.READY:
            apply_regrade(db, bell, user_id=teacher, regrade_id=current[0], mode=Mode.REPLACE)
        elif state is RegradeState.DONE:
            undo_regrade(db, bell, user_id=teacher, regrade_id=current[0])

    return keep_busy


def _wait(
    db: Database, bell: Doorbell, student: uuid.UUID, number: int, keep_busy: Callable[[], None]
) -> list[float]:
    """Submit one practice answer after the other, and return the seconds until each was marked."""
    waits = []
    for _one in range(number):
        keep_busy()
        variant = deal_problem(db, user_id=student, slug="one-weight-per-component")
        with db.reading() as session:
            truth = session.get_one(Variant, variant).truth or {}
        answers = {question: truth_text(value) for question, value in truth.items()}
        began = time.perf_counter()
        receipt = submit(
            db,
            bell,
            user_id=student,
            variant_id=variant,
            answers=answers,
            idempotency_key=uuid.uuid4().hex,
        )
        while not _is_marked(db, receipt.submission_id):
            time.sleep(0.01)
        waits.append(time.perf_counter() - began)
        time.sleep(_EVERY_SECONDS)
    return waits


def _is_marked(db: Database, submission_id: uuid.UUID) -> bool:
    with db.reading() as session:
        return session.get_one(Submission, submission_id).state is SubmissionState.MARKED


def _finish(db: Database, assignment: uuid.UUID) -> None:
    with db.writing() as session:
        for regrade in session.scalars(select(Regrade).where(Regrade.assignment_id == assignment)):
            session.delete(regrade)
        live = session.scalars(select(User).where(User.display_name == "Live"))
        for user in live:
            session.delete(user)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
