"""What one run of a snippet has used up so far, and what it has printed."""

import time
from typing import TYPE_CHECKING, Any, Final, Never

from engine.autograd import Tensor
from engine.autograd.context import Run as Context
from engine.snippet.errors import LimitExceeded, UnsupportedSyntax
from engine.snippet.limits import Limits
from engine.snippet.values import Execute, Frame
from engine.snippet.wording import Wording, worded

if TYPE_CHECKING:
    from engine.snippet.turns import Turns

CLOCK_EVERY = 128
"""Steps between two looks at the clock."""

STACK = 600
"""Python frames that the interpreter's own calls may fill. Python allows 1,000 in all: the rest is
for the engine and for the host, so that a snippet's fate does not hang on who runs it."""

SEVERAL: Final = (tuple, list)
"""How the engine hands back several tensors."""


class Run:
    """The budget and the output of one run.

    Attributes:
        limits: The bounds it runs under.
        at: Line and column of the statement that is running.
        steps: Steps taken.
        pause: At how many steps `check` is due; loops compare it with `steps` themselves.
        frames: Calls of the snippet's functions that are running.
        stack: Python frames that those calls fill.
        context: The engine's own state of this run; set before the program starts.
        turns: What changes how many turns loops take; None where they take their own.
    """

    __slots__ = (
        "_deadline",
        "_elements",
        "_output",
        "_printed",
        "at",
        "context",
        "frames",
        "limits",
        "pause",
        "stack",
        "steps",
        "turns",
    )

    context: Context

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.at = (1, 1)
        self.steps = 0
        self.pause = min(CLOCK_EVERY, limits.steps + 1)
        self.frames = 0
        self.stack = 0
        self.turns: Turns | None = None
        self._deadline = time.monotonic() + limits.seconds
        self._elements = 0
        self._output: list[str] = []
        self._printed = 0

    def execute(self, program: Execute, env: Frame) -> None:
        """Run a program in its frame."""
        program(env)

    def again(self) -> "Run":
        """A new budget of the same kind."""
        return Run(self.limits)

    def exceed(self, message: Wording) -> Never:
        """Refuse to go on because of a bound."""
        raise LimitExceeded(message, *self.at)

    def refuse(self, message: Wording) -> Never:
        """Refuse something that only the run could show to be outside the language."""
        raise UnsupportedSyntax(message, *self.at)

    def work(self, steps: int) -> None:
        """Count steps, and look at bounds and clock when they are due."""
        self.steps += steps
        if self.steps >= self.pause:
            self.check()

    def check(self) -> None:
        """Compare steps and time with their bounds."""
        if self.steps > self.limits.steps:
            self.exceed(
                worded(
                    "the program takes more than the bound of %(most)s steps; does a loop never end?",
                    most=self.limits.steps,
                )
            )
        self.look_at_clock()
        self.pause = min(self.steps + CLOCK_EVERY, self.limits.steps + 1)

    def look_at_clock(self) -> None:
        """Compare the time with its bound; for calls that may take long by themselves."""
        if time.monotonic() > self._deadline:
            self.exceed(
                worded(
                    "the program runs longer than the bound of %(most)s seconds",
                    most=f"{self.limits.seconds:g}",
                )
            )

    def count_nodes(self) -> int:
        """How many nodes of the graph the engine has made."""
        return self.context.created

    def look_at_graph(self) -> None:
        """Compare the graph with its bound, before a call that may multiply it."""
        if self.context.created > self.limits.graph_nodes:
            self.exceed(
                worded(
                    "a graph of more than the bound of %(most)s operations",
                    most=self.limits.graph_nodes,
                )
            )

    def allow(self, elements: int) -> None:
        """Refuse a tensor of too many elements before it is made."""
        if elements > self.limits.tensor_elements:
            self.exceed(
                worded(
                    "a tensor of more than the bound of %(most)s elements",
                    most=self.limits.tensor_elements,
                )
            )

    def kept(self, value: Any) -> Any:
        """Count the elements of a result of the engine and hand it on."""
        if type(value) is Tensor:
            array = value.array
            self._elements += array.size
            if self._elements > self.limits.total_elements or array.ndim > self.limits.dimensions:
                self._too_much(array.ndim)
        elif isinstance(value, SEVERAL):
            self.work(len(value))
            for item in value:
                self.kept(item)
        return value

    def _too_much(self, dimensions: int) -> Never:
        if dimensions > self.limits.dimensions:
            self.exceed(
                worded(
                    "a tensor of more than the bound of %(most)s dimensions",
                    most=self.limits.dimensions,
                )
            )
        self.exceed(
            worded(
                "all tensors together hold more than the bound of %(most)s elements",
                most=self.limits.total_elements,
            )
        )

    def sized(self, length: int) -> None:
        """Check the length of a list, tuple, dict or string before it is made, and count it."""
        if length > self.limits.length:
            self.exceed(
                worded(
                    "a list, tuple, dict or string longer than the bound of %(most)s",
                    most=self.limits.length,
                )
            )
        self.work(length >> 4)

    def whole(self, value: int) -> int:
        """Check the size of an integer and hand it on."""
        if value.bit_length() > self.limits.integer_bits:
            self.too_wide()
        return value

    def too_wide(self) -> Never:
        """Refuse an integer before or after it is made."""
        self.exceed(
            worded(
                "an integer wider than the bound of %(most)s bits", most=self.limits.integer_bits
            )
        )

    def enter(self, stack: int) -> None:
        """Count a call of a snippet's function; `leave` takes it back."""
        self.frames += 1
        self.stack += stack
        if self.frames > self.limits.frames:
            self.exceed(
                worded(
                    "functions call one another deeper than the bound of %(most)s calls",
                    most=self.limits.frames,
                )
            )
        if self.stack > STACK:
            self.exceed(worded("functions call one another from too deeply nested expressions"))

    def leave(self, stack: int) -> None:
        """Take back what `enter` counted."""
        self.frames -= 1
        self.stack -= stack

    def write(self, text: str) -> None:
        """Add to the output."""
        self._printed += len(text)
        if self._printed > self.limits.output_characters:
            self.exceed(
                worded(
                    "the output is longer than the bound of %(most)s characters",
                    most=self.limits.output_characters,
                )
            )
        self._output.append(text)

    @property
    def stdout(self) -> str:
        """What has been printed so far."""
        return "".join(self._output)
