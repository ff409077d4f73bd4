"""What misconceptions answer to a variant, as plain data that is stored beside its truth."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.diagnosis.findings import Codes
from app.domain.problems import Truth


@dataclass(frozen=True)
class Predictions:
    """The answers that misconceptions, and pairs of the commonest, predict for one variant.

    Attributes:
        listed: The codes that the problem is made to tell from the truth.
        answers: For each misconception or pair that changes anything the answers that it changes,
            by question id.
    """

    listed: tuple[str, ...]
    answers: Mapping[Codes, Mapping[str, Truth]]

    def to_json(self) -> dict[str, Any]:
        """Give the predictions as plain data."""
        return {
            "listed": list(self.listed),
            "answers": [
                {"codes": list(codes), "changes": dict(changes)}
                for codes, changes in self.answers.items()
            ],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Predictions":
        """Rebuild predictions from `to_json`'s data."""
        answers = {tuple(entry["codes"]): entry["changes"] for entry in data["answers"]}
        return cls(tuple(data["listed"]), answers)
