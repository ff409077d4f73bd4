"""Messages that nobody needs to hear any more, by the database's clock: this machine's own may be wrong."""

import datetime as dt
import logging
import time
from typing import Any, Final, Literal

from celery import signals
from celery.worker.request import Request

from app.db import Database
from app.errors import Unavailable
from worker.celery_app import settings

_log = logging.getLogger(__name__)

_KNOWN_SECONDS: Final = 10.0
_RIGHT: Final = dt.timedelta(seconds=5)


class _Clock:
    """How far this machine's clock is ahead of the database's."""

    def __init__(self) -> None:
        self._ahead = dt.timedelta()
        self._found: float | None = None

    def ahead(self) -> dt.timedelta:
        """Return how far, as it was found a few seconds ago, or before the database went away."""
        now = time.monotonic()
        if self._found is None or now - self._found > _KNOWN_SECONDS:
            self._found = now
            self._find()
        return self._ahead

    def _find(self) -> None:
        # For one question, and closed at once: processes that are forked later must not share the connection.
        db = Database(settings.database_url.get_secret_value(), pool_size=1)
        try:
            with db.reading() as session:
                self._ahead = dt.datetime.now(dt.UTC) - db.now(session)
        except Unavailable:
            return
        finally:
            db.dispose()
        if abs(self._ahead) > _RIGHT:
            _log.warning(
                "this machine's clock is %s seconds off the database's, which counts",
                round(self._ahead.total_seconds()),
            )


_clock = _Clock()


class Ring(Request):
    """A message whose age is what the database's clock says."""

    def maybe_expire(self) -> Literal[True] | None:
        """Return True where it is too old to be heard."""
        now = dt.datetime.now(dt.UTC)
        # Nearly every message is young by any clock: only for the others is the database asked.
        if now <= self.expires or now - _clock.ahead() <= self.expires:
            return None
        return super().maybe_expire()


@signals.worker_ready.connect
def _look_at_the_clock(**_rest: Any) -> None:
    _clock.ahead()
