"""Which nodes a backward pass runs, in which order, and when each leaf is complete."""

import sys
from collections.abc import Sequence
from operator import attrgetter
from typing import Final, NamedTuple

from engine.autograd.node import Edge, Node, Output
from engine.autograd.tensor import Tensor

_BY_SEQUENCE: Final = attrgetter("sequence")
# The start feeds leaves before any node does, as if it had been created after them all.
_START: Final = sys.maxsize


class Plan(NamedTuple):
    """What a pass does; it follows from the graph alone, not from what flows.

    Attributes:
        order: the nodes, the last created first.
        complete: leaves to which nothing comes any more, or word that nothing will: those at the
            start, then those after each node in its place.
    """

    order: list[Node]
    complete: list[list[Tensor]]


def plan(roots: Sequence[Edge | None], *, keep: bool) -> Plan:
    """Look through the graph below some outputs.

    The graph below a node never changes, so a plan that starts from one node serves again.

    Args:
        roots: where the pass starts.
        keep: whether the graph is kept for another pass.
    """
    root = roots[0] if len(roots) == 1 else None
    if not isinstance(root, Node):
        return _explored(roots)
    if root.plan is None:
        found = _explored(roots)
        if keep:
            # Without the root itself, which would keep itself alive.
            root.plan = Plan(found.order[1:], found.complete)
        return found
    rest, complete = root.plan
    return Plan([root, *rest], complete)


def _explored(roots: Sequence[Edge | None]) -> Plan:
    order: list[Node] = []
    # Which node is the last to feed a leaf: the one created first.
    feeders: dict[Tensor, int] = {}
    seen: set[Node] = set()
    edges, number, place = roots, _START, 0
    while True:
        for edge in edges:
            node: Node | None
            if type(edge) is Node:
                node = edge
            elif isinstance(edge, Tensor):
                if feeders.get(edge, number) >= number:
                    feeders[edge] = number
                continue
            else:
                node = edge.node if isinstance(edge, Output) else edge
            if node is not None and node not in seen:
                seen.add(node)
                order.append(node)
        if place == len(order):
            break
        node = order[place]
        edges, number = node.edges, node.sequence
        place += 1
    order.sort(key=_BY_SEQUENCE, reverse=True)
    return Plan(order, _completed(roots, order, feeders))


def _completed(
    roots: Sequence[Edge | None], order: Sequence[Node], feeders: dict[Tensor, int]
) -> list[list[Tensor]]:
    """The leaves that are complete at the start and after each node."""
    last = set(feeders.values())
    found = [_fed_last(roots, _START, feeders) if _START in last else []]
    for node in order:
        number = node.sequence
        found.append(_fed_last(node.edges, number, feeders) if number in last else [])
    return found


def _fed_last(
    edges: Sequence[Edge | None], number: int, feeders: dict[Tensor, int]
) -> list[Tensor]:
    """The leaves to which the last cotangent comes along these edges, in the order of its coming."""
    leaves = [edge for edge in edges if isinstance(edge, Tensor) and feeders[edge] == number]
    # Of a leaf that is fed twice the second time counts.
    return [*reversed(dict.fromkeys(reversed(leaves)))] if len(leaves) > 1 else leaves
