"""A simulated class: each student's answers, what is behind them, and what the diagnosis says."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from app.domain.diagnosis import Finding, deal, diagnose, predictions_of
from app.domain.marking import Answer, is_right
from app.domain.problems import Problem
from tests.bench.diagnosis.students import (
    OTHER_SLIPS,
    SLIPS,
    Answers,
    believer,
    guesser,
    right,
    slipping,
)

ONE, UNLISTED, TWO, BOTH, SLIP, OTHER_SLIP, GUESS = (
    "one misconception",
    "one that the problem does not list",
    "two at once",
    "one misconception and a slip",
    "a slip",
    "a slip of another kind",
    "guesses",
)


@dataclass(frozen=True)
class Case:
    """One submission with a wrong answer.

    Attributes:
        kind: What is behind it.
        problem: The problem's slug.
        behind: The codes of the misconceptions, or the kind of slip.
        findings: What the diagnosis says.
    """

    kind: str
    problem: str
    behind: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def said(self) -> tuple[str, ...]:
        """The codes that are named first; empty where nothing is named."""
        return self.findings[0].codes if self.findings else ()

    @property
    def is_first(self) -> bool:
        """Whether the right codes are named first."""
        return self.said == self.behind

    @property
    def is_named(self) -> bool:
        """Whether they are named first, or among those that predict just the same answers."""
        return bool(self.findings) and self.behind in (
            self.findings[0].codes,
            *self.findings[0].alternatives,
        )


def simulate(problems: Sequence[Problem], seeds: Iterable[int]) -> Iterator[Case]:
    """Let students of each kind answer each problem once for each seed."""
    for seed in seeds:
        for problem in problems:
            yield from _simulate(problem, seed)


def _simulate(problem: Problem, seed: int) -> Iterator[Case]:
    random = Random(f"{problem.slug}/{seed}")
    dealt = deal(problem, seed)
    variant, truth = dealt.variant, dealt.truth
    predictions = predictions_of(variant, truth, problem.misconceptions)
    true = {id: Answer.from_truth(value) for id, value in truth.items()}

    def case(kind: str, behind: tuple[str, ...], answers: Answers | None) -> Iterator[Case]:
        if answers is not None and not all(
            is_right(answer, true[id], variant.rtol, variant.atol) for id, answer in answers.items()
        ):
            found = diagnose(variant, truth, answers, predictions)
            yield Case(kind, problem.slug, behind, found.findings)

    for code in problem.misconceptions:
        answers = believer(variant, (code,), random)
        yield from case(ONE, (code,), answers)
        if answers is not None and len(answers) > 1:
            slip = random.choice(list(SLIPS))
            yield from case(BOTH, (code,), slipping(variant, answers, slip, random))
    others = [codes for codes in predictions.answers if codes[0] not in problem.misconceptions]
    if singles := [codes for codes in others if len(codes) == 1]:
        codes = random.choice(singles)
        yield from case(UNLISTED, codes, believer(variant, codes, random))
    for codes in predictions.answers:
        if len(codes) == 2 and set(codes) <= set(problem.misconceptions):
            yield from case(TWO, codes, believer(variant, codes, random))
    for slip in SLIPS:
        yield from case(SLIP, (slip,), slipping(variant, right(truth), slip, random))
    for slip in OTHER_SLIPS:
        yield from case(OTHER_SLIP, (slip,), slipping(variant, right(truth), slip, random))
    yield from case(GUESS, (), guesser(truth, random))
