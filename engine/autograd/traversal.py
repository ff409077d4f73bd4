"""The way of cotangents through the graph, from the outputs to the leaves."""

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any, Final, NamedTuple, TypeAlias, cast

import numpy as np

from engine.autograd.accumulation import accumulate, retain, to_tensor
from engine.autograd.context import Run, current
from engine.autograd.dtypes import of_numpy
from engine.autograd.hooks import run_hooks
from engine.autograd.node import Edge, Node, NodeOfSeveral, Output
from engine.autograd.operations.casts import to_dtype
from engine.autograd.ready_leaves import ReadyLeaves
from engine.autograd.tensor import Tensor

# An array in an ordinary pass, a Tensor with create_graph=True; None where nothing flows.
Value: TypeAlias = Any

_BY_SEQUENCE: Final = attrgetter("sequence")


class Seed(NamedTuple):
    """An output to start from: where its cotangent goes, and the cotangent."""

    edge: Edge | None
    gradient: Tensor | None


class Capture(NamedTuple):
    """A tensor whose gradient is wanted: its place in the graph, and its place in the answer."""

    edge: Edge | None
    place: int


def traverse(
    seeds: Sequence[Seed],
    *,
    retain: bool,
    create: bool,
    only: Sequence[Edge] | None = None,
    captures: Sequence[Capture] = (),
) -> dict[int, Tensor]:
    """Send cotangents through the graph.

    Args:
        seeds: where to start.
        retain: whether nodes keep what they saved.
        create: whether the pass is recorded.
        only: run only what leads to these places, and these.
        captures: gradients to give back in place of accumulating in leaves.

    Returns:
        For each capture that was reached, by its index, the gradient.

    Raises:
        RuntimeError: when a node was released, or a saved value written to.
    """
    run = current()
    outer = run.grad_enabled
    run.grad_enabled = create
    try:
        journey = _Journey(run, create=create, release=run.rules.release(retain))
        journey.plan([seed.edge for seed in seeds if seed.edge is not None])
        if only is not None or captures:
            journey.narrow(only or (), captures)
        journey.travel(seeds)
        return journey.captured
    finally:
        run.grad_enabled = outer


class _Journey:
    """One pass: which nodes run in which order, what has arrived where, and what leaves wait for.

    Nodes run in decreasing order of creation. Whatever feeds a cotangent to a node was created
    after it, so all its cotangents have arrived by then.
    """

    __slots__ = (
        "_arrived",
        "_as_tensors",
        "_captures",
                "_needed",
        "_order",
        "_ready",
        "_release",
        "_run",
        "_waiting",
        "captured",
    )

    def __init__(self, run: Run, *, create: bool, release: bool) -> None:
        self._run = run
        self._as_tensors = create
        self._release = release
        self._order: list[Node] = []
        self._arrived: dict[Edge, Value] = {}
        # How many cotangents, or words that none comes, a leaf waits for.
        self._waiting: dict[Tensor, int] = {}
        self._ready = ReadyLeaves()
        # None: everything runs.
        self._needed: set[Node | Tensor] | None = None
        self._captures: dict[Edge, list[Capture]] = {}
        self.captured: dict[int, Tensor] = {}

    def plan(self, roots: Iterable[Edge]) -> None:
        """Find the nodes to run, and count for each leaf how many cotangents will come."""
        order, waiting = self._order, self._waiting
        seen: set[Edge | None] = {None}
        edges: Iterable[Edge | None] = roots
        rest = iter(order)  # grows while it is read
        while True:
            for edge in edges:
                if isinstance(edge, Tensor):
                    waiting[edge] = waiting.get(edge, 0) + 1
                elif edge not in seen:
                    node = cast("Node", edge.node if isinstance(edge, Output) else edge)
                    seen.add(edge)
                    if node is edge or node not in seen:
                        seen.add(node)
                        order.append(node)
            following = next(rest, None)
            if following is None:
                break
            edges = following.edges
        order.sort(key=_BY_SEQUENCE, reverse=True)

    def narrow(self, only: Sequence[Edge], captures: Sequence[Capture]) -> None:
        """Keep to what must run so that the wanted gradients are found."""
        for capture in captures:
            if capture.edge is not None:
                self._captures.setdefault(capture.edge, []).append(capture)
        needed = {_target(edge) for edge in only}
        wanted = needed | {_target(edge) for edge in self._captures}
        for node in reversed(self._order):
            if any(edge is not None and _target(edge) in wanted for edge in node.edges):
                needed.add(node)
                wanted.add(node)
        self._needed = needed

    def travel(self, seeds: Sequence[Seed]) -> None:  # noqa: C901 - one loop, with few calls for each node
        """Run nodes, the last created first, until nothing is left."""
        as_tensors, release = self._as_tensors, self._release
        arrived, waiting, ready = self._arrived, self._waiting, self._ready
        unbroadcast, needed = self._run.rules.unbroadcast, self._needed
        edges: Sequence[Edge | None] = [seed.edge for seed in seeds]
        sent: Sequence[Value] = [seed.gradient for seed in seeds]
        if not as_tensors:
            sent = [None if value is None else value.array for value in sent]
        nodes = iter(self._order)
        while True:
            for edge, value in zip(edges, sent, strict=True):
                if isinstance(edge, Tensor):
                    left = waiting[edge] = waiting[edge] - 1
                    if left == 0:
                        ready.append(edge)
                    output: Any = edge.array
                elif edge is None:
                    continue
                else:
                    output = edge
                if value is None or (needed is not None and not self._leads_to(edge)):
                    continue
                # Undo broadcasting and promotion: the one place where it is done.
                if value.shape != output.shape:
                    value = unbroadcast(value, output.shape)  # noqa: PLW2901
                if (value.array if as_tensors else value).dtype is not output.dtype:
                    value = _cast(value, output.dtype)  # noqa: PLW2901
                arrived[edge] = arrived[edge] + value if edge in arrived else value
            if ready:
                self._fill(ready)
            node = next(nodes, None)
            if node is None:
                return
            if isinstance(node, NodeOfSeveral):
                cotangent: Any = [arrived.pop(output, None) for output in node.outputs]
            else:
                cotangent = arrived.pop(node, None)
            if node.hooks is not None or node.retained is not None:
                cotangent = self._shown(node, cotangent)
            edges = node.edges
            if needed is not None:
                self._capture(node, cotangent)
                if node not in needed:
                    sent = (None,) * len(edges)
                    continue
            sent = node.operation.pull_back(node, cotangent, as_tensors)
            if release:
                node.release()

    def _leads_to(self, edge: Edge) -> bool:
        return _target(edge) in (self._needed or ()) or edge in self._captures

    def _fill(self, ready: ReadyLeaves) -> None:
        """Let the leaves that are complete accumulate."""
        while ready:
            leaf = ready.take()
            value = self._arrived.pop(leaf, None)
            if value is None:
                continue
            if leaf.hooks:
                seen = run_hooks(leaf.hooks, to_tensor(value))
                value = seen if self._as_tensors else seen.array
            if self._needed is not None:
                self._capture(leaf, value)
                if leaf not in self._needed:
                    continue
            accumulate(self._run, leaf, value)

    def _shown(self, node: Node, cotangents: Any) -> Any:
        """Let hooks see and replace what arrived, then keep it where that was asked for."""
        several = isinstance(node, NodeOfSeveral)
        values = cotangents if several else [cotangents]
        for number, hooks in (node.hooks or {}).items():
            if hooks and values[number] is not None:
                seen = run_hooks(hooks, to_tensor(values[number]))
                values[number] = seen if self._as_tensors else seen.array
        for number, reference in (node.retained or {}).items():
            tensor = reference()
            if tensor is not None and values[number] is not None:
                retain(self._run, tensor, to_tensor(values[number]))
        return values if several else values[0]

    def _capture(self, target: Node | Tensor, cotangents: Any) -> None:
        """Note down gradients that were asked for."""
        if isinstance(target, NodeOfSeveral):
            pairs: Iterable[tuple[Edge, Value]] = zip(target.outputs, cotangents, strict=True)
        else:
            pairs = ((target, cotangents),)
        for edge, value in pairs:
            if value is not None:
                for capture in self._captures.get(edge, ()):
                    self.captured[capture.place] = to_tensor(value)


def _cast(value: Value, dtype: np.dtype[Any]) -> Value:
    return to_dtype(value, of_numpy(dtype)) if isinstance(value, Tensor) else value.astype(dtype)


def _target(edge: Edge) -> Node | Tensor:
    return edge.node if isinstance(edge, Output) else edge
