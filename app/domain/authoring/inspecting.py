"""Inspecting a stranger's problem file: read, run within bounds, judged at the gates. For a worker, not for a page."""

import math
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Any, Final

from app.domain.diagnosis import deal
from app.domain.marking import truth_text
from app.domain.problems import (
    BrokenProblem,
    Problem,
    ProblemError,
    find_truth,
    instantiate,
    parse_problem,
)
from app.domain.problems.block import split_file
from app.domain.quality import Report, check
from app.domain.stored_texts import from_plain, to_plain
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
_TOO_LONG: Final = say(
    "Checking takes longer than %(most)s seconds of computing. "
    "Use fewer turns of a loop, smaller tensors, or fewer misconceptions.",
    most=MOST_SECONDS,
)


@dataclass(frozen=True)
class Refusal:
    """Why a text is no problem that could be judged.

    Attributes:
        message: What is wrong, and what is allowed instead.
        line: The line in the file, from 1, where it is known.
        column: The column in that line, from 1, where it is known.
        field: The metadata field, for instance `params.a0.from`; empty where it is about no field.
    """

    message: str
    line: int | None = None
    column: int | None = None
    field: str = ""

    def to_json(self) -> dict[str, Any]:
        """Give the refusal as plain data."""
        return {
            "message": to_plain(self.message),
            "line": self.line,
            "column": self.column,
            "field": self.field,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Refusal":
        """Rebuild a refusal from `to_json`'s data."""
        return cls(from_plain(data["message"]), data["line"], data["column"], data["field"])


@dataclass(frozen=True)
class Sample:
    """A variant to look at before the problem is published.

    Attributes:
        seed: Its seed.
        code: Its text.
        answers: What each question asks, and the right answer.
    """

    seed: int
    code: str
    answers: tuple[tuple[str, str], ...]

    def to_json(self) -> dict[str, Any]:
        """Give the sample as plain data."""
        return {
            "seed": self.seed,
            "code": self.code,
            "answers": [list(one) for one in self.answers],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Sample":
        """Rebuild a sample from `to_json`'s data."""
        answers = tuple((asked, answer) for asked, answer in data["answers"])
        return cls(data["seed"], data["code"], answers)


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


class _Refused(Exception):
    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.message)
        self.refusal = refusal


def inspect(text: str, *, slug: str) -> Generator[float, None, Inspected]:
    """Read and judge a problem file; yield the share that is done, return what was found.

    It runs what the text says, in the restricted language and within its bounds only.
    """
    begun = time.process_time()
    problem: Problem | None = None
    try:
        problem = _read(text, slug)
        _look(problem, text)
        report = yield from _judge(problem, begun)
    except _Refused as refused:
        return Inspected(problem, refusal=refused.refusal)
    samples = tuple(_samples(problem)) if report.passed else ()
    return Inspected(problem, report=report, samples=samples)


def _read(text: str, slug: str) -> Problem:
    try:
        return parse_problem(text, slug=slug)
    except ProblemError as error:
        refusal = Refusal(error.reason, error.line, error.column, error.field or "")
        raise _Refused(refusal) from None


def _look(problem: Problem, text: str) -> None:
    """Run the first variants: what the language refuses has a place in the file, and slow ones are not run often."""
    fastest = math.inf
    for seed in range(FIRST_LOOK):
        begun = time.process_time()
        try:
            variant = instantiate(problem, seed)
            find_truth(variant)
        except BrokenProblem as broken:
            if isinstance(broken.__cause__, SnippetError):
                refusal = _place(broken.__cause__, problem, variant.code, text)
                raise _Refused(refusal) from None
        fastest = min(fastest, time.process_time() - begun)
    # The first run of a process also fills caches, and a garbage collection may fall into any of them.
    if fastest > MOST_SECONDS_EACH:
        raise _Refused(Refusal(_TOO_SLOW))


def _place(error: SnippetError, problem: Problem, code: str, text: str) -> Refusal:
    """Find the place in the file of a place in a variant, where the two can be told to belong together."""
    dealt, written = code.splitlines(), problem.code.splitlines()
    if len(dealt) != len(written) or not 0 < error.line <= len(written):
        return Refusal(str(error))
    same = dealt[error.line - 1] == written[error.line - 1]
    first = split_file(text, problem.slug).code_line
    return Refusal(error.message, first + error.line - 1, error.column if same else None)


def _judge(problem: Problem, begun: float) -> Generator[float, None, Report]:
    steps = check(problem, range(SEEDS))
    while True:
        try:
            progress = next(steps)
        except StopIteration as end:
            report: Report = end.value
            return report
        if time.process_time() - begun > MOST_SECONDS:
            raise _Refused(Refusal(_TOO_LONG))
        yield progress.share


def _samples(problem: Problem) -> Iterator[Sample]:
    for seed in range(SAMPLES):
        dealt = deal(problem, seed)
        answers = tuple(
            (question.expr or question.prompt, truth_text(dealt.truth[question.id]))
            for question in dealt.variant.questions
        )
        yield Sample(seed, dealt.variant.code, answers)
