import datetime as dt
import threading

import pytest
from sqlalchemy import text

from app.db import Database
from app.errors import Unavailable
from app.models import User


def test_the_clock_is_the_databases_and_in_utc(db):
    with db.reading() as session:
        now = db.now(session)

    assert now.tzinfo is dt.UTC
    assert abs(now - dt.datetime.now(dt.UTC)) < dt.timedelta(seconds=5)


def test_an_instant_without_a_time_zone_is_refused(db):
    from app.models import WorkerHeartbeat

    with pytest.raises(Exception, match="an instant needs a time zone"), db.writing() as session:
        session.add(WorkerHeartbeat(name="w", seen_at=dt.datetime(2026, 1, 1)))  # noqa: DTZ001


def test_an_exception_rolls_the_transaction_back(db):
    def write_and_fail():
        with db.writing() as session:
            session.add(User(display_name="Ada"))
            session.flush()
            raise LookupError

    with pytest.raises(LookupError):
        write_and_fail()
    with db.reading() as session:
        assert session.query(User).count() == 0


def test_writers_on_sqlite_wait_for_each_other_instead_of_failing(fresh_sqlite):
    import migrations

    migrations.upgrade(fresh_sqlite)
    db = Database(fresh_sqlite)
    failures = []

    def write():
        try:
            for _ in range(20):
                with db.writing() as session:
                    # A read before the write is what makes deferred transactions fail.
                    count = session.query(User).count()
                    session.add(User(display_name=f"after {count}"))
        except Unavailable as error:
            failures.append(error)

    threads = [threading.Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    with db.reading() as session:
        assert session.query(User).count() == 120
    db.dispose()


def test_a_database_that_cannot_be_reached_is_unavailable(tmp_path):
    db = Database(f"sqlite:///{tmp_path / 'no' / 'such' / 'folder.db'}")

    with pytest.raises(Unavailable), db.reading() as session:
        session.execute(text("select 1"))


def test_a_postgres_that_cannot_be_reached_is_unavailable():
    db = Database("postgresql+psycopg://nobody:x@127.0.0.1:1/none")

    with pytest.raises(Unavailable), db.reading() as session:
        session.execute(text("select 1"))
