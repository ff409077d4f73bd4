"""Work that is claimed under a lease: the oldest that waits goes to one worker, whoever else asks at the same time."""

import time
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.db import database_now
from app.models import ProblemDraft, ProblemVersion

_Claim = TypeVar("_Claim")
_Order = TypeVar("_Order", ProblemDraft, ProblemVersion)


def claims_within(seconds: float, claim: Callable[[], _Claim | None]) -> Iterator[_Claim]:
    """Yield one claim after the other until nothing waits any more, or the time is over."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and (claimed := claim()) is not None:
        yield claimed


def claim_first(
    session: Session,
    order: type[_Order],
    *,
    waiting: ColumnElement[bool],
    since: InstrumentedAttribute[Any],
    lease_seconds: int,
    **values: Any,
) -> _Order | None:
    """Claim what waits longest: count the try, raise the epoch, and own it for so long.

    Args:
        session: Writes.
        order: The table of what is to be done.
        waiting: Which of its rows wait.
        since: The column that tells since when.
        lease_seconds: How long it is owned; above the end of the task that does it.
        values: What else is written.

    Returns:
        The row as it is then; None where nothing waits.
    """
    first = select(order.id).where(waiting).order_by(since).limit(1)
    return session.scalars(
        update(order)
        .where(order.id == first.with_for_update(skip_locked=True).scalar_subquery())
        .values(
            tries=order.tries + 1,
            epoch=order.epoch + 1,
            lease_until=database_now(lease_seconds),
            **values,
        )
        .returning(order)
        .execution_options(synchronize_session=False)
    ).one_or_none()
