"""A run that notes down what happens in it."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import wraps
from typing import Any, Final, TypeVar, cast

from engine.autograd import Tensor
from engine.autograd.node import Node, Output
from engine.snippet.events import (
    Began,
    Bound,
    Ended,
    Event,
    Filled,
    Made,
    Numbers,
    Ran,
    Sent,
    Started,
)
from engine.snippet.kinds import TENSORS
from engine.snippet.known import Known, numbers_of
from engine.snippet.limits import Limits
from engine.snippet.state import SEVERAL, Run
from engine.snippet.story import Story
from engine.snippet.values import Execute, Frame
from engine.snippet.watching import Watch

_LONGER: Final = 2
"""A recorded run may take so many times the time that a run may take."""


_F = TypeVar("_F", bound=Callable[..., None])


def _off_the_clock(method: _F) -> _F:
    """Take the time of looking out of the time that the program may run."""

    @wraps(method)
    def timed(self: "Recorder", *args: Any) -> None:
        start = time.monotonic()
        try:
            method(self, *args)
        finally:
            self.postpone(time.monotonic() - start)

    return cast("_F", timed)


class Recorder(Run):
    """A run of a program that was built with `traced_syntax`.

    It is also what the engine tells of its backward passes (`engine.autograd.context.Run.watch`).

    Attributes:
        too_deep: Whether the program ended because Python's stack was full.
    """

    __slots__ = (
        "_at",
        "_env",
        "_known",
        "_latest",
        "_named",
        "_names",
        "_pending",
        "_recording",
        "_returning",
        "_story",
        "_texts",
        "_watches",
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
        super().__init__(limits)
        self._latest = self._deadline + (_LONGER - 1) * limits.seconds
        self._names = names
        self._texts = texts
        self._known = Known()
        self._story = Story()
        # Tensors whose expression has not been left yet.
        self._pending: list[Made] = []
        # By the tensor's number.
        self._watches: dict[int, Watch] = {}
        # By name, the number of its tensor.
        self._named: dict[str, int | None] = {}
        self._env: Frame = []
        self.too_deep = False

    @property
    def events(self) -> tuple[Event, ...]:
        """What was noted down."""
        return self._story.told()

    @property
    def line(self) -> int:
        """Where the program is, or was when it ended."""
        return self._at[0]

    @property
    def at(self) -> tuple[int, int]:
        """Line and column of the statement that is running; to set it is to begin a statement."""
        return self._at

    @at.setter
    def at(self, place: tuple[int, int]) -> None:
        if self._recording:
            self._look()
        self._at = place
        if self._recording and not self._returning:
            self._story.add(Began(place[0], self._texts.get(place, "")))
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

    def postpone(self, seconds: float) -> None:
        """Allow the program time that it did not take itself."""
        self._deadline = min(self._deadline + seconds, self._latest)

    def kept(self, value: Any) -> Any:
        """Count a result of the engine, note it down and hand it on."""
        super().kept(value)
        if self._recording and type(value) in TENSORS:
            self._note(value)
        return value

    @_off_the_clock
    def evaluated(self, text: str, value: Any) -> None:
        """Hear what an expression of the program gave."""
        if not self._recording:
            return
        if isinstance(value, SEVERAL):
            for place, item in enumerate(value):
                if type(item) in TENSORS:
                    self._name_pending(f"{text}[{place}]", self._known.find(item))
        elif type(value) in TENSORS:
            # What has neither history nor a gradient to get, such as `x.data`, was not made here.
            if value.needs_grad and self._known.find(value) is None:
                self._note_tensor(value)
            self._name_pending(text, self._known.find(value))
        self._flush()

    # -- what the engine tells -------------------------------------------------------------------

    @_off_the_clock
    def began(
        self, edges: Sequence[Any], cotangents: Sequence[Any], retain: bool, create: bool
    ) -> None:
        """Hear that a backward pass begins."""
        self._look()
        for edge in edges:
            self._see(edge)
        roots = tuple(None if edge is None else self._known.place_of(edge) for edge in edges)
        starts = tuple(map(_numbers_or_none, cotangents))
        self._story.add(Started(self.line, roots, starts, retain, create))

    @_off_the_clock
    def ran(self, node: Node, cotangent: Any, sent: Sequence[Any]) -> None:
        """Hear that an operation ran backward."""
        self._see(node)
        cotangents = cotangent if isinstance(cotangent, list) else [cotangent]
        self._see_retained(node, cotangents)
        for value in sent:
            self._see_recorded(value)
        told = tuple(
            Sent(self._known.place_of(edge), place, numbers_of(value), self._arrived(value, edge))
            for place, (edge, value) in enumerate(zip(node.edges, sent, strict=False))
            if edge is not None and value is not None
        )
        place, held = self._known.place(node), tuple(map(_numbers_or_none, cotangents))
        self._story.add(Ran(self.line, place, self._known.operation(node), held, told))

    @_off_the_clock
    def filled(self, leaf: Tensor, before: Any, arriving: Any) -> None:
        """Hear that a gradient arrived at a tensor's `.grad`."""
        watch = self._watch(leaf)
        held = _numbers_or_none(before)
        watch.remember_grad(leaf)
        self._story.add(Filled(self.line, watch.number, held, numbers_of(arriving), watch.grad))

    def ended(self) -> None:
        """Hear that a backward pass ended."""
        self._story.add(Ended(self.line))

    # -- looking at the program ------------------------------------------------------------------

    @_off_the_clock
    def _note(self, tensor: Tensor) -> None:
        self._note_tensor(tensor)

    def _note_tensor(self, tensor: Tensor) -> None:
        """Note down a tensor that is new, or is the result of another operation than it was."""
        if any(watch.holds(tensor) for watch in self._watches.values()):
            return
        known, node = self._known, tensor.node
        if known.find(tensor) is None or not (node is None or known.has_place(node)):
            self._make(tensor)

    def _make(self, tensor: Tensor) -> None:
        known, node = self._known, tensor.node
        number = known.number(tensor)
        made = Made(
            self.line,
            "",
            number,
            numbers_of(tensor),
            number,
            "",
            (),
            requires_grad=tensor.needs_grad,
        )
        if node is not None:
            if not known.has_place(node):
                self._see_sources(node)
            place, sources = known.place(node), known.sources(node)
            made = replace(made, place=place, operation=known.operation(node), sources=sources)
        self._pending.append(made)
        if number in self._watches:
            self._watches[number].remember_value(tensor)
        elif node is None and tensor.needs_grad:
            self._watch(tensor)

    def _see(self, edge: Any) -> None:
        """Note down an operation or a leaf that a backward pass meets first."""
        source = edge.node if isinstance(edge, Output) else edge
        if isinstance(source, Tensor):
            if self._known.find(source) is None:
                self._note_tensor(source)
            self._watch(source)
        elif source is not None and not self._known.has_place(source):
            self._see_sources(source)
            self._pending.append(self._known.inside(source, self.line))
        self._flush()

    def _see_sources(self, node: Node) -> None:
        """Note down what leads to an operation and was not shown by an expression."""
        for source in self._known.unseen_before(node):
            if isinstance(source, Tensor):
                self._note_tensor(source)
            else:
                self._pending.append(self._known.inside(source, self.line))
        for edge in node.edges:
            if isinstance(edge, Tensor):
                self._watch(edge)

    def _see_retained(self, node: Node, cotangents: Sequence[Any]) -> None:
        """Note down what was kept for a tensor that was told `retain_grad()`."""
        for place, reference in (node.retained or {}).items():
            tensor, arriving = reference(), cotangents[place]
            if tensor is None or arriving is None:
                continue
            number = self._known.number(tensor)
            before = self._watches[number].grad if number in self._watches else None
            watch = self._watch(tensor)
            watch.remember_grad(tensor)
            self._story.add(Filled(self.line, number, before, numbers_of(arriving), watch.grad))

    def _see_recorded(self, value: Any) -> None:
        """Note down an operation that a recorded pass has made, with what it gave."""
        if isinstance(value, Tensor) and value.node is not None:
            node = value.node
            if not self._known.has_place(node):
                self._see_sources(node)
                made = self._known.inside(node, self.line)
                self._pending.append(replace(made, numbers=numbers_of(value)))
                self._flush()

    def _arrived(self, value: Any, edge: Any) -> Numbers:
        """What arrives at the end of an edge, once broadcasting is undone."""
        array = value.array if isinstance(value, Tensor) else value
        shape = edge.array.shape if isinstance(edge, Tensor) else edge.shape
        if array.shape != shape:
            try:
                array = self.context.rules.unbroadcast(array, shape)
            except Exception:  # noqa: BLE001 - the program meets it itself, if it goes there
                return numbers_of(array)
        return numbers_of(array)

    def _watch(self, tensor: Tensor) -> Watch:
        """Look at a tensor after each statement from now on."""
        number = self._known.number(tensor)
        watch = self._watches.get(number)
        if watch is None:
            watch = self._watches[number] = Watch(tensor, number)
        return watch

    def _name_pending(self, text: str, number: int | None) -> None:
        """Give the tensor that has just been made the text of its expression."""
        for place, made in enumerate(self._pending):
            if number is not None and made.tensor == number and not made.text:
                self._pending[place] = replace(made, text=text)

    def _flush(self) -> None:
        """Tell of the tensors that were made; what no expression gave has its statement's text."""
        for made in self._pending:
            if made.text or made.tensor is None:
                self._story.add(made)
            else:
                self._story.add(replace(made, text=self._texts.get(self._at, "")))
        self._pending.clear()

    @_off_the_clock
    def _look(self) -> None:
        """See what the statement that ends here changed."""
        self._flush()
        for name, slot in self._names.items():
            value = self._env[slot]
            self._look_at_name(name, value if type(value) in TENSORS else None)
        for number, watch in list(self._watches.items()):
            tensor = watch.tensor
            if tensor is None:
                del self._watches[number]
                continue
            if watch.begins_to_require():
                self._make(tensor)
                self._flush()
            for event in watch.changes(self.line):
                self._story.add(event)

    def _look_at_name(self, name: str, tensor: Tensor | None) -> None:
        if tensor is None:
            self._named[name] = None
            return
        if self._known.find(tensor) is None:
            self._make(tensor)
            self._flush()
        watch = self._watch(tensor)
        if self._named.get(name) != watch.number:
            self._named[name] = watch.number
            self._story.add(Bound(self.line, name, watch.number))


def _numbers_or_none(value: Any) -> Numbers | None:
    return None if value is None else numbers_of(value)
