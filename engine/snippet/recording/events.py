"""What a recording of a run consists of: plain data, in the order in which it happened.

Tensors and operations are told apart by numbers. A leaf or a constant is a place of the graph by
its own number; what an operation gave is found in the graph under the operation's.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from engine.snippet.outcome import Raised

MOST_NUMBERS = 1_000
"""A tensor of more elements is recorded without them."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a tensor held at one moment.

    Attributes:
        shape: Its sizes.
        dtype: PyTorch's name of its type, such as `torch.float32`.
        flat: Its elements in row-major order, float32 as the exact double; None where they are more
            than `MOST_NUMBERS`.
    """

    shape: tuple[int, ...]
    dtype: str
    flat: tuple[float, ...] | None


@dataclass(frozen=True, slots=True)
class Began:
    """A statement began.

    Attributes:
        line: Where it stands, from 1.
        text: Its source; of a loop or a condition the first line.
    """

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Made:
    """A tensor came to be, an operation was recorded into an existing one, or that became a leaf.

    Attributes:
        line: Where the program was.
        text: The source of the expression that gave it; of the whole statement where no expression
            did by itself; empty for what an operation made inside.
        tensor: The tensor's number; None for what an operation made inside.
        numbers: What it held; None for what was never seen.
        place: Its number in the graph.
        operation: PyTorch's name of the operation, such as `MulBackward0`; empty for a leaf, and for
            what was not recorded.
        sources: Places in the graph that it was made of, one for each operand that needs a gradient.
        requires_grad: Whether it requires a gradient.
    """

    line: int
    text: str
    tensor: int | None
    numbers: Numbers | None
    place: int
    operation: str
    sources: tuple[int, ...]
    requires_grad: bool


@dataclass(frozen=True, slots=True)
class Bound:
    """A name was given to a tensor.

    Attributes:
        line: Where the program was.
        name: The name, or an expression such as `layer.weight`.
        tensor: The tensor's number.
    """

    line: int
    name: str
    tensor: int


@dataclass(frozen=True, slots=True)
class Started:
    """A backward pass began.

    Attributes:
        line: Where the program was.
        roots: The places in the graph where it starts.
        cotangents: What each of them starts with; None where nothing does.
        retain: Whether the graph is kept.
        create: Whether the pass is recorded.
    """

    line: int
    roots: tuple[int | None, ...]
    cotangents: tuple[Numbers | None, ...]
    retain: bool
    create: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """What an operation sent to one of its operands.

    Attributes:
        to: The operand's place in the graph.
        operand: Its number among the operation's differentiable operands, from 0.
        sent: What its own rule gave.
        arrived: What arrived there, after broadcasting was undone.
    """

    to: int
    operand: int
    sent: Numbers
    arrived: Numbers


@dataclass(frozen=True, slots=True)
class Ran:
    """An operation ran backward.

    Attributes:
        line: Where the program was.
        place: The operation's place in the graph.
        operation: PyTorch's name of it.
        cotangents: What had arrived, one for each output; None where nothing had.
        sent: What it sent on.
    """

    line: int
    place: int
    operation: str
    cotangents: tuple[Numbers | None, ...]
    sent: tuple[Sent, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """A gradient arrived at a tensor's `.grad`.

    Attributes:
        line: Where the program was.
        tensor: The tensor's number.
        before: What `.grad` held; None where it was None.
        arriving: What arrived.
        after: What it holds now; None where it is None.
    """

    line: int
    tensor: int
    before: Numbers | None
    arriving: Numbers
    after: Numbers | None


@dataclass(frozen=True, slots=True)
class Ended:
    """A backward pass ended, or was ended by an error.

    Attributes:
        line: Where the program was.
    """

    line: int


class Change(StrEnum):
    """What a statement did to a `.grad`, outside backward passes."""

    ZEROED = "zeroed"
    NONE = "none"
    ASSIGNED = "assigned"
    WRITTEN = "written"


@dataclass(frozen=True, slots=True)
class GradChanged:
    """A statement changed a `.grad`.

    Attributes:
        line: The statement's.
        tensor: The number of the tensor whose `.grad` it is.
        how: What was done.
        before: What it held; None where it was None.
        after: What it holds now.
    """

    line: int
    tensor: int
    how: Change
    before: Numbers | None
    after: Numbers | None


@dataclass(frozen=True, slots=True)
class ValueChanged:
    """A statement changed the value of a tensor without recording it, as a step of descent does.

    Attributes:
        line: The statement's.
        tensor: The tensor's number.
        before: What it held.
        after: What it holds now.
    """

    line: int
    tensor: int
    before: Numbers
    after: Numbers


@dataclass(frozen=True, slots=True)
class Failed:
    """An error ended the program.

    Attributes:
        line: The statement that failed.
        error: The error.
    """

    line: int
    error: Raised


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Events of a long run that are not told.

    Attributes:
        statements: How many statements began among them.
        events: How many events they are in all.
    """

    statements: int
    events: int


Event: TypeAlias = (
    Began
    | Made
    | Bound
    | Started
    | Ran
    | Filled
    | Ended
    | GradChanged
    | ValueChanged
    | Failed
    | LeftOut
)
