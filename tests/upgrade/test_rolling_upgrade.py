"""An upgrade without a stop: the release before serves and marks over the newest migration, beside this one."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.db import Database
from app.domain.submissions import SubmissionState
from app.models import Result, Submission
from tests.deployment.compose import ROOT
from tests.deployment.visiting import Visitor
from tests.real_parts.process import find_free_port, make_folder, wait_until
from tests.upgrade.before import Release, unpack_release_before

AT_ONCE = 10
PATIENCE_SECONDS = 180


@dataclass
class Upgrade:
    """Two releases on one store and one broker."""

    before: Release
    now: Release
    web_before: str
    web_now: str
    db: Database
    logs: Path

    def wait_for(self, what: str, condition) -> None:
        try:
            wait_until(condition, PATIENCE_SECONDS, what)
        except Exception as error:
            logs = "\n".join(
                f"{log.name}:\n{log.read_text()[-2000:]}" for log in self.logs.iterdir()
            )
            raise AssertionError(f"{error}\n{logs}") from error

    def wait_for_web(self, address: str) -> None:
        self.wait_for(f"web at {address}", lambda: answers(address))

    def submit_and_wait(self, *addresses: str) -> None:
        """Submit an exercise at each address, and see each marked once, wrong as it is."""
        visitors = [(Visitor(address), address) for address in addresses]
        exercises = [visitor.practise() for visitor, _address in visitors]
        for (visitor, _address), exercise in zip(visitors, exercises, strict=True):
            assert visitor.submit(exercise, "12345").status == 200
        self.wait_for("all to be marked", lambda: self.states() == {SubmissionState.MARKED})

    def states(self) -> set[SubmissionState]:
        with self.db.reading() as session:
            return set(session.scalars(select(Submission.state)))

    def scores(self) -> list[float]:
        with self.db.reading() as session:
            assert session.scalars(select(func.count(Submission.id))).one() > 0
            return list(session.scalars(select(Result.score)))


def answers(address: str) -> bool:
    try:
        return Visitor(address).get("/healthz").status == 200
    except OSError:
        return False


@pytest.fixture
def upgrade(fresh_postgres, redis_url, tmp_path) -> Iterator[Upgrade]:
    """The release before at work, and this one not begun."""
    folder = make_folder()
    webs = [f"127.0.0.1:{find_free_port()}" for _ in range(2)]
    environment = {
        "GRADMARK_SECRET_KEY": os.urandom(32).hex(),
        "GRADMARK_DATABASE_URL": fresh_postgres,
        "GRADMARK_BROKER_URL": redis_url,
        "GRADMARK_WEB_WORKERS": "1",
    }
    before, now = (
        Release(name, tree, {**environment, "GRADMARK_WEB_BIND": web}, tmp_path)
        for name, tree, web in (
            ("before", unpack_release_before(folder), webs[0]),
            ("now", ROOT, webs[1]),
        )
    )
    before.migrate()
    for name in ("web", "beat", "worker"):
        before.start(name)
    db = Database(fresh_postgres)
    try:
        yield Upgrade(before, now, *webs, db, tmp_path)
    finally:
        before.end()
        now.end()
        db.dispose()


@pytest.mark.timeout(900)
def test_both_releases_take_and_mark_submissions_over_the_newest_migration(upgrade):
    upgrade.wait_for_web(upgrade.web_before)
    guest = Visitor(upgrade.web_before)
    exercise = guest.practise()

    upgrade.now.migrate()
    upgrade.submit_and_wait(upgrade.web_before)

    # New web servers first: all they take is marked by workers of the release before.
    upgrade.now.start("web")
    upgrade.wait_for_web(upgrade.web_now)
    upgrade.submit_and_wait(upgrade.web_now, upgrade.web_before)
    guest.address = upgrade.web_now
    assert guest.get(exercise).status == 200, "an upgrade signs nobody out"

    # Then new workers: they mark what old web servers still take.
    upgrade.before.stop("worker", "beat")
    upgrade.now.start("beat")
    upgrade.now.start("worker")
    upgrade.submit_and_wait(upgrade.web_before, upgrade.web_now)

    # And all four at once.
    upgrade.before.start("worker")
    upgrade.wait_for("both workers", upgrade.before.has_a_worker)
    upgrade.submit_and_wait(*[upgrade.web_before, upgrade.web_now] * (AT_ONCE // 2))
    upgrade.before.stop("web", "worker")

    assert upgrade.scores() == [0.0] * (5 + AT_ONCE)
