"""How long each page takes for everybody who may open it."""

import statistics
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from tests.bench.pages.addresses import Place
from tests.bench.pages.visitor import Answer, Visitor

BAR = 0.3
"""The seconds that no page may need at the 95th percentile."""
WARM_UP, REQUESTS = 2, 20


@dataclass(frozen=True)
class Timing:
    """A page as somebody opened it, again and again.

    Attributes:
        pattern: The page.
        who: Who opened it.
        seconds: What each time took, sorted.
        processor: The seconds of processor time that web server and database needed for one, in the mean.
        size: Its bytes.
    """

    pattern: str
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

    Raises:
        AssertionError: The page fails.
    """

    def ask(visitor: Visitor) -> Answer:
        if place.is_stirred:
            stir()
        return visitor.get(place.address)

    for who, visitor in visitors.items():
        # The server closes a connection on which nothing is asked for some seconds.
        visitor.leave()
        answers = [ask(visitor) for _ in range(WARM_UP)]
        assert answers[-1].status < 500, f"{place.address} fails for {who}"
        if answers[-1].status != 200:
            continue
        before = processor()
        answers = [ask(visitor) for _ in range(REQUESTS)]
        each = (processor() - before) / REQUESTS
        times = tuple(sorted(answer.seconds for answer in answers))
        yield Timing(place.pattern, who, times, each, len(answers[-1].content))
