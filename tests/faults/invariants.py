"""What must hold whatever fails: I1 to I7, each a function that says in whole sentences what is wrong.

A journal of what was acknowledged, the answers that came back, and the store are all they look at.
"""

import datetime as dt
import functools
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from app.db import Database
from app.domain.submissions import SubmissionState
from app.models import Item, Result, Submission, Variant
from tests.faults.load import Acknowledged, Heard
from tests.faults.undisturbed import Marked

LONGEST_SECONDS: Final = 5.0
"""How long any answer may take."""
_TOLD = 5


@dataclass(frozen=True)
class Stored:
    """A submission as it stands in the store, with what it was attempted at."""

    id: uuid.UUID
    key: str
    answers: Mapping[str, str]
    state: SubmissionState
    failure: str | None
    attempt: int
    tries: int
    created: dt.datetime
    marked: dt.datetime | None
    place: tuple[uuid.UUID, uuid.UUID]
    most_attempts: int | None


@dataclass(frozen=True)
class Evidence:
    """All that is known after an experiment.

    Attributes:
        acknowledged: By key.
        stored: By id, what was stored since the experiment began.
        results: What marking found, by submission.
        undisturbed: The same of a run that nothing disturbed.
        heard: Every request.
        leaks: Where the canary's digits came out.
        fault_ended: When the fault was over, in seconds since the epoch.
        patience: Within how many seconds after the click, or after the fault, all must be marked.
        may_fail: Submissions may end as failed, with a reason.
        fine: Statuses that this experiment expects beside the usual ones.
    """

    acknowledged: Mapping[str, Acknowledged]
    stored: Mapping[uuid.UUID, Stored]
    results: Mapping[uuid.UUID, Marked]
    undisturbed: Mapping[uuid.UUID, Marked]
    heard: Sequence[Heard]
    leaks: Sequence[str]
    fault_ended: float
    patience: float
    may_fail: bool = False
    fine: Sequence[int] = ()

    def find(self, key: str) -> Stored | None:
        """Return what is stored under a key: a form's, or the id that the API told."""
        return self._by_key.get(key)

    def marked_at(self, key: str) -> float:
        """Return when it was marked, in seconds since the epoch.

        Raises:
            LookupError: It is not.
        """
        stored = self.find(key)
        if stored is None or stored.marked is None:
            raise LookupError(key)
        return stored.marked.timestamp()

    @functools.cached_property
    def _by_key(self) -> Mapping[str, Stored]:
        # An id in its normal form is what the API's submissions have for their key, too.
        return {one.key: one for one in self.stored.values()} | {
            str(one.id): one for one in self.stored.values()
        }


def read_stored(db: Database, since: dt.datetime) -> Mapping[uuid.UUID, Stored]:
    """Return what was submitted from an instant on."""
    with db.reading() as session:
        rows = session.execute(
            select(Submission, Variant.item_id, Item.max_attempts, Result.marked_at)
            .join(Variant, Variant.id == Submission.variant_id)
            .outerjoin(Item, Item.id == Variant.item_id)
            .outerjoin(Result, Result.submission_id == Submission.id)
            .where(Submission.created_at >= since)
        ).all()
    return {
        one.id: Stored(
            id=one.id,
            key=one.idempotency_key,
            answers=one.answers,
            state=one.state,
            failure=one.failure,
            attempt=one.attempt,
            tries=one.tries,
            created=one.created_at,
            marked=marked_at,
            place=(one.user_id, item_id or one.variant_id),
            most_attempts=max_attempts,
        )
        for one, item_id, max_attempts, marked_at in rows
    }


def acknowledged_is_stored(seen: Evidence) -> Iterable[str]:
    """I1: whoever has a receipt has a submission, with the answers that were sent."""
    for key, one in seen.acknowledged.items():
        stored = seen.find(key)
        if stored is None:
            yield f"{key} was acknowledged and is not stored"
        elif dict(stored.answers) != dict(one.click.answers):
            yield f"{key} is stored with other answers than were sent"


def acknowledged_is_marked_in_time(seen: Evidence) -> Iterable[str]:
    """I2: every submission ends, within so many seconds of its click or of the fault's end."""
    clicked = {
        stored.id: one.clicked
        for key, one in seen.acknowledged.items()
        if (stored := seen.find(key)) is not None
    }
    for one in seen.stored.values():
        if one.state is SubmissionState.FAILED:
            if not seen.may_fail:
                yield f"{one.key} failed: {one.failure}"
            elif not one.failure:
                yield f"{one.key} failed without a reason"
        elif one.state is not SubmissionState.MARKED or one.marked is None:
            yield f"{one.key} is still {one.state.value} after {one.tries} tries"
        else:
            since = max(clicked.get(one.id, one.created.timestamp()), seen.fault_ended)
            late = one.marked.timestamp() - since
            if late > seen.patience:
                yield f"{one.key} was marked {late:.1f} s after its click and the fault ({seen.patience:g} s at most)"


def marked_once_as_undisturbed(seen: Evidence) -> Iterable[str]:
    """I3: each marked submission has one result, that of a run which nothing disturbed, and no other has any."""
    for one in seen.stored.values():
        result = seen.results.get(one.id)
        if (one.state is SubmissionState.MARKED) != (result is not None):
            yield f"{one.key} is {one.state.value} and has {'a' if result else 'no'} result"
        elif result is not None and result != seen.undisturbed.get(one.id):
            yield f"{one.key} was marked {result}, and undisturbed {seen.undisturbed.get(one.id)}"


def attempts_are_counted(seen: Evidence) -> Iterable[str]:
    """I4: nobody has more attempts than allowed, and they are numbered without a gap or a repetition."""
    attempts: dict[tuple[uuid.UUID, uuid.UUID], list[Stored]] = defaultdict(list)
    for one in seen.stored.values():
        attempts[one.place].append(one)
    for place, held in attempts.items():
        numbers = sorted(one.attempt for one in held)
        if numbers != list(range(numbers[0], numbers[0] + len(numbers))):
            yield f"the attempts of student {place[0]} at {place[1]} are numbered {numbers}"
        most = held[0].most_attempts
        if most is not None and numbers[-1] > most:
            yield f"student {place[0]} has attempt {numbers[-1]} of {most} at {place[1]}"


def refusals_are_understood(seen: Evidence) -> Iterable[str]:
    """I5: what is refused says why and bears the request's id; nothing breaks."""
    for one in seen.heard:
        if one.fault and one.status not in seen.fine:
            yield f"{one.what} -> {one.status}: {one.fault}"


def answers_come_soon(seen: Evidence) -> Iterable[str]:
    """I6: no answer takes longer than five seconds, and neither does it take longer to learn that there is none."""
    for one in seen.heard:
        if one.seconds > LONGEST_SECONDS:
            yield f"{one.what} took {one.seconds:.1f} s (status {one.status or 'none'})"


def truth_stays_inside(seen: Evidence) -> Iterable[str]:
    """I7: the canary's digits stand in no answer."""
    return seen.leaks


INVARIANTS: Final = {
    "I1": acknowledged_is_stored,
    "I2": acknowledged_is_marked_in_time,
    "I3": marked_once_as_undisturbed,
    "I4": attempts_are_counted,
    "I5": refusals_are_understood,
    "I6": answers_come_soon,
    "I7": truth_stays_inside,
}


def broken_invariants(seen: Evidence) -> str:
    """Return what is wrong, a line for each kind of complaint with some examples; empty where all holds."""
    lines = []
    for name, invariant in INVARIANTS.items():
        complaints = list(Counter(invariant(seen)))
        if complaints:
            lines.append(f"{name}: {len(complaints)} times, as:")
            lines += [f"  {complaint}" for complaint in complaints[:_TOLD]]
    return "\n".join(lines)
