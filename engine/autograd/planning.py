"""Which nodes a backward pass runs, in which order, and when each leaf is complete."""

import sys
from collections.abc import Sequence
from itertools import chain
from operator import attrgetter
from typing import Final, NamedTuple

from engine.autograd.node import Edge, Node, Output
from engine.autograd.ready_leaves import let_out
from engine.autograd.tensor import Tensor

_BY_SEQUENCE: Final = attrgetter("sequence")
# The start feeds leaves before any node does, as if it had been created after them all.
START: Final = sys.maxsize


class Plan(NamedTuple):
    """What a pass does; it follows from the graph alone, not from what flows.

    Attributes:
        order: the nodes, the last created first.
        complete: by the number of a node, or `START`, the leaves that are complete after it: nothing
            comes any more, or word that nothing will. They stand in the order in which they fill
            their gradients.
    """

    order: list[Node]
    complete: dict[int, list[Tensor]]


class _Start(NamedTuple):
    """The start of a pass, looked at as a node that was created after all others."""

    edges: Sequence[Edge | None]
    sequence: int


def plan(roots: Sequence[Edge | None], keep: bool) -> Plan:
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
    seen: set[Edge] = set()
    # What feeds a leaf last: of all that feed it what was created first.
    feeders: dict[Tensor, _Start | Node] = {}
    start: tuple[_Start | Node, ...] = (_Start(roots, START),)
    # The nodes found so far, while more are found.
    for feeder in chain(start, order):
        for edge in feeder.edges:
            if type(edge) is Node:
                node: Node | None = edge
            elif isinstance(edge, Tensor):
                held = feeders.get(edge)
                if held is None or held.sequence > feeder.sequence:
                    feeders[edge] = feeder
                continue
            else:
                node = edge.node if isinstance(edge, Output) else edge
            if node not in seen and node is not None:
                seen.add(node)
                order.append(node)
    order.sort(key=_BY_SEQUENCE, reverse=True)
    complete: dict[int, list[Tensor]] = {}
    for leaf, feeder in feeders.items():
        complete.setdefault(feeder.sequence, []).append(leaf)
    for leaves in complete.values():
        if len(leaves) > 1:
            leaves[:] = let_out(_as_they_come(leaves, feeders[leaves[0]].edges))
    return Plan(order, complete)


def _as_they_come(leaves: list[Tensor], edges: Sequence[Edge | None]) -> list[Tensor]:
    """Leaves in the order in which they are fed along these edges; of several times the last counts."""
    fed = [edge for edge in edges if isinstance(edge, Tensor) and edge in set(leaves)]
    return [*reversed(dict.fromkeys(reversed(fed)))]
