"""The pool of a problem: variants dealt beforehand by a worker, so that no page runs a stranger's text."""

import time
from collections.abc import Generator
from typing import Final

from app.domain.diagnosis import Dealt
from app.domain.problems import Problem
from app.domain.quality import Dealing

POOL: Final = 500
"""How many texts a pool holds: as many as gate 5 asks of a problem, one each for two classes of 200 and more."""
_MOST_SEEDS: Final = 2_000
_AT_ONCE: Final = 250
_MOST_SECONDS: Final = 6.0


def make_pool(problem: Problem) -> Generator[float, None, list[Dealt]]:
    """Deal seed after seed until there are `POOL` different texts; yield the share that is done, return the variants.

    Few texts are no error here: gate 5 has judged whether there are enough.

    Args:
        problem: A problem that has passed the gates.
    """
    begun = time.process_time()
    pool: dict[str, Dealt] = {}
    for first in range(0, _MOST_SEEDS, _AT_ONCE):
        dealing = Dealing(problem, range(first, first + _AT_ONCE))
        for _ in dealing.run():
            pass
        for _, deal in sorted(dealing.dealt.items()):
            pool.setdefault(deal.variant.code, Dealt(deal.variant, deal.truth, deal.redraws))
        yield min(1.0, len(pool) / POOL)
        if len(pool) >= POOL or time.process_time() - begun > _MOST_SECONDS:
            break
    return list(pool.values())[:POOL]
