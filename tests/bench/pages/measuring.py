"""How long each page takes for everybody who may open it."""

import statistics
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tests.bench.pages.addresses import Place
from tests.bench.pages.visitor import Visitor

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
        size: Its bytes.
    """

    pattern: str
    who: str
    seconds: tuple[float, ...]
    size: int

    @property
    def median(self) -> float:
        """The time that half of the answers needed at most."""
        return statistics.median(self.seconds)

    @property
    def p95(self) -> float:
        """The time that 95 % of the answers needed at most: the nearest rank."""
        return self.seconds[-(-95 * len(self.seconds) // 100) - 1]


def measure(visitors: Mapping[str, Visitor], found: Iterable[Place]) -> Iterator[Timing]:
    """Open every page, one request after the other, and yield what it took whoever may open it.

    The first requests to a page are not counted: they may reach a server process that has just started.

    Raises:
        AssertionError: Nobody may open a page, or it fails.
    """
    for place in found:
        served = 0
        for who, visitor in visitors.items():
            # The server closes a connection on which nothing is asked for some seconds.
            visitor.leave()
            answers = [visitor.get(place.address) for _ in range(WARM_UP)]
            assert answers[-1].status < 500, f"{place.address} fails for {who}"
            if answers[-1].status != 200:
                continue
            served += 1
            answers = [visitor.get(place.address) for _ in range(REQUESTS)]
            times = tuple(sorted(answer.seconds for answer in answers))
            yield Timing(place.pattern, who, times, len(answers[-1].content))
        assert served, f"{place.address} was shown to nobody"
