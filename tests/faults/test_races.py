"""Clicks at one instant, at two processes of the real web server, on both databases: none counts twice or too often."""

import datetime as dt
import os
import secrets
import subprocess
import sys
import time
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select, update

import migrations
from app.db import Database
from app.models import Assignment, Item, Submission
from app.settings import Settings
from tests.deployment.visiting import Visitor
from tests.faults.at_once import form_of, json_of, post_at_once, post_one_by_one, wrong_answers
from tests.faults.classroom import make_class
from tests.faults.experiment import Form
from tests.faults.planning import Student
from tests.real_parts.postgres import PostgresServer
from tests.real_parts.process import find_free_port, wait_until

STUDENTS = 50
# Nobody listens: what is rung for here is never marked.
_NO_BROKER = "redis://127.0.0.1:1/0"


@dataclass
class Site:
    """The web server and the class that clicks."""

    address: str
    db: Database
    students: Sequence[Student]

    def stored(self, *keys: str) -> Sequence[Submission]:
        """Return what is stored under keys."""
        with self.db.reading() as session:
            return session.scalars(
                select(Submission)
                .where(Submission.idempotency_key.in_(keys))
                .order_by(Submission.attempt)
            ).all()


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def site(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    postgres_server: PostgresServer,
) -> Iterator[Site]:
    """Two processes of the web server, of eight threads each."""
    folder = tmp_path_factory.mktemp("races")
    if request.param == "sqlite":
        yield from _serve(f"sqlite:///{folder / 'gradmark.db'}", folder)
        return
    with postgres_server.database() as url:
        yield from _serve(url, folder)


def _serve(url: str, folder: Path) -> Iterator[Site]:
    migrations.upgrade(url)
    address = f"127.0.0.1:{find_free_port()}"
    settings = Settings(
        secret_key=secrets.token_hex(32),
        database_url=url,
        broker_url=_NO_BROKER,
        web_bind=address,
        public_url=f"http://{address}",
    )
    environment = {
        "GRADMARK_SECRET_KEY": settings.secret_key.get_secret_value(),
        "GRADMARK_DATABASE_URL": url,
        "GRADMARK_BROKER_URL": _NO_BROKER,
        "GRADMARK_WEB_BIND": address,
        "GRADMARK_PUBLIC_URL": settings.public_url,
    }
    db = Database(url)
    with (folder / "web.log").open("wb") as log:
        web = subprocess.Popen(
            [Path(sys.executable).with_name("gradmark"), "web"],
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    try:
        students = make_class(db, settings, STUDENTS)
        wait_until(lambda: _answers(address), 60, "web")
        yield Site(address, db, students)
    finally:
        web.terminate()
        web.wait(30)
        db.dispose()


def _answers(address: str) -> bool:
    try:
        return Visitor(address).get("/healthz").status == 200
    except OSError:
        return False


def test_twenty_clicks_with_one_key_at_once_are_one_submission(site):
    student, key = site.students[0], uuid.uuid4().hex
    click = form_of(student, student.exercises[0], key, wrong_answers(student.exercises[0], 1))

    replies = post_at_once(site.address, [click] * 20)

    assert {(one.status, one.headers["location"]) for one in replies} == {
        (303, f"/variants/{student.exercises[0].id}#result")
    }
    assert len(site.stored(key)) == 1


def test_a_programs_request_sent_twenty_times_at_once_is_one_submission(site):
    student, key = site.students[1], uuid.uuid4().hex
    call = json_of(student, student.exercises[0], key, wrong_answers(student.exercises[0], 1))

    replies = post_at_once(site.address, [call] * 20)
    (again,) = post_at_once(site.address, [call])

    # Who comes while the first is being answered is told so, and may ask again.
    assert {one.status for one in replies} <= {201, 409}
    assert {one.body for one in (*replies, again) if one.status == 201} == {again.body}
    with site.db.reading() as session:
        of_student = select(Submission.id).where(Submission.user_id == student.id)
        assert len(session.scalars(of_student).all()) == 1


def test_a_key_that_was_used_takes_no_other_answers(site):
    student = site.students[2]
    exercise = student.exercises[0]
    for request, refused in ((form_of, 409), (json_of, 422)):
        key = uuid.uuid4().hex
        first, other = (
            request(student, exercise, key, wrong_answers(exercise, number + refused))
            for number in (1, 2)
        )
        (taken,) = post_at_once(site.address, [first])
        (second,) = post_at_once(site.address, [other])

        assert taken.status in (201, 303)
        assert second.status == refused
    with site.db.reading() as session:
        of_student = select(Submission).where(Submission.user_id == student.id)
        stored = session.scalars(of_student.order_by(Submission.attempt)).all()
    assert [one.answers for one in stored] == [
        wrong_answers(exercise, 1 + refused) for refused in (409, 422)
    ]


def test_eight_clicks_of_each_student_at_once_use_three_attempts(site, form: Form):
    students = site.students[3 : form.pick(short=18, long=STUDENTS)]
    with site.db.writing() as session:
        session.execute(update(Item).values(max_attempts=3))

    clicks = {
        f"{student.id}-{number}": (student, number) for student in students for number in range(8)
    }
    replies = {}
    for student in students:
        keys = [key for key, (who, _) in clicks.items() if who is student]
        exercise = student.exercises[1]
        requests = [
            form_of(student, exercise, key, wrong_answers(exercise, clicks[key][1])) for key in keys
        ]
        replies |= dict(zip(keys, post_at_once(site.address, requests), strict=True))

    assert Counter(one.status for one in replies.values()) == {
        303: 3 * len(students),
        409: 5 * len(students),
    }
    stored = site.stored(*clicks)
    assert {one.idempotency_key for one in stored} == {
        key for key, reply in replies.items() if reply.status == 303
    }
    attempts = Counter((one.user_id, one.attempt) for one in stored)
    assert attempts == {(student.id, number): 1 for student in students for number in (1, 2, 3)}


def test_at_the_deadline_each_click_is_either_taken_in_time_or_refused(site, form: Form):
    count = form.pick(short=100, long=200)
    with site.db.writing() as session:
        closes = site.db.now(session) + dt.timedelta(seconds=2.5)
        session.execute(update(Assignment).values(closes_at=closes))
        session.execute(update(Item).values(max_attempts=100))
    clicks = [
        (site.students[number % STUDENTS], f"late-{closes}-{number}") for number in range(count)
    ]
    requests = [
        form_of(
            student, student.exercises[0], key, wrong_answers(student.exercises[0], 1000 + number)
        )
        for number, (student, key) in enumerate(clicks)
    ]
    time.sleep(max(0.0, closes.timestamp() - 1 - time.time()))

    replies = dict(
        zip(
            (key for _, key in clicks),
            post_one_by_one(site.address, requests, pause=2 / count),
            strict=True,
        )
    )

    with site.db.writing() as session:
        session.execute(update(Assignment).values(closes_at=None))
    taken = {key for key, one in replies.items() if one.status == 303}
    refused = {key for key, one in replies.items() if one.status == 409}
    stored = site.stored(*replies)
    assert taken | refused == set(replies)
    assert {one.idempotency_key for one in stored} == taken
    assert all(one.created_at <= closes for one in stored)
    # One machine, one clock: what was sent after the deadline was late, and what was answered before it was not.
    assert not [key for key in taken if replies[key].sent > closes.timestamp()]
    assert not [key for key in refused if replies[key].heard < closes.timestamp()]
    assert taken
    assert refused
    assert all(b"closed" in replies[key].body for key in refused)
