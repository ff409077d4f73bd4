"""Who may be dealt to and who may submit, as the assignment's times say."""

import datetime as dt

from app.domain.credit import Phase, Times
from app.domain.roles import Right
from app.errors import NOT_OPEN_YET, NotOpen
from app.queries.membership import Membership
from app.queries.prerequisites import Missing


def require_dealing(membership: Membership, times: Times, at: dt.datetime) -> None:
    """Let a student begin an item only while the assignment is open; its teachers may try it at any time.

    Raises:
        NotOpen: It is not open yet, or closed.
    """
    _require(
        membership, times, at, "This assignment is closed, so its items cannot be begun any more."
    )


def require_submitting(membership: Membership, times: Times, at: dt.datetime) -> None:
    """Take a student's submission only while the assignment is open; its teachers may try it at any time.

    Args:
        membership: Theirs, in the assignment's course.
        times: When the assignment is open.
        at: When the submission was received, by the database's clock.

    Raises:
        NotOpen: It is not open yet, or closed.
    """
    _require(
        membership,
        times,
        at,
        "This assignment is closed: nothing was submitted. If you were held up, ask your teacher for more time.",
    )


def require_prerequisite(membership: Membership, missing: Missing | None) -> None:
    """Let a student begin an item only once they have earned what must be earned before.

    Raises:
        NotOpen: They have not.
    """
    if missing is not None and Right.SEE_WORK not in membership.rights:
        raise NotOpen(
            f"This assignment opens once you have {missing.points:g} points in “{missing.title}”."
        )


def _require(membership: Membership, times: Times, at: dt.datetime, closed: str) -> None:
    phase = times.phase(at)
    if phase.takes_work or Right.SEE_WORK in membership.rights:
        return
    raise NotOpen(NOT_OPEN_YET if phase is Phase.BEFORE else closed)
