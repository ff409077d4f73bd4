"""What the pages and the API of one server share."""

from dataclasses import dataclass
from typing import cast

from flask import current_app

from app.db import Database
from app.dispatch import BEHIND_TASK, PREPARE_TASK, CeleryDoorbell, make_celery
from app.limits import Limits
from app.services.doorbell import Doorbell
from app.settings import Settings

# Whoever waits for a page for longer goes away, or clicks again.
_STATEMENT_SECONDS = 2.0


@dataclass(frozen=True)
class Parts:
    """The store, the doorbells from the most urgent to the least, the broker behind them, and how often is too often.

    `doorbell` is rung for marking, `prepare_bell` for what somebody waits for on a page, `behind_bell` for long work.
    """

    db: Database
    doorbell: Doorbell
    prepare_bell: Doorbell
    behind_bell: Doorbell
    broker_url: str
    limits: Limits


def make_parts(settings: Settings, doorbell: Doorbell | None = None) -> Parts:
    """Open the store and the way to the broker.

    Args:
        settings: Where they are.
        doorbell: What is rung for all work; by default, Celery's.
    """
    broker_url = settings.broker_url.get_secret_value()
    celery = make_celery(broker_url)
    return Parts(
        db=Database(
            settings.database_url.get_secret_value(),
            pool_size=settings.web_threads,
            statement_seconds=_STATEMENT_SECONDS,
        ),
        doorbell=doorbell or CeleryDoorbell(celery),
        prepare_bell=doorbell or CeleryDoorbell(celery, PREPARE_TASK),
        behind_bell=doorbell or CeleryDoorbell(celery, BEHIND_TASK),
        broker_url=broker_url,
        limits=Limits(broker_url, settings.secret_key.get_secret_value()),
    )


def parts() -> Parts:
    """Return the parts of the server that answers this request."""
    return cast("Parts", current_app.extensions["gradmark"])


def db() -> Database:
    """Return the store of the server that answers this request."""
    return parts().db
