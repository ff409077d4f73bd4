"""A preview of a problem file while it is written: some of its variants at once, then what the gates would say.

For a worker, not for a page: it runs what the text says, in the restricted language and within its bounds only.
"""

import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from app.domain.authoring.inspecting import judge, look, read, too_long
from app.domain.authoring.refusal import Refusal, Refused
from app.domain.authoring.sample import Sample
from app.domain.authoring.stored_report import stored_report
from app.domain.diagnosis import TOO_LONG, find_misconception
from app.domain.problems import BrokenProblem, Problem, find_truth, instantiate
from app.domain.quality import BROKEN, REDRAWS, Dealing, Example, Report, known_misconceptions
from app.domain.stored_texts import from_plain, to_plain
from app.domain.texts import say

SHOWN: Final = 3
"""How many variants are shown."""
SEEDS: Final = 100
"""How many seeds the gates look at: a hundred are judged by the same measure as all that are looked at later."""
MOST_SECONDS: Final = 2.0
"""Computing time for the variants that are shown, and again for the gates; somebody waits for it."""


@dataclass(frozen=True)
class Preview:
    """What is known of a text so far.

    Attributes:
        refusal: Why it cannot be used as it stands.
        title: Its title; empty where it could not be read.
        parameters: The names of what is drawn anew for each student.
        misconceptions: What those are called that its answers are held to tell apart.
        samples: The first variants from the seed that was asked for.
        report: What the gates say, as `stored_report` gives it; None until they have judged.
    """

    refusal: Refusal | None = None
    title: str = ""
    parameters: tuple[str, ...] = ()
    misconceptions: tuple[str, ...] = ()
    samples: tuple[Sample, ...] = ()
    report: dict[str, Any] | None = None

    def to_json(self) -> dict[str, Any]:
        """Give the preview as plain data."""
        return {
            "refusal": None if self.refusal is None else self.refusal.to_json(),
            "title": self.title,
            "parameters": list(self.parameters),
            "misconceptions": to_plain(self.misconceptions),
            "samples": [sample.to_json() for sample in self.samples],
            "report": self.report,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Preview":
        """Rebuild a preview from `to_json`'s data."""
        refusal = data["refusal"]
        return cls(
            refusal=None if refusal is None else Refusal.from_json(refusal),
            title=data["title"],
            parameters=tuple(data["parameters"]),
            misconceptions=tuple(from_plain(data["misconceptions"])),
            samples=tuple(map(Sample.from_json, data["samples"])),
            report=data["report"],
        )


def preview(text: str, *, slug: str, first_seed: int) -> Iterator[Preview | None]:
    """Look at a text as it stands; yield what is known each time more is, and None where only time has passed.

    Whoever does not want it any more just stops asking.
    """
    known = Preview()
    try:
        problem = read(text, slug)
        look(problem, text)
        yield (known := _summed_up(problem))
        dealing = Dealing(known_misconceptions(problem)[0], range(first_seed, first_seed + SHOWN))
        yield from _within_bounds(dealing.run())
        known = replace(known, samples=tuple(_samples(problem, dealing, first_seed)))
        yield known
        steps = judge(problem, SEEDS, MOST_SECONDS)
        report = yield from _passing(steps)
        yield replace(known, report=stored_report(report))
    except Refused as refused:
        yield replace(known, refusal=refused.refusal)


def _summed_up(problem: Problem) -> Preview:
    known, _unknown = known_misconceptions(problem)
    return Preview(
        title=problem.title,
        parameters=tuple(one.name for one in problem.params),
        misconceptions=tuple(find_misconception(code).name for code in known.misconceptions),
    )


def _within_bounds(steps: Iterator[float]) -> Iterator[None]:
    begun = time.process_time()
    for _share in steps:
        if time.process_time() - begun > MOST_SECONDS:
            raise Refused(Refusal(too_long(MOST_SECONDS)))
        yield None


def _passing(steps: Generator[float, None, Report]) -> Generator[None, None, Report]:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            report: Report = end.value
            return report
        yield None


def _samples(problem: Problem, dealing: Dealing, first_seed: int) -> Iterator[Sample]:
    passed_over = {
        example.seed: (reason, example)
        for reason, examples in dealing.last.items()
        for example in examples
    }
    for seed in range(first_seed, first_seed + SHOWN):
        if seed in dealing.dealt:
            deal = dealing.dealt[seed]
            yield Sample.of(deal.variant, deal.truth)
        else:
            yield _undealt(problem, *passed_over[seed])


def _undealt(problem: Problem, reason: str, example: Example) -> Sample:
    """Show the last draw of a seed that has none to be dealt, and why."""
    trouble = _trouble(reason, example)
    try:
        variant = instantiate(problem, example.seed, REDRAWS)
    except BrokenProblem:
        return Sample(example.seed, example.code, (), (), trouble)
    truth = None if reason == BROKEN else find_truth(variant)
    return Sample.of(variant, truth, trouble)


def _trouble(reason: str, example: Example) -> str:
    if reason == BROKEN:
        return say("Not dealt, because it %(detail)s", detail=example.detail)
    if reason == TOO_LONG:
        return say("Not dealt, because an answer has too many digits.")
    return say(
        "Not dealt, because this mistake leads to the right answers: %(mistake)s.",
        mistake=find_misconception(reason).name,
    )
