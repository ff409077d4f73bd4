"""One node's part in a backward pass, as a rule that replaces its formulas sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from engine.autograd.node import Edge, Node, Output

# An array in an ordinary pass, a Tensor with create_graph=True; None where nothing flows.
Value: TypeAlias = Any


@dataclass(frozen=True, slots=True)
class Step:
    """One node while it runs.

    Attributes:
        node: the node.
        cotangent: what has arrived; of a node with several outputs a list.
        true: what its own formulas send, for each differentiable input; None where nothing flows.
        values: what it saved, in the order of its recipe's places; empty if it saved nothing.
        came_through: the names of the nodes that the cotangent passed on its way here.
    """

    node: Node
    cotangent: Value
    true: Sequence[Value]
    values: Sequence[Value]
    came_through: frozenset[str]

    @property
    def name(self) -> str:
        """PyTorch's name of the node, such as `MulBackward0`."""
        return self.node.name()

    def saved(self, name: str) -> Value:
        """A saved value by its name in the operation's declaration; None if it was not saved."""
        places = getattr(self.node.operation, "places", {})
        return self.values[places[name]] if name in places and self.values else None

    def operand(self, place: int) -> Value:
        """The values of an input that is a leaf; None for any other."""
        return getattr(self.node.edges[place], "array", None)

    @property
    def meet(self) -> bool:
        """Whether two of the inputs come from one leaf, so that its gradient is a sum of theirs."""
        found: set[Edge] = set()
        for edge in self.node.edges:
            leaves = _leaves(edge)
            if found & leaves:
                return True
            found |= leaves
        return False


def _leaves(edge: Edge | None) -> set[Edge]:
    """The leaves that a cotangent reaches from here."""
    leaves: set[Edge] = set()
    seen: set[Edge] = set()
    waiting = [edge]
    while waiting:
        place = waiting.pop()
        if place is None or place in seen:
            continue
        seen.add(place)
        node = place.node if isinstance(place, Output) else place
        if isinstance(node, Node):
            waiting += node.edges
        else:
            leaves.add(node)
    return leaves
