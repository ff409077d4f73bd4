"""Why a text is no problem that could be judged, with its place in the text."""

from dataclasses import dataclass
from typing import Any

from app.domain.stored_texts import from_plain, to_plain
from app.errors import GradmarkError


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


class Refused(GradmarkError):
    """A text is refused.

    Attributes:
        refusal: Why.
    """

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.message)
        self.refusal = refusal
