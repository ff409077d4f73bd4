"""Inspecting a stranger's problem file: read, run within bounds, judged at the gates. For a worker, not for a page."""

import math
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Final

from app.domain.authoring.placing import place_refusal
from app.domain.authoring.refusal import Refusal, Refused
from app.domain.authoring.sample import Sample
from app.domain.diagnosis import deal
from app.domain.problems import (
    BrokenProblem,
    Problem,
    ProblemError,
    draw_values,
    find_truth,
    parse_problem,
    write_variant,
)
from app.domain.quality import Report, check
from app.domain.texts import say
from engine.snippet import SnippetError

SEEDS: Final = 500
"""How many seeds are judged; a problem needs as many different variants."""
FIRST_LOOK: Final = 4
"""How many variants are run before all of them are, to tell at once what concerns every one."""
MOST_SECONDS_EACH: Final = 0.05
"""Computing time that a variant may take. The library's take at most 0.002 s, and a wrong answer is compared with some
forty runs by mistaken rules."""
MOST_SECONDS: Final = 6.0
"""Computing time for all of it; below the time limits of a worker's task."""
SAMPLES: Final = 3

_TOO_SLOW: Final = say(
    "One variant takes too long to run: at most %(most)s seconds of computing are allowed. "
    "Use fewer turns of a loop, or smaller tensors.",
    most=MOST_SECONDS_EACH,
)


@dataclass(frozen=True)
class Inspected:
    """What an inspection found: a refusal, or the problem with its report, and samples where it passes every gate."""

    problem: Problem | None = None
    refusal: Refusal | None = None
    report: Report | None = None
    samples: tuple[Sample, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether the problem may be published."""
        return self.report is not None and self.report.passed


def inspect(text: str, *, slug: str) -> Generator[float, None, Inspected]:
    """Read and judge a problem file; yield the share that is done, return what was found.

    It runs what the text says, in the restricted language and within its bounds only.
    """
    problem: Problem | None = None
    try:
        problem = read(text, slug)
        look(problem, text)
        report = yield from judge(problem, SEEDS, MOST_SECONDS)
    except Refused as refused:
        return Inspected(problem, refusal=refused.refusal)
    samples = tuple(_samples(problem)) if report.passed else ()
    return Inspected(problem, report=report, samples=samples)


def read(text: str, slug: str) -> Problem:
    """Read a problem file.

    Raises:
        Refused: It is none.
    """
    try:
        return parse_problem(text, slug=slug)
    except ProblemError as error:
        refusal = Refusal(error.reason, error.line, error.column, error.field or "")
        raise Refused(refusal) from None


def look(problem: Problem, text: str) -> None:
    """Run the first variants: what the language refuses has a place in the file, and slow ones are not run often.

    Raises:
        Refused: One is outside of the language, or all are too slow.
    """
    fastest = math.inf
    for seed in range(FIRST_LOOK):
        begun = time.process_time()
        try:
            drawn = draw_values(problem, seed)
            variant = write_variant(problem, seed, drawn)
            find_truth(variant)
        except BrokenProblem as broken:
            if isinstance(broken.__cause__, SnippetError):
                refusal = place_refusal(broken.__cause__, problem, text, variant, drawn)
                raise Refused(refusal) from None
        fastest = min(fastest, time.process_time() - begun)
    # The first run of a process also fills caches, and a garbage collection may fall into any of them.
    if fastest > MOST_SECONDS_EACH:
        raise Refused(Refusal(_TOO_SLOW))


def judge(problem: Problem, seeds: int, most_seconds: float) -> Generator[float, None, Report]:
    """Hold a problem to the gates; yield the share that is done, return the report.

    Args:
        problem: The problem.
        seeds: How many of its seeds are looked at.
        most_seconds: How long it may compute.

    Raises:
        Refused: It computes for longer.
    """
    begun = time.process_time()
    steps = check(problem, range(seeds))
    while True:
        try:
            progress = next(steps)
        except StopIteration as end:
            report: Report = end.value
            return report
        if time.process_time() - begun > most_seconds:
            raise Refused(Refusal(too_long(most_seconds)))
        yield progress.share


def too_long(most_seconds: float) -> str:
    """Say that judging a text takes longer than so many seconds of computing."""
    return say(
        "Checking takes longer than %(most)s seconds of computing. "
        "Use fewer turns of a loop, smaller tensors, or fewer misconceptions.",
        most=most_seconds,
    )


def _samples(problem: Problem) -> Iterator[Sample]:
    for seed in range(SAMPLES):
        dealt = deal(problem, seed)
        yield Sample.of(dealt.variant, dealt.truth)
