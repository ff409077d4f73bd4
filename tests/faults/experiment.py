"""One experiment: a steady load, a fault in the middle of it, and all that must hold when it is over."""

import datetime as dt
import os
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from app.db import Database
from app.settings import Settings
from tests.faults.classroom import make_class
from tests.faults.figures import Figures, figures_of
from tests.faults.invariants import Evidence, broken_invariants, read_stored
from tests.faults.load import Load
from tests.faults.planning import Student
from tests.faults.undisturbed import UndisturbedRun, marked_of

# At 20 a second, everybody submits some 35 times a minute, double clicks and second tries included: an account has 60.
STUDENTS = 48
# From the click or the fault's end on. The lease takes 15 s, a sweep two, and as much again to mark what has gathered.
PATIENCE_SECONDS = 30.0
RECOVERY_SECONDS = 30.0
_NAMED_SECONDS = 10.0
# A class that has sent more is followed by another: nobody sends an exercise dozens of times, and its page shows all.
_MOST_OF_A_CLASS = 2500

# Half of what `make faults` sends: the short form must say of a machine that does other work as well what it says of
# a quiet one.
_RATE = 10.0

One = TypeVar("One")


@dataclass(frozen=True)
class Form:
    """The short form, which is part of `make test`, or the long one of `make faults`.

    Attributes:
        is_long: Which it is.
        rate: Submissions a second.
    """

    is_long: bool
    rate: float = _RATE

    def pick(self, *, short: One, long: One) -> One:
        """Return what this form takes."""
        return long if self.is_long else short


def read_form() -> Form:
    """Return which form the environment asks for."""
    rate = float(os.environ.get("FAULTS_RATE", _RATE))
    return Form(is_long=os.environ.get("FAULTS") == "long", rate=rate)


class Service(Protocol):
    """What is broken: the deployment's processes, or those of `gradmark up`."""

    address: str
    db: Database
    settings: Settings
    folder: Path

    def wait_until_ready(self) -> None:
        """Wait until everything that a marked submission needs is there."""

    def log(self) -> str:
        """Return all that its processes wrote."""


class UnderLoad(Load):
    """A load with a fault in the middle of it.

    Attributes:
        figures: What it came to, once it is over.
        seen: And all that is known of it.
    """

    ended: float | None = None
    figures: Figures
    seen: Evidence

    def count(self, status: int) -> int:
        """Return how many requests had this status so far; 0 stands for no answer."""
        return sum(one.status == status for one in self.heard)

    def fault_ended(self) -> None:
        """Say that the fault is over; otherwise it is when the experiment's block ends."""
        self.ended = time.time()


class Experiments:
    """The experiments of one service, with the class that submits in all of them.

    Args:
        service: What is broken.
        form: How long they take.
        report: Takes the figures of each.
        seed: Of all plans.
    """

    def __init__(
        self, service: Service, form: Form, report: Callable[[Figures], None], seed: int = 1
    ) -> None:
        self._service, self.form, self._report, self._seed = service, form, report, seed
        self._undisturbed = UndisturbedRun(service.folder)
        self.students = self.add_class()
        self._sent = 0

    def add_class(self) -> Sequence[Student]:
        """Make a class; nobody of it has submitted anything."""
        students = make_class(self._service.db, self._service.settings, STUDENTS)
        exercises = (one for student in students for one in student.exercises)
        self._undisturbed.keep(one.id for one in exercises if one.is_planted)
        return students

    @contextmanager
    def run(  # noqa: PLR0913 - each says something else of what is expected
        self,
        number: str,
        title: str,
        *,
        says: str,
        before: float = 1.5,
        after: float | None = None,
        rate: float | None = None,
        patience: float = PATIENCE_SECONDS,
        may_fail: bool = False,
        fine: Sequence[int] = (),
    ) -> Iterator[UnderLoad]:
        """Let the block break something under load; after it, hold everything that must.

        Args:
            number: The experiment's number in the list of faults.
            title: What is done, for the table.
            says: A pattern that a line of the log must match, so that an operator learns what happened.
            before: For how many seconds the load goes on before the block.
            after: And after it.
            rate: Submissions a second, where it is not the form's.
            patience: In how many seconds after its click, or after the fault, each submission must be marked.
            may_fail: Submissions may end as failed, with a reason.
            fine: Statuses that are expected beside 503.
        """
        service = self._service
        service.wait_until_ready()
        with service.db.reading() as session:
            since = service.db.now(session)
        written = frozenset(service.log().splitlines())
        self._seed += 1
        if self._sent > _MOST_OF_A_CLASS:
            self.students, self._sent = self.add_class(), 0
        load = UnderLoad(
            service.address,
            self.students,
            seed=self._seed,
            journal=service.folder / f"acked-{self._seed}.jsonl",
            rate=rate or self.form.rate,
        )
        load.start()
        try:
            load.wait(before)
            yield load
            if load.ended is None:
                load.fault_ended()
            load.wait(self.form.pick(short=2.5, long=6.0) if after is None else after)
        finally:
            load.finish()
        assert load.ended is not None
        seen = self._look(load, since, patience, may_fail=may_fail, fine=fine)
        load.seen = seen
        self._sent += len(seen.acknowledged)
        load.figures = figures = figures_of(number, title, seen)
        self._report(figures)
        broken = broken_invariants(seen)
        assert not broken, (
            f"{number} {title} (seed {self._seed}): {figures.line()}\n{broken}\n{self._tail(written)}"
        )
        assert seen.acknowledged, "nothing was submitted"
        assert figures.recovery <= RECOVERY_SECONDS, f"recovered {figures.recovery:.1f} s after"
        self._require_named(says, written)

    def _look(
        self,
        load: UnderLoad,
        since: dt.datetime,
        patience: float,
        *,
        may_fail: bool,
        fine: Sequence[int],
    ) -> Evidence:
        db = self._service.db
        deadline = time.monotonic() + patience + 5
        while True:
            stored = read_stored(db, since)
            if all(one.state.is_final for one in stored.values()):
                break
            if time.monotonic() > deadline:
                break
            time.sleep(0.25)
        return Evidence(
            acknowledged=load.acknowledged,
            stored=stored,
            results=marked_of(db, stored),
            undisturbed=self._undisturbed.mark(db, stored),
            heard=load.heard,
            leaks=load.leaks,
            fault_ended=load.ended or time.time(),
            patience=patience,
            may_fail=may_fail,
            fine=fine,
        )

    def _require_named(self, says: str, written: frozenset[str]) -> None:
        """Require that the log names the fault, in one line."""
        deadline = time.monotonic() + _NAMED_SECONDS
        while not any(re.search(says, line) for line in self._lines_since(written)):
            assert time.monotonic() < deadline, f"no line says {says!r}:\n{self._tail(written)}"
            time.sleep(0.2)

    def _tail(self, written: frozenset[str]) -> str:
        lines = [line for line in self._lines_since(written) if '"answered"' not in line]
        return "\n".join(line[:1000] for line in lines[-40:])

    def _lines_since(self, written: frozenset[str]) -> list[str]:
        # Each line bears its time, so that none is written twice.
        return [line for line in self._service.log().splitlines() if line not in written]

    def close(self) -> None:
        """End what holds files open."""
        self._undisturbed.close()
