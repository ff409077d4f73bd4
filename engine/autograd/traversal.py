"""The way of cotangents through the graph, from the outputs to the leaves."""

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any, Final, NamedTuple, TypeAlias

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
        "_leaves",
        "_needed",
        "_order",
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
        self._leaves = ReadyLeaves()
        # None: everything runs.
        self._needed: set[Node | Tensor] | None = None
        self._captures: dict[Edge, list[Capture]] = {}
        self.captured: dict[int, Tensor] = {}

    def plan(self, roots: Iterable[Edge]) -> None:
        """Find the nodes to run, and count for each leaf how many cotangents will come."""
        order, waiting = self._order, self._waiting
        seen: set[Node] = set()
        edges: Iterable[Edge | None] = roots
        rest = iter(order)  # grows while it is read
        while True:
            for edge in edges:
                if isinstance(edge, Tensor):
                    waiting[edge] = waiting.get(edge, 0) + 1
                elif edge is not None:
                    node = edge.node if isinstance(edge, Output) else edge
                    if node not in seen:
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

    def travel(self, seeds: Sequence[Seed]) -> None:
        """Run nodes, the last created first, until nothing is left."""
        as_tensors, release = self._as_tensors, self._release
        arrived, leaves, deliver = self._arrived, self._leaves, self._deliver
        for edge, gradient in seeds:
            if edge is not None:
                value = gradient if as_tensors or gradient is None else gradient.array
                deliver((edge,), (value,))
        self._fill(leaves)
        for node in self._order:
            if isinstance(node, NodeOfSeveral):
                cotangents: Any = [arrived.pop(output, None) for output in node.outputs]
            else:
                cotangents = arrived.pop(node, None)
            if node.hooks is not None or node.retained is not None:
                cotangents = self._shown(node, cotangents)
            if self._needed is not None:
                self._capture(node, cotangents)
                if node not in self._needed:
                    continue
            sent = node.operation.pull_back(node, cotangents, as_tensors)
            if release:
                node.release()
            deliver(node.edges, sent)
            if leaves:
                self._fill(leaves)

    def _deliver(self, edges: Sequence[Edge | None], values: Sequence[Value]) -> None:
        """Hand cotangents to where they go; the last one expected makes a leaf ready."""
        arrived, as_tensors, needed = self._arrived, self._as_tensors, self._needed
        for edge, value in zip(edges, values, strict=True):
            if edge is None:
                continue
            if isinstance(edge, Tensor):
                waiting = self._waiting
                left = waiting[edge] = waiting[edge] - 1
                if left == 0:
                    self._leaves.push(edge)
                place: Any = edge.array
            else:
                place = edge
            if value is None or (needed is not None and not self._goes_to(edge)):
                continue
            # Undo broadcasting and promotion: the one place where it is done.
            if value.shape != place.shape:
                value = self._run.rules.unbroadcast(value, place.shape)  # noqa: PLW2901
            if as_tensors:
                if value.array.dtype is not place.dtype:
                    value = to_dtype(value, of_numpy(place.dtype))  # noqa: PLW2901
            elif value.dtype is not place.dtype:
                value = value.astype(place.dtype)  # noqa: PLW2901
            held = arrived.get(edge)
            arrived[edge] = value if held is None else held + value

    def _goes_to(self, edge: Edge) -> bool:
        needed = self._needed or set()
        return _target(edge) in needed or edge in self._captures

    def _fill(self, leaves: ReadyLeaves) -> None:
        """Let the leaves that are complete accumulate."""
        while leaves:
            leaf = leaves.pop()
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


def _target(edge: Edge) -> Node | Tensor:
    return edge.node if isinstance(edge, Output) else edge
