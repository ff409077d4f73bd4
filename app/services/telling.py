"""What is told of marking: figures, and one line for each batch with the ids in it."""

import logging
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence

from app import metrics
from app.domain.submissions import MAX_TRIES, SubmissionState
from app.services.verdicts import Outcome

_log = logging.getLogger(__name__)


def tell_claimed(waited_seconds: Iterable[float], *, taken_over: int) -> None:
    """Tell how long claimed submissions had waited, and how many another worker had begun and not ended."""
    for seconds in waited_seconds:
        metrics.WAITED_SECONDS.observe(seconds)
    if taken_over:
        metrics.LEASES_LOST.labels("taken over").inc(taken_over)
        _log.warning("begun again, as a worker did not end them: %s submissions", taken_over)


def tell_written(written: Sequence[Outcome], *, too_late: int, seconds: float) -> None:
    """Tell what has been stored for a batch, after its commit.

    Args:
        written: What was stored.
        too_late: How many outcomes were not, because another worker had taken the submission over.
        seconds: From the claim on.
    """
    metrics.MARKING_SECONDS.observe(seconds)
    ended = [one for one in written if one.state.is_final]
    failed = sum(one.state is SubmissionState.FAILED for one in ended)
    for state, count in Counter(one.state for one in ended).items():
        metrics.SUBMISSIONS_ENDED.labels(state.value).inc(count)
    for verdict, count in Counter(_verdicts(ended)).items():
        metrics.MARKS.labels(verdict).inc(count)
    if too_late:
        metrics.LEASES_LOST.labels("too late").inc(too_late)
        _log.warning("too late, as others had taken them over: %s submissions", too_late)
    if ended:
        ids = [str(one.claim.submission_id) for one in ended]
        _log.info("marked", extra={"submissions": ids, "failed": failed})


def tell_given_up(given_up: Iterable[uuid.UUID]) -> None:
    """Tell which submissions a sweep has ended, as they were begun too often."""
    for submission_id in given_up:
        _log.error(
            "submission %s is given up: marking it was begun %s times and never ended",
            submission_id,
            MAX_TRIES,
        )


def tell_waiting(waiting: int) -> None:
    """Tell how many submissions a sweep has found waiting for longer than a bell takes."""
    if waiting:
        _log.warning(
            "nobody had heard of %s submissions, or come to them; they are rung for again", waiting
        )


def _verdicts(outcomes: Iterable[Outcome]) -> Iterable[str]:
    return (
        str(mark["verdict"])
        for outcome in outcomes
        if outcome.result is not None
        for mark in outcome.result.marks
    )
