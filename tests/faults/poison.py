"""A submission that is bad for whoever marks it: its exercise takes all that the snippet language's bounds allow."""

import resource
import time
import uuid
from pathlib import Path

from sqlalchemy import select, update

from app.db import Database, database_now
from app.domain.marking import truth_text
from app.domain.problems import find_truth
from app.domain.submissions import SubmissionState
from app.models import Submission, Variant
from app.services.dealing import deal_problem
from app.services.submissions import submit
from tests.app.classroom import RecordingDoorbell
from tests.app.people import add_account
from tests.faults.stack import Stack

# One step takes half a millisecond of arithmetic and makes next to nothing: the bound of so many seconds is met first.
_STEP = "v = m.sum()\n"
_MATRIX = "m = torch.ones(1000, 1000)\n"
BUSY_FOR_SECONDS = f"{_MATRIX}k = [m + 1 for i in range(6)]\nfor i in range(60000):\n    {_STEP}"
"""Holds so much that it is known by it, and runs until the engine's own bound of time ends it."""
BUSY_FOR_A_MOMENT = f"{_MATRIX}for i in range(1000):\n    {_STEP}"
"""Runs for about half a second, and is then as right or wrong as its exercise is."""
LARGE = (
    "m = torch.ones(1000, 1000, requires_grad=True)\nz = m\nfor i in range(16):\n    z = z * m\n"
)
"""Holds some 130 MB at once."""
_WAIT_SECONDS = 40
_MUCH = 15_000_000


class Poison:
    """A submission whose exercise does this before all else.

    Args:
        db: The store.
        code: What is done, with `torch` imported.
    """

    def __init__(self, db: Database, code: str) -> None:
        self._db = db
        user_id = add_account(db, name="Mithridates")
        self.variant_id = deal_problem(db, user_id=user_id, slug="three-leaves")
        with db.writing() as session:
            stored = session.get_one(Variant, self.variant_id)
            # Right, so that no misconception is looked for: that would take the bounds of time over again.
            truths = find_truth(stored.as_dealt())
            answers = {question: truth_text(truth) for question, truth in truths.items()}
            changed = stored.code.replace("import torch\n", f"import torch\n{code}", 1)
            assert changed != stored.code
            stored.code, stored.truth, stored.predictions = changed, None, None
        # Nobody is rung for: the sweep finds it among all others.
        receipt = submit(
            db,
            RecordingDoorbell(),
            user_id=user_id,
            variant_id=self.variant_id,
            answers=answers,
            idempotency_key=uuid.uuid4().hex,
        )
        self.id = receipt.submission_id

    def row(self) -> Submission:
        """Return it as it stands in the store."""
        with self._db.reading() as session:
            return session.scalars(select(Submission).where(Submission.id == self.id)).one()

    def wait_until_marking(self, tries: int = 1) -> None:
        """Wait until a worker has begun it for at least the so-manieth time, and has not ended it."""
        self._wait(
            lambda row: row.state is SubmissionState.MARKING and row.tries >= tries,
            f"it to be begun for time {tries}",
        )

    def wait_until_ended(self) -> Submission:
        """Wait until it is marked or failed, and return it."""
        self._wait(lambda row: row.state.is_final, "it to end")
        return self.row()

    def _wait(self, condition, what: str) -> None:
        deadline = time.monotonic() + _WAIT_SECONDS
        while not condition(row := self.row()):
            assert time.monotonic() < deadline, f"{what}: {row.state} after {row.tries} tries"
            time.sleep(0.02)


def let_leases_run_out(db: Database) -> None:
    """Let the time of all leases pass at once: short experiments do not wait for it."""
    with db.writing() as session:
        session.execute(
            update(Submission)
            .where(Submission.state == SubmissionState.MARKING)
            .values(lease_until=database_now(-1))
        )


def largest(pids: list[int]) -> int:
    """Return which process holds much more memory than all others."""
    deadline = time.monotonic() + _WAIT_SECONDS
    while True:
        *others, most = sorted((_resident(pid), pid) for pid in pids)
        if all(size + _MUCH < most[0] for size, _pid in others):
            return most[1]
        assert time.monotonic() < deadline, f"none of them is large: {others}, {most}"
        time.sleep(0.02)


def _resident(pid: int) -> int:
    """Return how many bytes of memory a process holds."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize()


def failed_since(stack: Stack, first: uuid.UUID) -> set[uuid.UUID]:
    """Return which submissions failed, of those stored since one was."""
    with stack.db.reading() as session:
        since = select(Submission.created_at).where(Submission.id == first).scalar_subquery()
        return set(
            session.scalars(
                select(Submission.id).where(
                    Submission.created_at >= since, Submission.state == SubmissionState.FAILED
                )
            )
        )
