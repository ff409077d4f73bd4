"""Answers to test with."""

import datetime as dt
import uuid

from app.domain.learning import Answer

MONDAY = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


def answer(problem, day, *, score=1.0, codes=(), variant=None):
    """One answer, by default a right one to an exercise of its own, so many days after Monday."""
    at = MONDAY + dt.timedelta(days=day)
    return Answer(problem, variant or uuid.uuid4(), at, score, codes)
