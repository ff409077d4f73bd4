"""Which nodes a backward pass runs, in which order, and what each leaf waits for."""

from collections.abc import Sequence
from operator import attrgetter
from typing import Final

from engine.autograd.node import Edge, Node, Output
from engine.autograd.tensor import Tensor

_BY_SEQUENCE: Final = attrgetter("sequence")


def plan(roots: Sequence[Edge | None], *, keep: bool) -> tuple[list[Node], dict[Tensor, int]]:
    """Look through the graph below some outputs.

    The graph below a node never changes, so a plan that starts from one node serves again.

    Args:
        roots: where the pass starts.
        keep: whether the graph is kept for another pass.

    Returns:
        The nodes, the last created first; and for each leaf how many cotangents will come, or words
        that there is none.
    """
    root = roots[0] if len(roots) == 1 else None
    if not isinstance(root, Node):
        return _explored(roots)
    if root.plan is None:
        order, waiting = _explored(roots)
        if keep:
            # Without the root itself, which would keep itself alive.
            root.plan = order[1:], waiting
            waiting = waiting.copy()
        return order, waiting
    rest, waiting = root.plan
    return [root, *rest], waiting.copy()


def _explored(roots: Sequence[Edge | None]) -> tuple[list[Node], dict[Tensor, int]]:
    order: list[Node] = []
    waiting: dict[Tensor, int] = {}
    seen: set[Node] = set()
    edges = roots
    place = 0
    while True:
        for edge in edges:
            if isinstance(edge, Tensor):
                waiting[edge] = waiting.get(edge, 0) + 1
                continue
            node = edge.node if isinstance(edge, Output) else edge
            if node is not None and node not in seen:
                seen.add(node)
                order.append(node)
        if place == len(order):
            break
        edges = order[place].edges
        place += 1
    order.sort(key=_BY_SEQUENCE, reverse=True)
    return order, waiting
