"""Checking a problem: its seeds are dealt, and the gates judge what was dealt."""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from app.domain.diagnosis import TOO_LONG, UnknownMisconception, find_misconception
from app.domain.marking import Answer, is_right
from app.domain.problems import BrokenProblem, Problem, Truth, Variant
from app.domain.problems.gates.by_hand import check_by_hand
from app.domain.problems.gates.discrimination import check_discrimination
from app.domain.problems.gates.distinct import check_distinct
from app.domain.problems.gates.gate import Example, Gate
from app.domain.problems.gates.real_torch import has_torch, run_in_torch
from app.domain.problems.gates.running import LEFT_OUT, NOT_COMPARED, check_running
from app.domain.problems.gates.safety import check_safety
from app.domain.problems.gates.text import check_text, read_text
from app.domain.problems.together import Found, Together
from app.domain.problems.truth import read_truths, rules_of
from app.domain.quality.dealing import BROKEN, Deal, Dealing
from app.domain.quality.report import Report
from app.domain.texts import Message, say
from engine.autograd.dtypes import float64
from engine.snippet import Snippet, SnippetError
from engine.snippet.inspection import Inspection, Inspector, Kink


@dataclass(frozen=True)
class Progress:
    """How far a check has come.

    Attributes:
        share: How much is done, 0 to 1; it never falls.
    """

    share: float


def check(
    problem: Problem, seeds: range, *, with_torch: bool = False
) -> Generator[Progress, None, Report]:
    """Judge a problem by the variants of some seeds; yield progress, return the report.

    Args:
        problem: The problem.
        seeds: The seeds to look at, at least one; each counts with the variant that is dealt for it.
        with_torch: Whether to run the variants in real PyTorch too, where it is installed. It
            executes their text (`gates.real_torch`): for an author's machine, not for a server.
    """
    return _Check(problem, seeds, with_torch).run()


class _Check:
    """A check in progress: each stage adds to what is known."""

    def __init__(self, problem: Problem, seeds: range, with_torch: bool) -> None:
        known, self._unknown = known_misconceptions(problem)
        self._problem = problem
        self._seeds = seeds
        self._dealing = Dealing(known, seeds)
        self._with_torch = with_torch
        self._inspected: list[tuple[Variant, Inspection]] = []
        self._read: list[Snippet | SnippetError] = []
        self._differing_in_float64: list[Example] = []
        self._differing_in_torch: list[Example] = []

    @property
    def _deals(self) -> list[Deal]:
        dealt = self._dealing.dealt
        return [dealt[seed] for seed in self._seeds if seed in dealt]

    def run(self) -> Generator[Progress, None, Report]:
        """Go through the stages, each with about the time that it takes."""
        stages: list[tuple[int, Callable[[], Iterator[float]]]] = [
            (1 + len(self._problem.misconceptions), self._dealing.run),
            (8, self._inspect),
            (8, self._read_texts),
        ]
        if self._with_torch and has_torch():
            stages.append((12, self._compare_with_torch))
        total = sum(weight for weight, _ in stages)
        before = 0
        reached = 0.0
        for weight, stage in stages:
            for share in stage():
                reached = max(reached, (before + weight * share) / total)
                yield Progress(reached)
            before += weight
        return self._report()

    def _inspect(self) -> Iterator[float]:
        deals = self._deals
        together = Together(self._problem, [(deal.variant, deal.drawn) for deal in deals])
        inspector: tuple[Snippet, Inspector] | None = None
        for variant, snippet, parameters in together.snippets():
            if inspector is None or inspector[0] is not snippet:
                inspector = snippet, Inspector(snippet)
            inspection = inspector[1].run(rules=rules_of(variant), parameters=parameters)
            self._inspected.append((variant, inspection))
            yield len(self._inspected) / len(deals)
        if deals:
            rules = replace(rules_of(deals[0].variant), default_dtype=float64)
            for deal, found in zip(deals, together.run(rules), strict=True):
                self._differing_in_float64 += _compared(deal, found, say("in float64"))

    def _read_texts(self) -> Iterator[float]:
        deals = self._deals
        for deal in deals:
            self._read.append(read_text(deal.variant.code))
            yield len(self._read) / len(deals)

    def _compare_with_torch(self) -> Iterator[float]:
        deals = self._deals
        for number, deal in enumerate(deals, start=1):
            found: Found
            try:
                found = read_truths(deal.variant, run_in_torch(deal.variant))
            except BrokenProblem as broken:
                found = broken
            self._differing_in_torch += _compared(deal, found, say("in PyTorch"))
            yield number / len(deals)

    def _report(self) -> Report:
        problem, dealing = self._problem, self._dealing
        seeds, variants = len(self._seeds), [deal.variant for deal in self._deals]
        compared: int | str = LEFT_OUT
        if self._with_torch:
            compared = len(variants) if has_torch() else NOT_COMPARED
        broken = list(dealing.broken.values())
        steps = [(variant, inspection.steps) for variant, inspection in self._inspected]
        nearest = [(variant, _nearest(seen.kinks)) for variant, seen in self._inspected]
        redrawn = sum(map(len, dealing.first.values())) / seeds
        gates = (
            check_running(seeds, broken, compared, self._differing_in_torch),
            self._judge_discrimination(),
            check_by_hand(
                seeds,
                problem.difficulty,
                steps,
                dealing.first.get(TOO_LONG, []),
                dealing.last.get(TOO_LONG, []),
            ),
            check_safety(problem.kink, nearest, self._differing_in_float64),
            check_distinct(problem, variants, redrawn, self._seeds),
            check_text(variants, self._read),
        )
        span = self._seeds.start, self._seeds.stop
        return Report(problem.slug, problem.version, problem.title, problem.difficulty, span, gates)

    def _judge_discrimination(self) -> Gate:
        redrawn = _by_code(self._dealing.first)
        undealt = _by_code(self._dealing.last)
        return check_discrimination(
            len(self._seeds),
            redrawn,
            [
                Example(example.seed, say("by %(code)s", code=code), example.code)
                for code, examples in undealt.items()
                for example in examples
            ],
            self._unknown,
            _alike(self._deals),
        )


def known_misconceptions(problem: Problem) -> tuple[Problem, list[str]]:
    """Give a problem with those misconceptions only that there are, and what is said of the others."""
    known, unknown = [], []
    for code in problem.misconceptions:
        try:
            known.append(find_misconception(code).code)
        except UnknownMisconception as error:
            unknown.append(error.text)
    return replace(problem, misconceptions=tuple(known)), unknown


def _compared(deal: Deal, found: Found, where: Message) -> list[Example]:
    """The example of a variant that gives other answers; empty where it gives the same."""
    variant = deal.variant
    if isinstance(found, BrokenProblem):
        return [Example.of(variant, found.reason)]
    return [
        Example.of(
            variant,
            say(
                "%(asked)s is %(found)s %(where)s, not %(truth)s",
                asked=question.expr or question.id,
                found=repr(found[question.id]),
                where=where,
                truth=repr(deal.truth[question.id]),
            ),
        )
        for question in variant.questions
        if not _agree(found[question.id], deal.truth[question.id], variant)
    ][:1]


def _agree(found: Truth, truth: Truth, variant: Variant) -> bool:
    return is_right(Answer.from_truth(found), Answer.from_truth(truth), variant.rtol, variant.atol)


def _nearest(kinks: tuple[Kink, ...]) -> Kink | None:
    return min(kinks, key=lambda kink: kink.distance, default=None)


def _by_code(passed_over: dict[str, list[Example]]) -> dict[str, list[Example]]:
    return {
        reason: examples
        for reason, examples in passed_over.items()
        if reason not in (BROKEN, TOO_LONG)
    }


def _alike(deals: list[Deal]) -> dict[tuple[str, str], float]:
    """By pair of listed misconceptions the share of variants on which they answer the same."""
    if not deals:
        return {}
    answers = [
        {
            code: {id: Answer.from_truth(value) for id, value in predicted.items()}
            for code, predicted in deal.predicted.items()
            if predicted is not None
        }
        for deal in deals
    ]
    return {
        (one, other): sum(
            one in found and other in found and _same(found[one], found[other], deal.variant)
            for found, deal in zip(answers, deals, strict=True)
        )
        / len(deals)
        for one, other in combinations(deals[0].predicted, 2)
    }


def _same(one: dict[str, Answer], other: dict[str, Answer], variant: Variant) -> bool:
    return all(is_right(one[id], other[id], variant.rtol, variant.atol) for id in one)
