"""Dealing many seeds of a problem at once, each with what `deal` gives for it alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.domain.diagnosis import find_misconception, why_not_dealt
from app.domain.diagnosis.dealing import REDRAWS
from app.domain.diagnosis.foreseeing import Predicted, predict_together
from app.domain.problems import BrokenProblem, Problem, Truth, Variant
from app.domain.problems.gates.gate import Example
from app.domain.problems.together import Together
from app.domain.problems.truth import rules_of
from app.domain.problems.variants import Drawn, draw_values, write_variant

BROKEN = "broken"
"""Why a draw is passed over that has no variant, or one that does not run."""


@dataclass(frozen=True)
class Deal:
    """A variant that may be dealt, with all that is known of it.

    Attributes:
        variant: The variant.
        drawn: What it was written from.
        truth: Its truth, by question id.
        predicted: What each listed misconception answers, by its code.
        redraws: How often it was drawn again.
    """

    variant: Variant
    drawn: Drawn
    truth: dict[str, Truth]
    predicted: Mapping[str, Predicted]
    redraws: int


class Dealing:
    """What becomes of seeds of a problem.

    A draw is passed over for a reason: `BROKEN`, `TOO_LONG`, or the code of the misconception that
    gives the right answers.

    Attributes:
        dealt: The variants that may be dealt, by seed.
        first: By reason the seeds whose first draw was passed over.
        last: By reason the seeds of which every draw was passed over.
        broken: One draw of each seed that has a broken one.
    """

    def __init__(self, problem: Problem, seeds: Sequence[int]) -> None:
        """Take the seeds, of a problem whose misconceptions are known ones."""
        self._problem = problem
        self._seeds = seeds
        self._misconceptions = [find_misconception(code) for code in problem.misconceptions]
        self.dealt: dict[int, Deal] = {}
        self.first: dict[str, list[Example]] = {}
        self.last: dict[str, list[Example]] = {}
        self.broken: dict[int, Example] = {}

    def run(self) -> Iterator[float]:
        """Deal them; yield how much of the first draws is done, 0 to 1."""
        waiting = list(self._seeds)
        for redraws in range(REDRAWS + 1):
            draws = [draw for seed in waiting if (draw := self._draw(seed, redraws)) is not None]
            yield from self._deal(draws, redraws)
            waiting = [seed for seed in waiting if seed not in self.dealt]
            if not waiting:
                return

    def _draw(self, seed: int, redraws: int) -> tuple[Variant, Drawn] | None:
        try:
            drawn = draw_values(self._problem, seed, redraws)
        except BrokenProblem as error:
            self._pass_over(Example(seed, error.reason, ""), BROKEN, redraws)
            return None
        return write_variant(self._problem, seed, drawn), drawn

    def _deal(self, draws: Sequence[tuple[Variant, Drawn]], redraws: int) -> Iterator[float]:
        if not draws:
            return
        together = Together(self._problem, draws)
        truths = together.run(rules_of(draws[0][0]))
        predicted: dict[str, list[Predicted]] = {}
        passes = 1 + len(self._misconceptions)
        yield 1 / passes
        for number, misconception in enumerate(self._misconceptions, start=2):
            predicted[misconception.code] = predict_together(together, (misconception,))
            yield number / passes
        for place, ((variant, drawn), truth) in enumerate(zip(draws, truths, strict=True)):
            if isinstance(truth, BrokenProblem):
                self._pass_over(Example.of(variant, truth.reason), BROKEN, redraws)
                continue
            answers = {code: found[place] for code, found in predicted.items()}
            reason = why_not_dealt(self._problem, truth, answers.__getitem__)
            if reason is None:
                self.dealt[variant.seed] = Deal(variant, drawn, truth, answers, redraws)
            else:
                self._pass_over(Example.of(variant, ""), reason, redraws)

    def _pass_over(self, example: Example, reason: str, redraws: int) -> None:
        if reason == BROKEN:
            self.broken.setdefault(example.seed, example)
        for number, found in ((0, self.first), (REDRAWS, self.last)):
            if redraws == number:
                found.setdefault(reason, []).append(example)
