"""Look for differences in many programs: `python -m tests.oracle.search [--programs N] ...`.

The programs come in shards, each with a seed of its own, so `--seed` gives the same ones again. In
even shards Hypothesis chooses, which likes extremes and variations of what it had; in odd ones
every choice is as likely as its weight says. What is found is made short and printed, one of each
kind, and the command fails.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import count
from random import Random

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.oracle.differences import Difference, difference, reduced
from tests.oracle.grammar import program

_SHARD = 500
_SHOWN = 40


def shard(number: int, size: int) -> tuple[int, list[Difference]]:
    """Compare the programs of one shard.

    Args:
        number: which shard; it seeds the choices.
        size: how many programs.

    Returns:
        How many different programs ran, and what was found, made short, one of each kind.
    """
    texts = set(_chosen_by_hypothesis(number, size) if number % 2 == 0 else _drawn(number, size))
    found = [differs for text in sorted(texts) if (differs := difference(text)) is not None]
    return len(texts), [reduced(each) for each in one_of_each(found)]


def one_of_each(found: list[Difference]) -> list[Difference]:
    """The shortest of each kind of difference."""
    by_length = sorted(found, key=lambda each: len(each.text), reverse=True)
    return list({each.kind: each for each in by_length}.values())


def _chosen_by_hypothesis(number: int, size: int) -> list[str]:
    texts: list[str] = []

    @seed(number)
    @settings(
        max_examples=size,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.randoms(use_true_random=False))
    def write(random: Random) -> None:
        texts.append(program(random))

    write()
    return texts


def _drawn(number: int, size: int) -> list[str]:
    random = Random(number)
    return [program(random) for _ in range(size)]


def search(programs: int, processes: int, first: int) -> Iterator[tuple[int, list[Difference]]]:
    """Compare that many programs at least, in processes; gives each shard's result as it comes."""
    numbers = count(first)
    total = 0
    with ProcessPoolExecutor(processes) as pool:
        running = [pool.submit(shard, next(numbers), _SHARD) for _ in range(2 * processes)]
        while running:
            ran, found = running.pop(0).result()
            total += ran
            # Hypothesis may give the same program twice, so a shard holds somewhat less.
            if total + len(running) * _SHARD * 4 // 5 < programs:
                running.append(pool.submit(shard, next(numbers), _SHARD))
            yield ran, found


def main() -> None:
    """Search, show progress, and fail if anything differs."""
    options = _options()
    started = time.monotonic()
    ran, found = 0, []
    for more, differing in search(options.programs, options.processes, options.seed):
        ran += more
        found += differing
        passed = time.monotonic() - started
        _say(f"\r{ran} programs, {len(found)} differences, {passed:.0f} s")
    for each in one_of_each(found)[:_SHOWN]:
        _say(f"\n\n{each}")
    _say("\n")
    if found or ran < options.programs:
        sys.exit(1)


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", type=int, default=20_000, help="how many at least")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1, help="the first shard's number")
    return parser.parse_args()


if __name__ == "__main__":
    main()
