"""The rows of the table that tells a run."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.explanation.local_rules import LocalRule
from engine.snippet.recording.events import Numbers


class RowKind(StrEnum):
    """What a row tells."""

    LEAF = "leaf"
    """A leaf that requires a gradient is made."""
    CONSTANT = "constant"
    """A tensor without a gradient is made."""
    VALUE = "value"
    """An operation gives a tensor."""
    NAME = "name"
    """A tensor that there is already gets a name."""
    STATEMENT = "statement"
    """A statement that changes no number."""
    START = "start"
    """A backward pass begins."""
    NODE = "node"
    """An operation runs backward."""
    FILLED = "filled"
    """A gradient arrives at a `.grad`."""
    ZEROED = "zeroed"
    NONE = "none"
    ASSIGNED = "assigned"
    WRITTEN = "written"
    """A statement changes a `.grad`."""
    UPDATE = "update"
    """A statement changes the value of a tensor."""
    ERROR = "error"
    """An error ends the program."""
    LEFT_OUT = "left-out"
    """Rows of a long run that are not shown."""
    ANSWER = "answer"
    """The answer to a question."""


@dataclass(frozen=True, slots=True)
class Send:
    """What an operation sends to one of its operands.

    Attributes:
        to: What the operand is called: a name, or the expression that gave it.
        operand: Its number among the operation's operands, from 0; its rule stands under it.
        value: What arrives there.
        unsummed: What the operation's rule gave, where broadcasting had to be undone; else empty.
    """

    to: str
    operand: int
    value: str
    unsummed: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        kind: What it tells.
        line: The line of the program; None for an answer and for what is left out.
        code: The program's text that it is about: an expression, a statement, a question.
        text: All that the row tells, as plain text.
        name: The name that the tensor was given, or whose value or `.grad` is told; else empty.
        operation: PyTorch's name of the operation.
        value: The value, the cotangent that begins a pass or arrives at an operation, what became of
            a `.grad`, the error, the answer.
        sends: What an operation sends on.
        rule: The operation's local rule.
        note: What is worth knowing about it, as a sentence; mostly empty.
        numbers: The same numbers without rounding, to compare rows by.
    """

    kind: RowKind
    line: int | None
    code: str
    text: str
    name: str = ""
    operation: str = ""
    value: str = ""
    sends: tuple[Send, ...] = ()
    rule: LocalRule | None = None
    note: str = ""
    numbers: tuple[Numbers | None, ...] = ()
