"""How much processor time a mark takes, of a worker and of PostgreSQL.

    python -m tests.bench.marking [SUBMISSIONS]

A class of made-up students answers library problems: three in five rightly, one by a misconception, one anyhow. One
worker then marks what waits. Processor time is counted, which what else the machine does disturbs less than the clock.
"""

import os
import random
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import delete, func, insert, select, text, update

import migrations
from app.db import Database
from app.domain.diagnosis import MISCONCEPTIONS, Dealt, deal, predict
from app.domain.marking import check_answers, truth_text
from app.domain.problems import library
from app.domain.submissions import SubmissionState
from app.models import Assignment, Course, Item, Result, Submission, User, Variant
from app.services.grading import mark_waiting
from tests.app.classroom import wrong_answer
from tests.real_parts.postgres import PostgresServer, start_postgres

_SEEDS = 12
_TICKS = os.sysconf("SC_CLK_TCK")


def main(number: int = 2000) -> None:
    """Mark once where nothing but the truth is known beforehand, and once more where all is."""
    server = start_postgres()
    try:
        with server.database() as url:
            migrations.upgrade(url)
            db = Database(url)
            make_class(db, number)
            _measure(db, server, "predictions unknown")
            queue_again(db)
            _measure(db, server, "predictions known")
            db.dispose()
    finally:
        server.remove()


def make_class(db: Database, number: int, courses: int = 1) -> None:
    """Store so many submissions that wait: a student each, an assignment per course, an item per problem.

    Args:
        db: A migrated store.
        number: How many submissions.
        courses: Over how many courses they are spread.
    """
    chance = random.Random(7)
    dealt = [deal(problem, chance.randrange(2**32)) for problem in library() for _ in range(_SEEDS)]
    with db.writing() as session:
        items: list[dict[str, uuid.UUID]] = []
        for _ in range(courses):
            course = Course(id=uuid.uuid4(), title="Load", join_code=uuid.uuid4().hex[:16])
            assignment = Assignment(id=uuid.uuid4(), course_id=course.id, title="Load")
            own = {
                problem.slug: Item(
                    id=uuid.uuid4(),
                    assignment_id=assignment.id,
                    problem=problem.slug,
                    title=problem.title,
                    position=place,
                    points=1.0,
                    max_attempts=3,
                )
                for place, problem in enumerate(library())
            }
            for rows in ([course], [assignment], own.values()):
                session.add_all(rows)
                session.flush()
            items.append({slug: item.id for slug, item in own.items()})
    sent = [list(_answers(one, chance)) for one in dealt]
    with db.writing() as session:
        for begin in range(0, number, 1000):
            _add(session, chance, range(begin, min(begin + 1000, number)), dealt, sent, items)


def _add(
    session: Any, chance: random.Random, which: Sequence[int], dealt: Any, sent: Any, items: Any
) -> None:
    users, variants, submissions = [], [], []
    for _ in which:
        place = chance.randrange(len(dealt))
        one: Dealt = dealt[place]
        user_id, variant_id = uuid.uuid4(), uuid.uuid4()
        users.append(
            {
                "id": user_id,
                "email": f"{user_id.hex}@example.org",
                "display_name": "Ada",
                "password_hash": "!",
            }
        )
        variants.append(
            {
                **one.variant.to_json(),
                "id": variant_id,
                "user_id": user_id,
                "item_id": chance.choice(items)[one.variant.problem],
                "truth": one.truth,
            }
        )
        submissions.append(
            {
                "id": uuid.uuid4(),
                "variant_id": variant_id,
                "user_id": user_id,
                "attempt": 1,
                "idempotency_key": uuid.uuid4().hex,
                "answers": chance.choice(sent[place]),
            }
        )
    for table, rows in ((User, users), (Variant, variants), (Submission, submissions)):
        session.execute(insert(table), rows)


def _answers(dealt: Dealt, chance: random.Random) -> Iterator[dict[str, str]]:
    """Yield five students' answers: three right ones, one by a misconception, one anyhow."""
    right = {id: truth_text(value) for id, value in dealt.truth.items()}
    yield from [right] * 3
    for belief in chance.sample(MISCONCEPTIONS, len(MISCONCEPTIONS)):
        believed = predict(dealt.variant, [belief])
        if believed is None or believed == dealt.truth:
            continue
        said = {id: truth_text(value) for id, value in believed.items()}
        if not check_answers(dealt.variant.questions, said):
            yield said
            break
    yield {one.id: wrong_answer(one, right[one.id], "12345") for one in dealt.variant.questions}


def queue_again(db: Database) -> None:
    """Take all marks back, and what was found for them stays."""
    with db.writing() as session:
        session.execute(delete(Result))
        session.execute(update(Submission).values(state=SubmissionState.QUEUED, tries=0))
    with db.writing() as session:
        session.execute(text("ANALYZE"))


def _measure(db: Database, server: PostgresServer, name: str) -> None:
    with db.reading() as session:
        waiting = session.scalars(
            select(func.count()).where(Submission.state == SubmissionState.QUEUED)
        ).one()
    own, theirs, wall = time.process_time(), seconds_of(server.pid), time.monotonic()
    ended = sum(iter(lambda: mark_waiting(db), 0))
    own, theirs = time.process_time() - own, seconds_of(server.pid) - theirs
    assert ended == waiting, f"{ended} of {waiting} ended"
    sys.stdout.write(
        f"{name}: {ended} marks; worker {own / ended * 1e3:.3f} ms, PostgreSQL {theirs / ended * 1e3:.3f} ms each; "
        f"{ended / (own + theirs):.0f} marks per CPU-second ({time.monotonic() - wall:.1f} s)\n"
    )


def seconds_of(process: int) -> float:
    """Return the processor time of a process and of its children, living and ended, in seconds."""
    total = 0.0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(stat.parent.name) == process:
            total += sum(map(int, fields[11:15]))
        elif int(fields[1]) == process:
            total += sum(map(int, fields[11:13]))
    return total / _TICKS


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
