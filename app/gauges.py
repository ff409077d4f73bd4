"""What Prometheus is told of the store and the broker, found whenever it asks."""

from collections.abc import Iterator
from typing import Final

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from app.broker import broker_answers
from app.db import Database
from app.errors import Unavailable
from app.queries.queue import Queue, queue

PARTS: Final = "gradmark_part_up"


class ServiceState(Collector):
    """The queue, the workers that were heard from, and whether database and broker answer.

    Args:
        db: The store.
        broker_url: The broker.
    """

    def __init__(self, db: Database, broker_url: str) -> None:
        self._db, self._broker_url = db, broker_url

    def describe(self) -> Iterator[Metric]:
        """Return nothing: whoever registers this asks for no figure yet."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """Ask database and broker; what the database would say is missing where it does not answer."""
        found = self._find_queue()
        up = GaugeMetricFamily(PARTS, "Whether a part answers: 1, or 0.", labels=["part"])
        up.add_metric(["database"], float(found is not None))
        up.add_metric(["broker"], float(broker_answers(self._broker_url)))
        yield up
        if found is not None:
            yield from tell(found)

    def _find_queue(self) -> Queue | None:
        try:
            with self._db.reading() as session:
                return queue(session)
        except Unavailable:
            return None


def tell(found: Queue) -> Iterator[Metric]:
    """Return the queue as Prometheus reads it."""
    submissions = GaugeMetricFamily(
        "gradmark_submissions",
        "Submissions that are not marked, by what has become of them.",
        labels=["state"],
    )
    submissions.add_metric(["queued"], found.waiting)
    submissions.add_metric(["marking"], found.marking)
    submissions.add_metric(["failed"], found.failed)
    yield submissions
    yield GaugeMetricFamily(
        "gradmark_oldest_waiting_seconds",
        "For how long the oldest submission that is not marked has waited; 0 where none waits.",
        found.oldest_seconds or 0.0,
    )
    yield GaugeMetricFamily(
        "gradmark_workers", "Workers that were heard from lately.", found.workers
    )
