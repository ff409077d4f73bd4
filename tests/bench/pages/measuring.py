"""How long each page takes for everybody who may open it."""

import statistics
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import click

from tests.bench.pages.addresses import Place
from tests.bench.pages.visitor import Answer, Visitor

INSTRUCTOR, ADMINISTRATOR = "instructor", "administrator"
BAR = 0.3
"""The seconds that no page may need at the 95th percentile."""
WARM_UP, REQUESTS, REQUESTS_OF_FILES = 2, 20, 5


@dataclass(frozen=True)
class Timing:
    """A page as somebody opened it, again and again.

    Attributes:
        place: The page.
        who: Who opened it.
        seconds: What each time took, sorted.
        processor: The seconds of processor time that web server and database needed for one, in the mean.
        size: Its bytes.
    """

    place: Place
    who: str
    seconds: tuple[float, ...]
    processor: float
    size: int

    @property
    def median(self) -> float:
        """The time that half of the answers needed at most."""
        return statistics.median(self.seconds)

    @property
    def p95(self) -> float:
        """The time that 95 % of the answers needed at most: the nearest rank."""
        return self.seconds[-(-95 * len(self.seconds) // 100) - 1]


def measure(
    visitors: Mapping[str, Visitor],
    place: Place,
    stir: Callable[[], None],
    processor: Callable[[], float],
) -> Iterator[Timing]:
    """Open a page, one request after the other, and yield what it took whoever may open it.

    The first requests are not counted: they may reach a server process that has just started.

    Args:
        visitors: Who tries.
        place: The page.
        stir: Lets work arrive; called before each request to a page that is to be seen after a change.
        processor: Tells how much processor time the servers have had so far, in seconds.
    """

    def ask(visitor: Visitor) -> Answer:
        if place.is_stirred:
            stir()
        return visitor.get(place.address)

    served: set[str] = set()
    requests = REQUESTS_OF_FILES if place.is_file else REQUESTS
    for who, visitor in visitors.items():
        if who == ADMINISTRATOR and INSTRUCTOR in served:
            # Theirs is the same page.
            continue
        # The server closes a connection on which nothing is asked for some seconds.
        visitor.leave()
        answers = [ask(visitor) for _ in range(WARM_UP)]
        if answers[-1].status != 200:
            if answers[-1].status >= 500:
                click.echo(f"\n{place.address} fails for the {who}.", err=True)
            continue
        served.add(who)
        before = processor()
        answers = [ask(visitor) for _ in range(requests)]
        each = (processor() - before) / requests
        times = tuple(sorted(answer.seconds for answer in answers))
        yield Timing(place, who, times, each, len(answers[-1].content))
