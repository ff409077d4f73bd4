"""Gate 5: enough different variants for a class, and for the classes after it."""

from collections.abc import Iterator, Sequence
from itertools import islice

from app.domain.problems.errors import BrokenProblem
from app.domain.problems.gates.gate import Failure, Figure, Gate
from app.domain.problems.problem import Problem
from app.domain.problems.variants import SEEDS, Variant, instantiate
from app.domain.texts import say

ENOUGH = 500
"""How many different variants a problem has at least."""
CLASS = 200
"""How many classmates get a variant each that nobody else has."""
TEXTS = 2_000
"""How many texts are looked at before they are said to be too few.

A problem of exactly 500 variants, each as likely as another, shows 491 of them in so many draws; one
of 520 shows 509.
"""


def check_distinct(
    problem: Problem, variants: Sequence[Variant], redrawn: float, seeds: range
) -> Gate:
    """Count the different texts.

    The dealt variants are counted. Where they do not show 500, the first draws of the seeds that
    follow are counted with them until they do, without a run; from their number, as many are taken
    off as were re-drawn among the dealt.

    Args:
        problem: The problem.
        variants: Its dealt variants, one for each seed.
        redrawn: The share of seeds that were re-drawn, 0 to 1.
        seeds: The seeds that were asked for.
    """
    texts = [variant.code for variant in variants]
    dealt = len(set(texts))
    different = set(texts)
    distinct = dealt
    for text in islice(_first_draws(problem, seeds.stop), max(TEXTS - len(texts), 0)):
        if distinct >= ENOUGH:
            break
        texts.append(text)
        different.add(text)
        distinct = dealt + int((len(different) - dealt) * (1 - redrawn))
    alone = _seeds_until(texts, CLASS)
    figures: dict[str, Figure] = {
        say("different variants"): distinct,
        say("texts looked at"): len(texts),
        say("seeds for %(count)s students", count=CLASS): (
            say("not to be had") if alone is None else alone
        ),
    }
    return Gate(5, say("Different variants"), figures, _failures(distinct, alone, len(texts)))


def _failures(distinct: int, alone: int | None, texts: int) -> tuple[Failure, ...]:
    advice = say(
        "Draw more parameters, or from more values; a choice among expressions multiplies most."
    )
    if alone is None:
        reason = say(
            "%(texts)s texts hold only %(distinct)s different ones: not one for each of %(count)s classmates.",
            texts=texts,
            distinct=distinct,
            count=CLASS,
        )
        return (Failure(reason, advice),)
    if distinct < ENOUGH:
        reason = say(
            "%(texts)s texts hold only %(distinct)s different ones, and %(enough)s are needed.",
            texts=texts,
            distinct=distinct,
            enough=ENOUGH,
        )
        return (Failure(reason, advice),)
    return ()


def _first_draws(problem: Problem, start: int) -> Iterator[str]:
    for seed in range(start, min(start + TEXTS, SEEDS)):
        try:
            yield instantiate(problem, seed).code
        except BrokenProblem:
            # Gate 1 tells of seeds that cannot be drawn.
            continue


def _seeds_until(texts: list[str], wanted: int) -> int | None:
    seen: set[str] = set()
    for number, text in enumerate(texts, start=1):
        seen.add(text)
        if len(seen) == wanted:
            return number
    return None
