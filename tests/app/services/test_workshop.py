"""Workers check versions and prepare pools, one at a time, and nothing that befalls a worker loses one."""

import threading
import uuid
from contextlib import suppress

import pytest
from sqlalchemy import func, select, update

from app.domain.authoring import (
    EXAMPLE,
    MAX_TRIES,
    Refusal,
    VersionState,
)
from app.errors import Conflict
from app.models import OwnProblem, PoolVariant, ProblemVersion
from app.services import workshop
from app.services.authoring import add_problem, add_version, publish
from tests.app.own_problems import SMALL, SMALL_POOL, add_small, pass_by_hand, version_of

OUT_OF_REACH = EXAMPLE.replace("import torch", "import os")


@pytest.fixture
def send_in(classroom, doorbell):
    """Send a text in as a new problem, by default for the classroom's course and by its instructor."""

    def send(text=EXAMPLE, **other):
        given = {"user_id": classroom.instructor, "course_id": classroom.course, "text": text}
        return add_problem(classroom.db, doorbell, **{**given, **other})

    return send


def pool_of(db, version_id):
    with db.reading() as session:
        return list(
            session.scalars(select(PoolVariant.code).where(PoolVariant.version_id == version_id))
        )


def age(db):
    """Make everything that waits older than a bell's way."""
    with db.writing() as session:
        for version in session.scalars(select(ProblemVersion)):
            version.created_at = version.created_at.replace(year=2020)
            if version.lease_until is not None:
                version.lease_until = version.lease_until.replace(year=2020)


def claimed_and_lost(db):
    """Let a worker begin with what waits, and die; its lease is over."""
    with db.writing() as session:
        session.execute(
            update(ProblemVersion).values(
                state=VersionState.CHECKING,
                tries=ProblemVersion.tries + 1,
                epoch=ProblemVersion.epoch + 1,
                lease_until=ProblemVersion.created_at,
            )
        )


def test_a_problem_sent_in_waits_is_checked_and_is_ready_to_be_published(db, doorbell, send_in):
    stored = send_in()
    assert doorbell.rings == [stored.version_id]
    waiting = version_of(db, stored.version_id)
    assert (waiting.state, waiting.number) == (VersionState.QUEUED, 1)

    assert workshop.work_waiting(db)
    checked = version_of(db, stored.version_id)
    assert (checked.state, checked.title) == (VersionState.READY, "Twice through a square")
    assert (checked.topic, checked.difficulty) == ("repeated-backward", 2)
    assert checked.misconceptions == ["overwrites"]
    assert [gate["passed"] for gate in checked.report["gates"]] == [True] * 6
    assert checked.samples[0]["answers"][0][0] == "x.grad"
    assert (checked.lease_until, checked.progress) == (None, 1.0)
    assert not workshop.work_waiting(db)
    assert pool_of(db, stored.version_id) == []


def test_what_was_published_gets_a_pool_of_different_texts_and_the_one_before_makes_way(
    db, classroom, doorbell
):
    first = add_small(classroom)
    assert version_of(db, first.version_id).state is VersionState.PUBLISHED
    assert len(set(pool_of(db, first.version_id))) == SMALL_POOL

    mended = SMALL.replace("(k * x * x)", "(x * k * x)")
    second = add_version(
        db, doorbell, user_id=classroom.instructor, problem_id=first.problem_id, text=mended
    )
    assert second.number == 2
    pass_by_hand(db, second.version_id)
    publish(db, doorbell, user_id=classroom.instructor, version_id=second.version_id)
    # Until its pool is there, the one before is dealt.
    assert version_of(db, first.version_id).state is VersionState.PUBLISHED
    workshop.work_waiting(db)
    assert version_of(db, first.version_id).state is VersionState.READY
    assert version_of(db, second.version_id).state is VersionState.PUBLISHED
    assert pool_of(db, first.version_id) == []
    assert len(pool_of(db, second.version_id)) == SMALL_POOL


def test_who_publishes_two_versions_gets_the_later_one(db, classroom, doorbell):
    first = add_small(classroom)
    versions = []
    for number in range(2):
        text = SMALL + f"# {number}\n"
        stored = add_version(
            db, doorbell, user_id=classroom.instructor, problem_id=first.problem_id, text=text
        )
        pass_by_hand(db, stored.version_id)
        publish(db, doorbell, user_id=classroom.instructor, version_id=stored.version_id)
        versions.append(stored.version_id)
    while workshop.work_waiting(db):
        pass
    states = [version_of(db, version_id).state for version_id in versions]
    assert states == [VersionState.READY, VersionState.PUBLISHED]


def test_two_workers_check_each_version_once(db, send_in):
    for number in range(3):
        send_in(OUT_OF_REACH + f"# {number}\n")

    def work():
        while workshop.work_waiting(db):
            pass

    workers = [threading.Thread(target=work) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    with db.reading() as session:
        versions = session.scalars(select(ProblemVersion)).all()
    assert [version.state for version in versions] == [VersionState.REFUSED] * 3
    assert [version.epoch for version in versions] == [1] * 3


def test_a_version_whose_worker_died_is_rung_for_and_checked_by_another(db, doorbell, send_in):
    stored = send_in(OUT_OF_REACH)
    claimed_and_lost(db)
    age(db)
    doorbell.rings.clear()
    assert workshop.sweep(db, doorbell) == 1
    assert doorbell.rings == [stored.version_id]
    workshop.work_waiting(db)
    assert version_of(db, stored.version_id).state is VersionState.REFUSED


def test_what_ends_every_worker_is_refused_with_a_reason(db, doorbell, send_in):
    stored = send_in()
    for _ in range(MAX_TRIES):
        claimed_and_lost(db)
    age(db)
    workshop.sweep(db, doorbell)
    refused = version_of(db, stored.version_id)
    assert refused.state is VersionState.REFUSED
    assert "too much time or memory" in Refusal.from_json(refused.refusal).message
    assert not workshop.work_waiting(db)


def test_a_pool_that_ends_every_worker_leaves_the_version_ready_with_a_reason(
    db, classroom, doorbell, send_in
):
    stored = send_in()
    pass_by_hand(db, stored.version_id)
    publish(db, doorbell, user_id=classroom.instructor, version_id=stored.version_id)
    with db.writing() as session:
        session.execute(update(ProblemVersion).values(tries=MAX_TRIES))
    workshop.sweep(db, doorbell)
    version = version_of(db, stored.version_id)
    assert version.state is VersionState.READY
    assert "Publish it again" in Refusal.from_json(version.refusal).message


def test_a_worker_that_was_thought_dead_changes_nothing(db, send_in):
    stored = send_in(OUT_OF_REACH)
    late = workshop._claim(db, workshop._to_check, VersionState.CHECKING)
    age(db)
    workshop.work_waiting(db)
    before = version_of(db, stored.version_id)
    workshop._check(db, late)
    after = version_of(db, stored.version_id)
    assert (after.state, after.epoch, after.refusal) == (before.state, 2, before.refusal)
    workshop._give_back(db, late, VersionState.QUEUED)
    assert version_of(db, stored.version_id).state is VersionState.REFUSED


def test_two_clicks_at_once_make_one_problem(db, classroom, send_in):
    made_id, stored = uuid.uuid4(), []

    def click():
        with suppress(Conflict):
            stored.append(send_in(problem_id=made_id))

    clicks = [threading.Thread(target=click) for _ in range(4)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert stored
    assert len(set(stored)) == 1
    with db.reading() as session:
        assert session.scalars(select(func.count()).select_from(OwnProblem)).one() == 1
