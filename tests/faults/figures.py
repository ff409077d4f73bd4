"""The figures of an experiment, and the table that a run writes of all of them."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.domain.submissions import SubmissionState
from tests.faults.invariants import Evidence

NORMAL_SECONDS: Final = 2.0
"""Up to here, a click is marked as usual; what takes longer was held up."""
_HEAD: Final = (
    "| # | Experiment | Acknowledged | Marked | Begun again | To mark, p50 / p99 / longest | Slowest answer | Recovery |\n"
    "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n"
)
_BEGIN, _END = "<!-- figures of make faults -->", "<!-- end of the figures -->"


@dataclass(frozen=True)
class Figures:
    """What one experiment came to; all times in seconds.

    Attributes:
        number: The experiment's, as `1`.
        title: What was done.
        acknowledged: Submissions whose students were told that they are stored.
        marked: Submissions that were marked, and how often a worker began one anew.
        begun_again: Runs beyond the first of each submission.
        to_mark: From the click to the mark, sorted.
        slowest: The longest that any request took.
        recovery: After the fault, until all was as usual: when the last of what it held up was marked.
    """

    number: str
    title: str
    acknowledged: int
    marked: int
    begun_again: int
    to_mark: Sequence[float]
    slowest: float
    recovery: float

    def line(self) -> str:
        """Return its row of the table."""
        told = (
            quantile(self.to_mark, 0.5),
            quantile(self.to_mark, 0.99),
            quantile(self.to_mark, 1),
        )
        cells = (
            self.number,
            self.title,
            str(self.acknowledged),
            str(self.marked),
            str(self.begun_again),
            " / ".join(f"{seconds:.2f}" for seconds in told) + " s",
            f"{self.slowest:.2f} s",
            f"{self.recovery:.1f} s",
        )
        return f"| {' | '.join(cells)} |"


def figures_of(number: str, title: str, seen: Evidence) -> Figures:
    """Sum up what an experiment showed."""
    ends = []
    for key, one in seen.acknowledged.items():
        stored = seen.find(key)
        if stored is not None and stored.marked is not None:
            ends.append((one.clicked, stored.marked.timestamp()))
    held_up = [end for clicked, end in ends if end - clicked > NORMAL_SECONDS]
    return Figures(
        number=number,
        title=title,
        acknowledged=len(seen.acknowledged),
        marked=sum(one.state is SubmissionState.MARKED for one in seen.stored.values()),
        begun_again=sum(max(0, one.tries - 1) for one in seen.stored.values()),
        to_mark=sorted(max(0.0, end - clicked) for clicked, end in ends),
        slowest=max((one.seconds for one in seen.heard), default=0.0),
        recovery=max([0.0, *(end - seen.fault_ended for end in held_up)]),
    )


def quantile(ordered: Sequence[float], part: float) -> float:
    """Return the smallest value that so large a part of sorted values does not exceed; 0 for no values."""
    return ordered[max(0, math.ceil(part * len(ordered)) - 1)] if ordered else 0.0


def table(all_figures: Iterable[Figures]) -> str:
    """Return the table of all experiments, by number, with what they sum up to."""
    ordered = sorted(
        all_figures,
        key=lambda one: (int("0" + "".join(filter(str.isdigit, one.number))), one.title),
    )
    marked = sum(one.marked for one in ordered)
    return f"{_HEAD}{''.join(one.line() + chr(10) for one in ordered)}\n{marked:,} submissions were marked in all.\n"


def write_table(page: Path, all_figures: Iterable[Figures]) -> None:
    """Put the table into a page, between the two comments that hold its place."""
    before, _, rest = page.read_text().partition(_BEGIN)
    _, found, after = rest.partition(_END)
    assert found, f"{page.name} has no place for the table: {_BEGIN} and {_END}"
    page.write_text(f"{before}{_BEGIN}\n\n{table(all_figures)}\n{_END}{after}")
