"""Who may be dealt to and who may submit, as the assignment's times say."""

import datetime as dt

from app.domain.credit import Phase
from app.domain.roles import Right
from app.domain.sittings import NOT_STARTED, TIME_UP, OwnTimes, Stage
from app.domain.texts import Message, say
from app.errors import NOT_OPEN_YET, NotOpen
from app.queries.membership import Membership
from app.queries.prerequisites import Missing


def require_dealing(membership: Membership, own: OwnTimes, at: dt.datetime) -> None:
    """Let a student begin an item only while the assignment is open; its teachers may try it at any time.

    Raises:
        NotOpen: It is not open yet, closed, or its time limit is not started or over.
    """
    closed = say("This assignment is closed, so its items cannot be begun any more.")
    _require(membership, own, at, closed)


def require_submitting(membership: Membership, own: OwnTimes, at: dt.datetime) -> None:
    """Take a student's answers only while the assignment is open; its teachers may try it at any time.

    Args:
        membership: Theirs, in the assignment's course.
        own: When the assignment is open for them.
        at: When the answers were received, by the database's clock.

    Raises:
        NotOpen: It is not open yet, closed, or its time limit is not started or over.
    """
    closed = say(
        "This assignment is closed: nothing was submitted. If you were held up, ask your teacher for more time."
    )
    _require(membership, own, at, closed)


def require_prerequisite(membership: Membership, missing: Missing | None) -> None:
    """Let a student begin an item only once they have earned what must be earned before.

    Raises:
        NotOpen: They have not.
    """
    if missing is not None and Right.SEE_WORK not in membership.rights:
        raise NotOpen(
            say(
                "This assignment opens once you have %(points)s points in “%(title)s”.",
                points=f"{missing.points:g}",
                title=missing.title,
            )
        )


def _require(membership: Membership, own: OwnTimes, at: dt.datetime, closed: Message) -> None:
    if own.takes_work(at) or Right.SEE_WORK in membership.rights:
        return
    phase, stage = own.phase(at), own.stage(at)
    if phase is Phase.BEFORE:
        raise NotOpen(NOT_OPEN_YET)
    if phase is Phase.CLOSED:
        raise NotOpen(closed)
    raise NotOpen(NOT_STARTED if stage is Stage.TO_START else TIME_UP)
