"""Noting down tensors, operations and names as a program makes them."""

from dataclasses import replace
from typing import Any

from engine.autograd import Tensor
from engine.autograd.node import Node, Output
from engine.snippet.recording.events import Bound, Made, Numbers
from engine.snippet.recording.known import Known, numbers_of
from engine.snippet.recording.story import Story
from engine.snippet.recording.watching import Watch


class Notes:
    """What was seen of a run so far.

    Attributes:
        story: The events.
        known: The numbers of tensors and operations.
        line: Where the program is.
        text: The source of the statement that is running.
    """

    __slots__ = ("_named", "_pending", "_watches", "known", "line", "story", "text")

    def __init__(self) -> None:
        self.story = Story()
        self.known = Known()
        self.line = 1
        self.text = ""
        # Tensors whose expression has not been left yet.
        self._pending: list[Made] = []
        # By the tensor's number.
        self._watches: dict[int, Watch] = {}
        # By name, the number of its tensor.
        self._named: dict[str, int | None] = {}

    def tensor(self, tensor: Tensor) -> None:
        """Note down a tensor that is new, or is the result of another operation than it was."""
        if any(watch.holds(tensor) for watch in self._watches.values()):
            return
        known, node = self.known, tensor.node
        if known.find(tensor) is None or not (node is None or known.has_place(node)):
            self._make(tensor)

    def place(self, edge: Any) -> None:
        """Note down an operation or a leaf that a backward pass meets first."""
        source = edge.node if isinstance(edge, Output) else edge
        if isinstance(source, Tensor):
            if self.known.find(source) is None:
                self.tensor(source)
            self.watch(source)
        elif source is not None and not self.known.has_place(source):
            self._see_sources(source)
            self._pending.append(self.known.inside(source, self.line))
        self.flush()

    def grad_of(self, tensor: Tensor) -> Numbers | None:
        """What the `.grad` of a tensor held when it was last looked at."""
        watch = self._watches.get(self.known.number(tensor))
        return None if watch is None else watch.grad

    def watch(self, tensor: Tensor) -> Watch:
        """Look at a tensor after each statement from now on."""
        number = self.known.number(tensor)
        watch = self._watches.get(number)
        if watch is None:
            watch = self._watches[number] = Watch(tensor, number)
        return watch

    def recorded(self, value: Any) -> None:
        """Note down an operation that a recorded pass has made, with what it gave."""
        if isinstance(value, Tensor) and value.node is not None:
            node = value.node
            if not self.known.has_place(node):
                self._see_sources(node)
                made = self.known.inside(node, self.line)
                self._pending.append(replace(made, numbers=numbers_of(value)))
                self.flush()

    def expression(self, text: str, tensor: Tensor) -> None:
        """Give the tensor that has just been made the text of its expression."""
        number = self.known.find(tensor)
        for place, made in enumerate(self._pending):
            if number is not None and made.tensor == number and not made.text:
                self._pending[place] = replace(made, text=text)

    def flush(self) -> None:
        """Tell of the tensors that were made; what no expression gave has its statement's text."""
        for made in self._pending:
            if made.text or made.tensor is None:
                self.story.add(made)
            else:
                self.story.add(replace(made, text=self.text))
        self._pending.clear()

    def name(self, name: str, tensor: Tensor | None) -> None:
        """See what a name stands for now: a tensor, or nothing that is one."""
        if tensor is None:
            self._named[name] = None
            return
        if self.known.find(tensor) is None:
            self._make(tensor)
            self.flush()
        watch = self.watch(tensor)
        if self._named.get(name) != watch.number:
            self._named[name] = watch.number
            self.story.add(Bound(self.line, name, watch.number))

    def changes(self) -> None:
        """See what the statement that ends here did to the tensors that are watched."""
        for number, watch in list(self._watches.items()):
            tensor = watch.tensor
            if tensor is None:
                del self._watches[number]
                continue
            if watch.begins_to_require():
                self._make(tensor)
                self.flush()
            for event in watch.changes(self.line):
                self.story.add(event)

    def _make(self, tensor: Tensor) -> None:
        known, node = self.known, tensor.node
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
            self.watch(tensor)

    def _see_sources(self, node: Node) -> None:
        """Note down what leads to an operation and was not shown by an expression."""
        for source in self.known.unseen_before(node):
            if isinstance(source, Tensor):
                self.tensor(source)
            else:
                self._pending.append(self.known.inside(source, self.line))
        for edge in node.edges:
            if isinstance(edge, Tensor):
                self.watch(edge)
