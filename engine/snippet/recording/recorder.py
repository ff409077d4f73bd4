"""A run that notes down what happens in it."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from engine.autograd import Tensor
from engine.autograd.node import Node
from engine.snippet.kinds import TENSORS
from engine.snippet.limits import Limits
from engine.snippet.recording.events import Began, Event
from engine.snippet.recording.known import numbers_of
from engine.snippet.recording.notes import Notes
from engine.snippet.recording.passes import Passes
from engine.snippet.state import SEVERAL, Run
from engine.snippet.values import Execute, Frame

_LONGER: Final = 2
"""A recorded run may take so many times the time that a run may take."""


class Recorder(Run):
    """A run of a program that was built with `traced_syntax`.

    It is also what the engine tells of its backward passes (`engine.autograd.context.Run.watch`).

    Attributes:
        too_deep: Whether the program ended because Python's stack was full.
    """

    __slots__ = (
        "_at",
        "_env",
        "_latest",
        "_names",
        "_notes",
        "_passes",
        "_recording",
        "_returning",
        "_texts",
        "too_deep",
    )

    def __init__(
        self, limits: Limits, names: Mapping[str, int], texts: Mapping[tuple[int, int], str]
    ) -> None:
        """Begin a recording.

        Args:
            limits: The bounds of the run.
            names: The program's names, each with its place in the program's frame.
            texts: The text of each statement by its place.
        """
        self._recording = False
        self._returning = False
        self._texts = texts
        self._notes = Notes()
        self._passes = Passes(self._notes)
        super().__init__(limits)
        self._latest = self._deadline + (_LONGER - 1) * limits.seconds
        self._names = names
        self._env: Frame = []
        self.too_deep = False

    @property
    def events(self) -> tuple[Event, ...]:
        """What was noted down."""
        return self._notes.story.told()

    @property
    def line(self) -> int:
        """Where the program is, or was when it ended."""
        return self._notes.line

    @property
    def at(self) -> tuple[int, int]:
        """Line and column of the statement that is running; to set it is to begin a statement."""
        return self._at

    @at.setter
    def at(self, place: tuple[int, int]) -> None:
        if self._recording:
            self._look()
        self._at = place
        self._notes.line, self._notes.text = place[0], self._texts.get(place, "")
        if self._recording and not self._returning:
            self._notes.story.add(Began(place[0], self._notes.text))
        self._returning = False

    def execute(self, program: Execute, env: Frame) -> None:
        """Run the program, and note down what happens until it ends."""
        self._env = env
        self._recording = True
        self.context.watch = self
        try:
            super().execute(program, env)
        except RecursionError:
            self.too_deep = True
            raise
        finally:
            self._look()
            self.context.watch = None
            self._recording = False

    def again(self) -> Run:
        """As `Run.again`; what it notes down is not asked for."""
        return Recorder(self.limits, self._names, self._texts)

    def leave(self, stack: int) -> None:
        """Take back what `enter` counted; the caller's statement goes on."""
        super().leave(stack)
        self._returning = True

    def kept(self, value: Any) -> Any:
        """Count a result of the engine, note it down and hand it on."""
        super().kept(value)
        if self._recording and type(value) in TENSORS:
            with self._off_the_clock():
                self._notes.tensor(value)
        return value

    def evaluated(self, text: str, value: Any) -> None:
        """Hear what an expression of the program gave."""
        if not self._recording:
            return
        with self._off_the_clock():
            if isinstance(value, SEVERAL):
                for place, item in enumerate(value):
                    if type(item) in TENSORS:
                        self._notes.expression(f"{text}[{place}]", item)
            elif type(value) in TENSORS:
                # What has neither history nor a gradient to get, such as `x.data`, is not made here.
                if value.needs_grad and self._notes.known.find(value) is None:
                    self._notes.tensor(value)
                self._notes.expression(text, value)
            self._notes.flush()

    # -- what the engine tells -------------------------------------------------------------------

    def began(
        self, edges: Sequence[Any], cotangents: Sequence[Any], retain: bool, create: bool
    ) -> None:
        """As `engine.autograd.watch.Watch.began`."""
        self._look()
        with self._off_the_clock():
            self._passes.began(edges, cotangents, retain, create)

    def ran(self, node: Node, cotangent: Any, sent: Sequence[Any]) -> None:
        """As `engine.autograd.watch.Watch.ran`."""
        with self._off_the_clock():
            self._passes.ran(node, cotangent, sent)

    def filled(self, leaf: Tensor, before: Any, arriving: Any) -> None:
        """As `engine.autograd.watch.Watch.filled`."""
        with self._off_the_clock():
            self._passes.filled(leaf, None if before is None else numbers_of(before), arriving)

    def ended(self) -> None:
        """As `engine.autograd.watch.Watch.ended`."""
        self._passes.ended()

    # -- looking at the program ------------------------------------------------------------------

    def _look(self) -> None:
        """See what the statement that ends here changed."""
        with self._off_the_clock():
            self._notes.flush()
            for name, slot in self._names.items():
                value = self._env[slot]
                self._notes.name(name, value if type(value) in TENSORS else None)
            self._notes.changes()

    @contextmanager
    def _off_the_clock(self) -> Iterator[None]:
        """Take the time of looking out of the time that the program may run."""
        start = time.monotonic()
        try:
            yield
        finally:
            self._deadline = min(self._deadline + time.monotonic() - start, self._latest)
