"""Which tensors and operations of a run were seen already, without keeping any of them alive."""

import weakref
from typing import Any

from engine.autograd import Tensor
from engine.autograd.dtypes import of
from engine.autograd.node import Node, Output
from engine.snippet.recording.events import MOST_NUMBERS, Made, Numbers


def numbers_of(value: Any) -> Numbers:
    """What a tensor or an array holds."""
    array = value.array if isinstance(value, Tensor) else value
    flat = tuple(array.ravel().tolist()) if array.size <= MOST_NUMBERS else None
    return Numbers(tuple(array.shape), str(of(array)), flat)


class Known:
    """The numbers of what was seen.

    A tensor is remembered by its address, and forgotten when it is gone: to hold it would change
    what the program does, because the engine looks at who holds a gradient.
    """

    __slots__ = ("_next", "_places", "_tensors")

    def __init__(self) -> None:
        self._next = 0
        # By a tensor's address: its number, and a reference that ends the entry with it.
        self._tensors: dict[int, tuple[int, weakref.ref[Tensor]]] = {}
        # By an operation's number in the order of creation.
        self._places: dict[int, int] = {}

    def find(self, tensor: Tensor) -> int | None:
        """A tensor's number, if it was seen."""
        entry = self._tensors.get(id(tensor))
        return None if entry is None else entry[0]

    def number(self, tensor: Tensor) -> int:
        """A tensor's number, a new one for a new tensor."""
        found = self.find(tensor)
        if found is not None:
            return found
        address = id(tensor)
        forget = lambda _: self._tensors.pop(address, None)  # noqa: E731 - names the address
        number = self._new()
        self._tensors[address] = number, weakref.ref(tensor, forget)
        return number

    def has_place(self, node: Node) -> bool:
        """Whether an operation was seen."""
        return node.sequence in self._places

    def place(self, node: Node) -> int:
        """An operation's place in the graph."""
        found = self._places.get(node.sequence)
        if found is None:
            found = self._places[node.sequence] = self._new()
        return found

    def place_of(self, edge: Any) -> int:
        """Where in the graph an edge leads: a tensor's own number, or its operation's."""
        if isinstance(edge, Tensor):
            return self.number(edge)
        return self.place(edge.node if isinstance(edge, Output) else edge)

    def sources(self, node: Node) -> tuple[int, ...]:
        """The places of the operands that need a gradient."""
        return tuple(self.place_of(edge) for edge in node.edges if edge is not None)

    def unseen_before(self, node: Node) -> "list[Node | Tensor]":
        """The operations and leaves not seen yet that lead to an operation, sources first."""
        found: list[Node | Tensor] = []
        entered: set[Any] = {node.sequence}
        waiting: list[tuple[Any, bool]] = [(edge, False) for edge in reversed(node.edges)]
        while waiting:
            edge, done = waiting.pop()
            source = edge.node if isinstance(edge, Output) else edge
            if done:
                found.append(source)
            elif isinstance(source, Tensor):
                if self.find(source) is None and id(source) not in entered:
                    entered.add(id(source))
                    found.append(source)
            elif not (source is None or self.has_place(source) or source.sequence in entered):
                entered.add(source.sequence)
                waiting.append((source, True))
                waiting.extend((inner, False) for inner in reversed(source.edges))
        return found

    @staticmethod
    def operation(node: Node) -> str:
        """PyTorch's name of an operation, without the namespace that some have."""
        return node.name().rpartition("::")[2]

    def inside(self, node: Node, line: int) -> Made:
        """The making of an operation that no expression of the program showed."""
        place, sources = self.place(node), self.sources(node)
        return Made(line, "", None, None, place, self.operation(node), sources, requires_grad=True)

    def _new(self) -> int:
        self._next += 1
        return self._next
