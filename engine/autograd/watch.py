"""Who looks on while backward passes run: the explanation of a program is told that way."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from engine.autograd.node import Edge, Node

if TYPE_CHECKING:
    from engine.autograd.tensor import Tensor

# An array in an ordinary pass, a Tensor with create_graph=True; None where nothing flows.
Value: TypeAlias = Any


class Watch(Protocol):
    """Is told of what a backward pass does, as it does it; what it is given is only to be read."""

    def began(
        self, edges: Sequence[Edge | None], cotangents: Sequence[Value], retain: bool, create: bool
    ) -> None:
        """A pass starts at these places with these cotangents.

        Args:
            edges: where it starts.
            cotangents: with what.
            retain: whether the graph is kept.
            create: whether the pass is recorded.
        """

    def ran(self, node: Node, cotangent: Value, sent: Sequence[Value]) -> None:
        """A node got a cotangent, and sent these to its edges, before broadcasting is undone."""

    def filled(self, leaf: "Tensor", before: Value, arriving: Value) -> None:
        """A leaf took up a gradient.

        Args:
            leaf: the leaf; its `.grad` is what it became.
            before: a copy of the array that it held, or None.
            arriving: what was added.
        """

    def ended(self) -> None:
        """The pass is over, or has failed."""
