"""What `gradmark doctor` looks at, and what it advises."""

import datetime as dt
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

import migrations
from app.broker import broker_answers
from app.cli.which_store import say_unreachable
from app.db import Database
from app.dispatch import make_celery
from app.models import WorkerHeartbeat
from app.queries.queue import WORKER_SILENCE_SECONDS, Queue, queue
from app.settings import Settings, UnusableSettings, read_settings

# Work is marked within seconds; what waits for longer than a lease waits for a reason.
_WAITS_TOO_LONG_SECONDS = 60
_CLOCKS_DIFFER_SECONDS = 5
_LEAST_FREE_BYTES = 1 << 30
_PING_SECONDS = 2.0


@dataclass(frozen=True)
class Finding:
    """What was seen at one place.

    Attributes:
        place: What was looked at.
        says: What was seen.
        advice: What to do about it; None where all is well.
    """

    place: str
    says: str
    advice: str | None = None


def check_up(only_store: str | None) -> Iterator[Finding]:
    """Look at everything, or only at the store at the URL `only_store`; what stands behind a fault is left out."""
    url = only_store
    broker_url = None
    if url is None:
        try:
            settings = read_settings()
        except UnusableSettings as error:
            yield Finding("settings", str(error), "Set them, then run gradmark doctor again.")
            return
        yield check_settings(settings)
        yield check_figures(settings)
        url = settings.database_url.get_secret_value()
        broker_url = settings.broker_url.get_secret_value()
    answers = None
    if broker_url is not None:
        answers = broker_answers(broker_url)
        yield _check_broker(answers=answers)
    yield from _check_store(url, broker_url if answers else None)


def check_settings(settings: Settings) -> Finding:
    """Look at settings that can be used but would be regretted."""
    if settings.secure_cookies and not settings.trusted_proxies:
        return Finding(
            "settings",
            "Users come over TLS, which a proxy must end, but no proxy is trusted: all of them seem to be one client.",
            "Set GRADMARK_TRUSTED_PROXIES to the number of proxies in front, mostly 1.",
        )
    return Finding("settings", "All are there and can be used.")


def check_figures(settings: Settings) -> Finding:
    """Tell where Prometheus may read figures, and who must not."""
    if not settings.tells_metrics:
        return Finding("figures", "Prometheus is told none: GRADMARK_METRICS_BIND is off.")
    return Finding(
        "figures",
        f"Prometheus is told them at {settings.metrics_bind}: that port must be published to nobody.",
    )


def check_clocks(difference_seconds: float) -> Finding:
    """Look at how far the database's clock is ahead of this machine's."""
    if abs(difference_seconds) <= _CLOCKS_DIFFER_SECONDS:
        return Finding("clock", "The database's clock and this machine's agree.")
    which = "ahead of" if difference_seconds > 0 else "behind"
    return Finding(
        "clock",
        f"The database's clock is {abs(difference_seconds):.0f} s {which} this machine's.",
        "Deadlines follow the database's clock. Let both machines keep time by NTP (timedatectl set-ntp true).",
    )


def check_space(free_bytes: int, store_bytes: int, folder: Path) -> Finding:
    """Look at the space that is left where a SQLite store lies: a migration needs as much again as the store takes."""
    says = (
        f"{folder} has {free_bytes / 1e9:.1f} GB left; the store takes {store_bytes / 1e9:.1f} GB."
    )
    if free_bytes >= max(_LEAST_FREE_BYTES, 2 * store_bytes):
        return Finding("space", says)
    return Finding("space", says, "Make room there: a full disk stops all submissions.")


def check_work(found: Queue) -> Finding:
    """Look at what waits to be marked, and at what failed."""
    waiting = found.waiting + found.marking
    if found.oldest_seconds is not None and found.oldest_seconds > _WAITS_TOO_LONG_SECONDS:
        return Finding(
            "work",
            f"{waiting} submissions wait to be marked, the oldest for {found.oldest_seconds:.0f} s.",
            "Nothing is lost. Start more workers: docker-compose up --detach --scale worker=4",
        )
    if found.failed:
        return Finding(
            "work",
            f"{found.failed} submissions failed.",
            "Look at the reasons on the page Administration, State, and queue them again there once these are mended.",
        )
    return Finding("work", f"{waiting} submissions wait to be marked, none of them for long.")


def _check_broker(*, answers: bool) -> Finding:
    if answers:
        return Finding("broker", "It answers.")
    return Finding(
        "broker",
        "It does not answer.",
        "Start Redis or Valkey, and see whether GRADMARK_BROKER_URL has its address and password. "
        "Submissions are kept until then.",
    )


def _check_store(url: str, broker_url: str | None) -> Iterator[Finding]:
    db = Database(url, pool_size=1)
    file = Path(db.db_engine.url.database or "") if db.is_sqlite else None
    try:
        # SQLite would make the file.
        if file is not None and not file.is_file():
            yield Finding("database", f"There is no {file}.", "Run: gradmark db upgrade")
            return
        with Session(db.db_engine) as session:
            before = dt.datetime.now(dt.UTC)
            now = db.now(session)
            halfway = before + (dt.datetime.now(dt.UTC) - before) / 2
            yield Finding("database", "It answers.")
            yield check_clocks((now - halfway).total_seconds())
            if file is not None:
                free = shutil.disk_usage(file.parent).free
                yield check_space(free, file.stat().st_size, file.parent)
            migrated = _check_migrations(session)
            yield migrated
            if migrated.advice is None:
                yield _check_workers(session, now, broker_url)
                yield check_work(queue(session))
    except DBAPIError as error:
        yield Finding(
            "database",
            say_unreachable(error),
            "Start it, or mend GRADMARK_DATABASE_URL; nothing works without it.",
        )
    finally:
        db.dispose()


def _check_migrations(session: Session) -> Finding:
    revision, head = migrations.revision_of(session.connection()), migrations.head()
    if revision == head:
        return Finding("schema", f"It is this release's ({head}).")
    if revision is not None and not migrations.knows(revision):
        return Finding(
            "schema",
            f"A newer release has migrated this database (schema {revision}; this one knows up to {head}).",
            "End the upgrade: start web, worker and beat of that release. This one serves it for so long only if it "
            "is the release just before.",
        )
    return Finding(
        "schema",
        f"It stands at {revision or 'nothing'}; this release needs {head}.",
        "Back up, then run: gradmark db upgrade",
    )


def _check_workers(session: Session, now: dt.datetime, broker_url: str | None) -> Finding:
    heard = session.scalars(select(WorkerHeartbeat.seen_at)).all()
    fresh = [one for one in heard if (now - one).total_seconds() <= WORKER_SILENCE_SECONDS]
    if fresh:
        return Finding(
            "workers", f"{len(fresh)} were heard from within {WORKER_SILENCE_SECONDS} s."
        )
    last = f"The last was heard from at {max(heard):%Y-%m-%d %H:%M:%S} UTC." if heard else ""
    if broker_url is None:
        return Finding(
            "workers",
            f"None was heard from lately. {last}".strip(),
            "See that broker, worker and beat run.",
        )
    # Beat rings, a worker sweeps: a worker that answers and does not sweep is not being rung for.
    if make_celery(broker_url).control.ping(timeout=_PING_SECONDS):
        return Finding(
            "workers",
            f"They run, but nobody rings for them every two seconds. {last}".strip(),
            "Start beat: gradmark beat (docker-compose up --detach beat)",
        )
    return Finding(
        "workers",
        f"None answers. {last}".strip(),
        "Start at least one: gradmark worker (docker-compose up --detach worker)",
    )
