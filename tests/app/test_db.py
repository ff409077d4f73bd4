import datetime as dt
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest
from sqlalchemy import text

from app.db import Database
from app.errors import Unavailable
from app.models import User
from app.postgres import Silent


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


@pytest.fixture
def postgres(fresh_postgres) -> Iterator[Database]:
    """An empty PostgreSQL that is waited for as shortly as it can be."""
    db = Database(fresh_postgres, statement_seconds=1)
    yield db
    db.dispose()


def ask(db: Database) -> int:
    """Ask the database for something; return the process that answers."""
    with db.reading() as session:
        return int(session.scalars(text("select pg_backend_pid()")).one())


@contextmanager
def paused(process: int) -> Iterator[None]:
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


def test_a_server_that_falls_silent_is_given_up_and_asked_anew(postgres):
    silent = ask(postgres)
    with paused(silent):
        with pytest.raises(Unavailable) as refused:
            ask(postgres)
        assert isinstance(refused.value.__cause__.orig, Silent)
        assert ask(postgres) != silent


def test_what_was_lost_while_nobody_asked_is_found_before_anybody_does(postgres, postgres_server):
    lost = ask(postgres)
    postgres_server.execute(f"select pg_terminate_backend({lost})")
    # A connection that was used just now is not tried out first.
    time.sleep(1.1)

    assert ask(postgres) != lost


def three_at_once(wait: Callable[[], object]) -> None:
    """Let three threads wait at once, until the last has done."""
    threads = [threading.Thread(target=wait) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def require_not_even_tried(visit: Callable[[], object]) -> None:
    """Require that it is refused because others wait in vain."""
    with pytest.raises(Unavailable) as refused:
        visit()
    assert isinstance(refused.value.__cause__, TimeoutError), "it was not even tried"


def test_while_a_silent_server_is_tried_nobody_else_waits_for_it():
    with ExitStack() as held:
        silent = held.enter_context(socket.create_server(("127.0.0.1", 0)))
        db = Database(f"postgresql+psycopg://nobody:x@127.0.0.1:{silent.getsockname()[1]}/none")
        errors: list[Exception] = []

        def try_it():
            try:
                ask(db)
            except Unavailable as error:
                errors.append(error)

        def try_at_once(number: int) -> list[threading.Thread]:
            threads = [threading.Thread(target=try_it) for _ in range(number)]
            for thread in threads:
                thread.start()
            for _ in threads:
                held.enter_context(silent.accept()[0])
            return threads

        for thread in try_at_once(3):
            thread.join()
        (trying,) = try_at_once(1)
        require_not_even_tried(lambda: ask(db))
        assert trying.is_alive()
        trying.join()

    assert len(errors) == 4


def test_what_else_is_read_lets_nobody_in_to_what_others_wait_for_in_vain(postgres):
    def read():
        with postgres.reading() as session:
            session.execute(text("select from locked"))

    def read_in_vain():
        with pytest.raises(Unavailable):
            read()

    with postgres.writing() as session:
        session.execute(text("create table locked ()"))
    with postgres.writing() as session:
        session.execute(text("lock table locked"))
        three_at_once(read_in_vain)
        assert ask(postgres)
        trying = threading.Thread(target=read_in_vain)
        trying.start()
        time.sleep(0.2)
        require_not_even_tried(read)
        assert trying.is_alive()
        trying.join()
    # Two at once are let in again when many passed one after another.
    for _ in range(16):
        read()
    with postgres.reading() as session:
        session.execute(text("select from locked"))
        let_in: list[bool] = []
        beside = threading.Thread(target=lambda: let_in.append(read() is None))
        beside.start()
        beside.join()
    assert let_in


def test_one_that_waits_in_vain_keeps_nobody_else_away(fresh_sqlite):
    db = Database(fresh_sqlite)
    with db.writing() as session:
        session.execute(text("select 1"))
        with pytest.raises(Unavailable), db.writing() as second:
            second.execute(text("select 1"))
        with db.reading() as reading:
            assert reading.scalar(text("select 1")) == 1
    db.dispose()


def test_while_nobody_can_write_whoever_wants_may_read(fresh_sqlite):
    db = Database(fresh_sqlite)

    def write():
        with pytest.raises(Unavailable), db.writing() as session:
            session.execute(text("select 1"))

    with db.writing() as first:
        first.execute(text("select 1"))
        three_at_once(write)
        trying = threading.Thread(target=write)
        trying.start()
        with db.reading() as reading:
            assert reading.scalar(text("select 1")) == 1
        assert trying.is_alive()
        trying.join()
    db.dispose()


def test_a_full_disk_is_said_and_what_is_stored_stays(fresh_sqlite):
    import migrations

    migrations.upgrade(fresh_sqlite)
    db = Database(fresh_sqlite, pool_size=1)
    with db.writing() as session:
        session.add(User(display_name="Ada"))
        pages = session.scalars(text("PRAGMA page_count")).one()
        session.execute(text(f"PRAGMA max_page_count = {pages}"))

    with pytest.raises(Unavailable, match="its disk is full"), db.writing() as session:
        session.add_all(User(display_name="x" * 80) for _ in range(200))

    with db.writing() as session:
        session.execute(text("PRAGMA max_page_count = 100000"))
        session.add(User(display_name="Bo"))
    with db.reading() as session:
        assert session.query(User).count() == 2
    db.dispose()
