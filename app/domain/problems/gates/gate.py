"""What a gate says about a problem: figures, and what failed with what to do about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from app.domain.problems.variants import Variant

Figure: TypeAlias = int | float | str

SHOWN = 3
"""How many of a failure's variants are shown."""


@dataclass(frozen=True)
class Example:
    """A variant that failed, by its seed.

    Attributes:
        seed: The seed.
        detail: What is wrong with this one; empty where the reason says it all.
        code: Its text; empty where no text came about.
    """

    seed: int
    detail: str
    code: str

    @classmethod
    def of(cls, variant: Variant, detail: str) -> "Example":
        """Make the example of a variant."""
        return cls(variant.seed, detail, variant.code)


@dataclass(frozen=True)
class Failure:
    """One thing that is wrong with a problem.

    Attributes:
        reason: What is wrong, in one sentence.
        advice: What to change in the file, in one sentence.
        count: How many of the seeds it concerns.
        examples: The first of them, at most `SHOWN`; none where it concerns all seeds together.
    """

    reason: str
    advice: str
    count: int = 0
    examples: tuple[Example, ...] = ()

    @classmethod
    def of(cls, reason: str, advice: str, failed: Sequence[Example]) -> tuple["Failure", ...]:
        """Make the failure that these show; none if there are none."""
        return (cls(reason, advice, len(failed), tuple(failed[:SHOWN])),) if failed else ()


@dataclass(frozen=True)
class Gate:
    """The verdict of one gate.

    Attributes:
        number: Which of the six.
        name: Its name.
        figures: What was measured, by name.
        failures: What is wrong; a gate without failures is passed.
        notes: What an author may want to know though it fails nothing.
    """

    number: int
    name: str
    figures: Mapping[str, Figure]
    failures: tuple[Failure, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong."""
        return not self.failures

    def to_json(self) -> dict[str, Any]:
        """Give the verdict as plain data."""
        return {
            "gate": self.number,
            "name": self.name,
            "passed": self.passed,
            "figures": dict(self.figures),
            "failures": [_describe(failure) for failure in self.failures],
            "notes": list(self.notes),
        }


def _describe(failure: Failure) -> dict[str, Any]:
    return {
        "reason": failure.reason,
        "advice": failure.advice,
        "count": failure.count,
        "examples": [
            {"seed": example.seed, "detail": example.detail, "code": example.code}
            for example in failure.examples
        ],
    }
