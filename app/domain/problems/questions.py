"""Questions: what a problem asks about the names of its snippet, or about how it ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.domain.problems.error_kinds import ERROR_KINDS


class QuestionKind(StrEnum):
    """What sort of answer a question wants."""

    VALUE = "value"
    """A tensor, a number, None or an error, typed."""
    BOOLEAN = "boolean"
    """True or False."""
    CHOICE = "choice"
    """One of the texts that the file lists."""
    TEXT = "text"
    """One word, typed."""
    ERROR = "error"
    """How the program ends: one of `ERROR_KINDS`."""


@dataclass(frozen=True)
class Option:
    """One answer that can be chosen.

    Attributes:
        value: The answer as it is stored and marked.
        label: What a student reads.
    """

    value: str
    label: str


@dataclass(frozen=True)
class Question:
    """One thing asked of a variant.

    Attributes:
        id: Its name among the variant's questions: ASCII letters, digits and `_`.
        expr: The expression, evaluated after the snippet has run, whose value is asked for; empty
            where the question is about the program's end.
        prompt: A sentence in place of the bare expression; empty where the file gives none.
        kind: What sort of answer it wants.
        choices: The texts that a question with a choice offers.
    """

    id: str
    expr: str
    prompt: str = ""
    kind: QuestionKind = QuestionKind.VALUE
    choices: tuple[str, ...] = ()

    @property
    def options(self) -> tuple[Option, ...]:
        """The answers there are to choose from; none where the answer is typed."""
        match self.kind:
            case QuestionKind.BOOLEAN:
                return Option("True", "True"), Option("False", "False")
            case QuestionKind.CHOICE:
                return tuple(Option(choice, choice) for choice in self.choices)
            case QuestionKind.ERROR:
                return tuple(Option(kind.code, kind.label) for kind in ERROR_KINDS)
            case QuestionKind.VALUE | QuestionKind.TEXT:
                return ()

    def to_json(self) -> dict[str, Any]:
        """Give the question as plain data."""
        return {
            "id": self.id,
            "expr": self.expr,
            "prompt": self.prompt,
            "kind": self.kind.value,
            "choices": list(self.choices),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Question":
        """Rebuild a question from `to_json`'s data; one stored before kinds asks for a value."""
        return cls(
            id=data["id"],
            expr=data["expr"],
            prompt=data.get("prompt", ""),
            kind=QuestionKind(data.get("kind", QuestionKind.VALUE)),
            choices=tuple(data.get("choices", ())),
        )
