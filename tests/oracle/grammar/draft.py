"""A program while it is being written: its lines and what is known of the names in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import TypeVar

import numpy as np

Shape = tuple[int, ...]
T = TypeVar("T")

FLOAT, DOUBLE, LONG, BOOL = "float32", "float64", "int64", "bool"
_ORDER = (BOOL, LONG, FLOAT, DOUBLE)


@dataclass(frozen=True)
class Value:
    """A name of the program that stands for a tensor, as far as the grammar knows.

    Attributes:
        name: the name.
        shape: its shape.
        dtype: its element type.
        tracked: whether gradients reach leaves through it.
        leaf: whether the program made it without operations.
        root: the name of the tensor whose memory it shares, or "".
    """

    name: str
    shape: Shape
    dtype: str = FLOAT
    tracked: bool = False
    leaf: bool = False
    root: str = ""

    @property
    def size(self) -> int:
        return int(np.prod(self.shape))

    @property
    def memory(self) -> str:
        """The name of the tensor whose memory it shows; its own, unless it is a view."""
        return self.root or self.name

    @property
    def floating(self) -> bool:
        return self.dtype in (FLOAT, DOUBLE)


@dataclass
class Draft:
    """The program so far.

    Attributes:
        random: where every choice comes from; Hypothesis can be behind it.
        lines: what is written.
        values: the tensors there are, oldest first.
        written: whether anything was changed in place.
    """

    random: Random
    lines: list[str] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    written: bool = False

    def pick(self, choices: Sequence[T]) -> T:
        return choices[self.random.randrange(len(choices))]

    def chance(self, percent: int) -> bool:
        return self.random.randrange(100) < percent

    def say(self, line: str) -> None:
        self.lines.append(line)

    def text(self) -> str:
        return "\n".join(self.lines) + "\n"

    def let(
        self,
        expression: str,
        shape: Shape,
        dtype: str = FLOAT,
        *,
        tracked: bool = False,
        view_of: Value | None = None,
    ) -> Value:
        """Give the next free name to an expression."""
        made = sum(not value.leaf for value in self.values)
        root = "" if view_of is None else view_of.memory
        value = Value(f"u{made + 1}", shape, dtype, tracked, root=root)
        self.say(f"{value.name} = {expression}")
        self.values.append(value)
        return value

    def replace(self, old: Value, new: Value) -> None:
        """Note that a name now stands for something else."""
        self.values[self.values.index(old)] = new

    def floats(self) -> list[Value]:
        return [value for value in self.values if value.floating]

    def operand(self) -> Value:
        """A tensor of floats, a recent one more often."""
        found = self.floats()
        return self.pick(found[-3:] if self.chance(60) else found)

    def shaped(self, dims: Sequence[int]) -> Value | None:
        """A tensor of floats with one of those numbers of dimensions, if there is any."""
        found = [value for value in self.floats() if len(value.shape) in dims]
        return self.pick(found) if found else None

    def partner(self, value: Value) -> Value:
        """Another tensor of floats that broadcasts with one; now and then one that may not."""
        if self.chance(1):
            return self.pick(self.floats())
        fitting = [
            other for other in self.floats() if broadcast(value.shape, other.shape) is not None
        ]
        return self.pick(fitting)

    def dim(self, value: Value) -> int:
        """A dimension of a tensor, negative half of the time; now and then a wrong one."""
        count = len(value.shape)
        if not count or self.chance(1):
            return self.random.randrange(-2, 3)
        return self.random.randrange(-count, count)


def broadcast(first: Shape, second: Shape) -> Shape | None:
    """The shape that two shapes broadcast to, or None."""
    try:
        return np.broadcast_shapes(first, second)
    except ValueError:
        return None


def promoted(first: Value, second: Value) -> str:
    """The element type of an operation on two tensors; 0-d ones give way within a kind."""
    kinds = [value.floating for value in (first, second)]
    if kinds[0] == kinds[1] and bool(first.shape) != bool(second.shape):
        return first.dtype if first.shape else second.dtype
    return max(first.dtype, second.dtype, key=_ORDER.index)
