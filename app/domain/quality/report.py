"""The report on a problem: one verdict for each gate."""

from dataclasses import dataclass
from typing import Any

from app.domain.problems.gates.gate import Gate


@dataclass(frozen=True)
class Report:
    """What a check found.

    Attributes:
        problem: The problem's slug.
        version: The version of its file.
        title: Its name for people.
        level: Its difficulty, 1 to 5.
        seeds: The first seed, and the one after the last.
        gates: The verdicts, by their numbers.
    """

    problem: str
    version: str
    title: str
    level: int
    seeds: tuple[int, int]
    gates: tuple[Gate, ...]

    @property
    def passed(self) -> bool:
        """Whether the problem passes every gate."""
        return all(gate.passed for gate in self.gates)

    def to_json(self) -> dict[str, Any]:
        """Give the report as plain data."""
        return {
            "problem": self.problem,
            "version": self.version,
            "title": self.title,
            "level": self.level,
            "seeds": list(self.seeds),
            "passed": self.passed,
            "gates": [gate.to_json() for gate in self.gates],
        }
