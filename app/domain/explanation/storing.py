"""Explanations as plain data: what a worker has told is kept, and shown without another run.

What is kept is the story, not the page: texts keep what they were made of, so that they are still told in the reader's
language, and rules and pictures are made from it when it is shown.
"""

from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from typing import Any, Final

from app.domain.explanation.explanation import Explanation
from app.domain.explanation.graph import Cotangent, Ending, Graph, Link, Vertex, VertexKind
from app.domain.explanation.local_rules import LocalRule, local_rule
from app.domain.explanation.parting import Parting
from app.domain.explanation.rows import Row, RowKind, Send
from app.domain.stored_texts import from_plain, to_plain
from app.domain.texts import Message

_KIND: Final = "is"
_KNOWN: Final = {
    kind.__name__: kind
    for kind in (Cotangent, Ending, Explanation, Graph, Link, Parting, Row, Send, Vertex)
}
_WORDS: Final = {kind.__name__: kind for kind in (RowKind, VertexKind)}
_UNSTORED: Final = frozenset({"numbers"})
"""What only the search for the parting needs, which is over when a story is kept."""


@dataclass(frozen=True)
class Told:
    """What is told of a variant.

    Attributes:
        explanation: How it runs.
        parting: Where the story behind a wrong answer parts from it; None where there is none to tell.
    """

    explanation: Explanation
    parting: Parting | None

    def to_json(self) -> dict[str, Any]:
        """Give it as plain data."""
        # Of a long run the table shows the first and the last rows, and no more is kept.
        shown = Explanation(self.explanation.shown, self.explanation.graph)
        return {"explanation": _plain(shown), "parting": _plain(self.parting)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Told":
        """Rebuild it from `to_json`'s data.

        Raises:
            ValueError: The data was written by another release, whose stories have another form.
        """
        try:
            return cls(_rebuilt(data["explanation"]), _rebuilt(data["parting"]))
        except (KeyError, TypeError) as error:
            raise ValueError("This explanation was written in another form.") from error


def _plain(value: Any) -> Any:
    if isinstance(value, Message):
        return {_KIND: "Message", "said": to_plain(value)}
    if isinstance(value, Enum):
        return {_KIND: type(value).__name__, "value": value.value}
    if isinstance(value, LocalRule):
        # Rules are part of the program: the row's operation names its own.
        return {_KIND: "LocalRule"}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        parts = {
            one.name: _plain(getattr(value, one.name))
            for one in fields(value)
            if one.name not in _UNSTORED
        }
        return {_KIND: type(value).__name__, **parts}
    return value


def _rebuilt(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_rebuilt(one) for one in value)
    if not isinstance(value, dict):
        return value
    kind = value[_KIND]
    if kind == "Message":
        return from_plain(value["said"])
    if kind in _WORDS:
        return _WORDS[kind](value["value"])
    parts = {name: one for name, one in value.items() if name != _KIND}
    if parts.get("rule") is not None:
        return Row(
            **{name: _rebuilt(one) for name, one in parts.items() if name != "rule"},
            rule=local_rule(parts["operation"]),
        )
    return _KNOWN[kind](**{name: _rebuilt(one) for name, one in parts.items()})
