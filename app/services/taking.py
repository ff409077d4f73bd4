"""Taking an attempt: judged by the rules and by what was sent before, and stored unless another was quicker.

Nothing is locked. The attempts of a student at an item, or at an exercise of practice, are numbered, and the database
holds no number twice: whoever finds theirs taken looks again at what is there, and is judged anew.
"""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from sqlalchemy import Connection, Select, Table, bindparam, select

from app.db import INSERT
from app.domain.marking import same_answers
from app.domain.submissions import SubmissionState
from app.domain.texts import say, say_many
from app.errors import AttemptsUsedUp, Conflict, CourseClosed
from app.models import Submission
from app.queries.attempts import Ground, SoFar
from app.queries.membership import Membership
from app.services.courses import require_open
from app.services.drafts import supersede_draft, superseding, superseding_where
from app.services.opening import require_submitting


@dataclass(frozen=True)
class Attempt:
    """What is sent.

    Attributes:
        given: Answers that can be read, by question id.
        received: When they came in, by the database's clock.
        key: Names this click.
        handed_in: They were taken from the draft at closing time.
    """

    given: Mapping[str, str]
    received: dt.datetime
    key: str
    handed_in: bool = False


@dataclass(frozen=True)
class Following:
    """What may be sent at the same exercise next, once this attempt is marked.

    Attributes:
        ground: What it will be judged by.
        attempts_left: None in practice, where there are as many as they like.
    """

    ground: Ground
    attempts_left: int | None


@dataclass(frozen=True)
class Receipt:
    """Proof that a submission is stored: it will be marked exactly once, or shown as failed with a reason.

    Attributes:
        submission_id: The stored submission.
        attempt: Its number on this item, or on this practice exercise, from 1.
        repeated: It was stored before: the same click again, or answers equal to earlier ones. Costs nothing.
        following: What may be sent next; None where nothing may, or only all that was sent before tells.
    """

    submission_id: uuid.UUID
    attempt: int
    repeated: bool
    following: Following | None = None


def find_repeated(ground: Ground, so_far: SoFar, attempt: Attempt) -> Receipt | None:
    """Return the receipt of the same click, or of answers equal to these, where there was one.

    Raises:
        Conflict: The click's key was used for other answers.
    """
    for one in so_far.sent:
        if one.idempotency_key != attempt.key:
            continue
        if one.variant_id != ground.variant_id or one.answers != attempt.given:
            raise used_key()
        return Receipt(one.id, one.attempt, repeated=True)
    for one in so_far.sent:
        if (
            one.variant_id == ground.variant_id
            and one.state is not SubmissionState.FAILED
            and same_answers(one.answers, attempt.given)
        ):
            return Receipt(one.id, one.attempt, repeated=True)
    return None


def store_attempt(
    connection: Connection,
    ground: Ground,
    so_far: SoFar,
    attempt: Attempt,
    *,
    draft_counter: int | None = None,
) -> Receipt | None:
    """Store one attempt, if one is left; return None where another came first, or its key is used elsewhere.

    Args:
        connection: Writes: one statement on PostgreSQL, two on SQLite.
        ground: What it is judged by.
        so_far: What was sent before, none of which is the same.
        attempt: What is sent.
        draft_counter: The browser's draft is superseded as well, see `supersede_draft`; None leaves it alone.

    Raises:
        AttemptsUsedUp: No attempt is left.
        NotOpen: The assignment was not open for them then.
        Conflict: The exercise takes no attempt any more, or the course is archived or no longer the student's.
    """
    received = _require_attempt(ground, so_far, attempt.received)
    number = so_far.sent[-1].attempt + 1 if so_far.sent else 1
    submission_id = uuid.uuid4()
    row = {
        "id": submission_id,
        "variant_id": ground.variant_id,
        "user_id": ground.user_id,
        "item_id": ground.at.item_id if ground.at else None,
        "course_id": ground.at.course_id if ground.at else None,
        "attempt": number,
        "idempotency_key": attempt.key,
        "answers": dict(attempt.given),
        "created_at": received,
        "handed_in": attempt.handed_in,
    }
    if not _write(connection, row, draft_counter):
        return None
    following = _following(ground, so_far)
    return Receipt(submission_id, number, repeated=False, following=following)


def _write(connection: Connection, row: Mapping[str, Any], draft_counter: int | None) -> bool:
    dialect = connection.dialect.name
    sent = {f"sent_{name}": value for name, value in row.items()}
    if draft_counter is None or dialect != "postgresql":
        stored = connection.execute(_STORE[dialect], sent).one_or_none() is not None
        if stored and draft_counter is not None:
            supersede_draft(
                connection,
                variant_id=row["variant_id"],
                given=row["answers"],
                counter=draft_counter,
            )
        return stored
    draft = superseding(row["variant_id"], row["answers"], draft_counter)
    both = _STORE_AND_SUPERSEDE[draft_counter > 0]
    return connection.execute(both, {**sent, **draft}).one_or_none() is not None


def used_key() -> Conflict:
    """Return what is said to a click with the key of another one."""
    return Conflict(
        say("This page was used for another submission already. Reload it and submit again.")
    )


def require_place(membership: Membership | None) -> Membership:
    """Let work be sent only by who is in the course, and while it is not archived.

    Raises:
        CourseClosed: They are in it no longer, or it is archived.
    """
    if membership is None:
        raise CourseClosed(
            say(
                "You are no longer in this course. What you did in it is kept; ask your teacher to bring you back."
            )
        )
    require_open(membership)
    return membership


def _require_attempt(ground: Ground, so_far: SoFar, received: dt.datetime) -> dt.datetime:
    """Let an attempt be stored only where one is left; return when it counts as received."""
    if so_far.is_revealed:
        raise Conflict(
            say("The answers of this exercise were shown already. Take another exercise.")
        )
    at = ground.at
    if at is None:
        return received
    require_submitting(require_place(at.membership), at.own, received)
    used = [one for one in so_far.sent if one.state is not SubmissionState.FAILED]
    if len(used) >= at.max_attempts:
        raise AttemptsUsedUp(
            say_many(
                "The attempt on this item is used.",
                "All %(num)s attempts on this item are used.",
                num=at.max_attempts,
            )
        )
    if not at.rules.takes_attempt(
        used_here=any(one.variant_id == ground.variant_id for one in used),
        is_newest=ground.variant_id == so_far.dealt[-1],
    ):
        raise Conflict(
            say("This exercise takes no further attempt. Go on with the next one of this item.")
        )
    return at.own.received(received)


def _following(ground: Ground, so_far: SoFar) -> Following | None:
    at = ground.at
    if at is None:
        # Answers of practice can be shown once one attempt is marked.
        return None if so_far.sent else Following(ground, None)
    used = sum(one.state is not SubmissionState.FAILED for one in so_far.sent)
    left = at.max_attempts - used - 1
    if not left or at.rules.new_exercises or not at.own.offers_work(ground.now):
        return None
    return Following(ground, left)


# Ready made, because nothing is asked more often in a class's last minutes before a deadline.
_SUBMISSIONS = cast("Table", Submission.__table__)
_GIVEN: Final = (
    "id",
    "variant_id",
    "user_id",
    "item_id",
    "course_id",
    "attempt",
    "idempotency_key",
    "answers",
    "created_at",
    "handed_in",
)
# Named otherwise than columns, which SQLAlchemy would set in drafts as well.
_ROW: Final = {
    name: bindparam(f"sent_{name}", type_=_SUBMISSIONS.c[name].type) for name in _GIVEN
} | {
    "state": SubmissionState.QUEUED,
    "tries": 0,
    "epoch": 0,
}


def _storing(dialect: str) -> Any:
    # Whatever is there already: this key, or this number.
    return (
        INSERT[dialect](_SUBMISSIONS)
        .values(_ROW)
        .on_conflict_do_nothing()
        .returning(_SUBMISSIONS.c.id)
    )


def _storing_and_superseding(*, kept_in_browser: bool) -> Select[Any]:
    stored = _storing("postgresql").cte("stored")
    draft = superseding_where(stored, kept_in_browser=kept_in_browser).cte("draft")
    return select(stored.c.id).add_cte(draft)


_STORE: Final = {dialect: _storing(dialect) for dialect in INSERT}
_STORE_AND_SUPERSEDE: Final = {
    kept: _storing_and_superseding(kept_in_browser=kept) for kept in (False, True)
}
