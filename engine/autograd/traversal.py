"""The way of cotangents through the graph, from the outputs to the leaves."""

from collections.abc import Sequence
from heapq import heappop, heappush
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from engine.autograd.accumulation import accumulate, retain, to_tensor
from engine.autograd.context import Run, current
from engine.autograd.dtypes import DType, of
from engine.autograd.hooks import run_hooks
from engine.autograd.node import Edge, Node
from engine.autograd.operations.casts import to_dtype
from engine.autograd.ready_leaves import ReadyLeaves
from engine.autograd.tensor import Tensor

# An array in an ordinary pass, a Tensor with create_graph=True; None where nothing flows.
Value: TypeAlias = Any
# What cotangents flow to: a node, or the leaf itself at the graph's end.
Target: TypeAlias = Node | Tensor


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
    only: Sequence[Target] | None = None,
    captures: Sequence[Capture] = (),
) -> dict[int, Tensor]:
    """Send cotangents through the graph.

    Args:
        seeds: where to start.
        retain: whether nodes keep what they saved.
        create: whether the pass is recorded.
        only: run only what leads to these targets, and these.
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
        journey.plan(seeds, only, captures)
        journey.travel(seeds)
        return journey.captured
    finally:
        run.grad_enabled = outer


class _Journey:
    """One pass: what waits for what, and what has arrived where."""

    __slots__ = (
        "_arrived",
        "_as_tensors",
        "_captures",
        "_heap",
        "_leaves",
        "_needed",
        "_release",
        "_run",
        "_waiting",
        "captured",
    )

    def __init__(self, run: Run, *, create: bool, release: bool) -> None:
        self._run = run
        self._as_tensors = create
        self._release = release
        self._waiting: dict[Target, int] = {}
        self._arrived: dict[Target, list[Value]] = {}
        self._heap: list[tuple[int, Node]] = []
        self._leaves = ReadyLeaves()
        # None: everything runs.
        self._needed: set[Target] | None = None
        self._captures: dict[Target, list[Capture]] = {}
        self.captured: dict[int, Tensor] = {}

    def plan(
        self,
        seeds: Sequence[Seed],
        only: Sequence[Target] | None,
        captures: Sequence[Capture],
    ) -> None:
        """Count for each target how many cotangents will come, and find what must run."""
        waiting = self._waiting
        nodes: list[Node] = []
        for seed in seeds:
            if seed.edge is not None:
                _expect(seed.edge[0], waiting, nodes)
        for node in nodes:  # it grows while it is read
            for edge in node.edges:
                if edge is not None:
                    _expect(edge[0], waiting, nodes)
        if only is not None or captures:
            self._needed = self._on_the_way(nodes, only or (), captures)

    def _on_the_way(
        self, nodes: list[Node], only: Sequence[Target], captures: Sequence[Capture]
    ) -> set[Target]:
        """What must run so that the wanted gradients are found."""
        for capture in captures:
            if capture.edge is not None:
                self._captures.setdefault(capture.edge[0], []).append(capture)
        needed: set[Target] = set(only)
        wanted = needed | self._captures.keys()
        for node in sorted(nodes, key=lambda node: node.sequence):
            if any(edge is not None and edge[0] in wanted for edge in node.edges):
                needed.add(node)
                wanted.add(node)
        return needed

    def travel(self, seeds: Sequence[Seed]) -> None:
        """Run nodes, the last created first, until nothing is left."""
        for edge, gradient in seeds:
            if edge is not None and gradient is not None:
                value = gradient if self._as_tensors else gradient.array
                self._deliver(edge[0], edge[1], value)
        heap, leaves, arrived = self._heap, self._leaves, self._arrived
        while heap or leaves:
            if leaves:
                leaf = leaves.pop()
                self._end_at(leaf, arrived.pop(leaf)[0])
                continue
            node = heappop(heap)[1]
            self._run_node(node, arrived.pop(node))

    def _deliver(self, target: Target, number: int, value: Value) -> None:
        """Hand a cotangent to where it goes; the last one expected makes the target ready."""
        waiting = self._waiting
        left = waiting[target] - 1
        waiting[target] = left
        needed = self._needed
        if needed is not None and target not in needed and target not in self._captures:
            return
        buffer = self._arrived.get(target)
        if isinstance(target, Node):
            if buffer is None:
                buffer = self._arrived[target] = [None] * len(target.outputs)
            if left == 0:
                heappush(self._heap, (-target.sequence, target))
            shape, dtype = target.outputs[number]
        else:
            if buffer is None:
                buffer = self._arrived[target] = [None]
            if left == 0:
                self._leaves.push(target)
            shape, dtype = target.array.shape, of(target.array)
        if value is not None:
            value = self._fitted(value, shape, dtype)
            held = buffer[number]
            buffer[number] = value if held is None else held + value

    def _fitted(self, value: Value, shape: tuple[int, ...], dtype: DType) -> Value:
        """Undo broadcasting and promotion: the one place where it is done."""
        if value.shape != shape:
            value = self._run.rules.unbroadcast(value, shape)
        if self._as_tensors:
            return value if value.dtype is dtype else to_dtype(value, dtype)
        return value if value.dtype is dtype.numpy else np.asarray(value, dtype.numpy)

    def _run_node(self, node: Node, cotangents: list[Value]) -> None:
        if node.hooks is not None or node.retained is not None:
            self._show(node, cotangents)
        if node in self._captures:
            self._capture(node, cotangents)
        if self._needed is not None and node not in self._needed:
            return
        sent = node.operation.pull_back(node, cotangents, self._as_tensors)
        if self._release:
            node.release()
        for edge, value in zip(node.edges, sent, strict=True):
            if edge is not None:
                self._deliver(edge[0], edge[1], value)

    def _show(self, node: Node, cotangents: list[Value]) -> None:
        """Let hooks see and replace what arrived, then keep it where that was asked for."""
        for number, hooks in (node.hooks or {}).items():
            if hooks and cotangents[number] is not None:
                seen = run_hooks(hooks, to_tensor(cotangents[number]))
                cotangents[number] = seen if self._as_tensors else seen.array
        for number, reference in (node.retained or {}).items():
            tensor = reference()
            if tensor is not None and cotangents[number] is not None:
                retain(self._run, tensor, to_tensor(cotangents[number]))

    def _end_at(self, leaf: Tensor, value: Value) -> None:
        if value is None:
            return
        hooks = leaf.hooks
        if hooks:
            seen = run_hooks(hooks, to_tensor(value))
            value = seen if self._as_tensors else seen.array
        if leaf in self._captures:
            self._capture(leaf, [value])
        if self._needed is None or leaf in self._needed:
            accumulate(self._run, leaf, value)

    def _capture(self, target: Target, cotangents: list[Value]) -> None:
        for capture in self._captures[target]:
            number = 0 if capture.edge is None else capture.edge[1]
            value = cotangents[number]
            if value is not None:
                self.captured[capture.place] = to_tensor(value)


def _expect(target: Target, waiting: dict[Target, int], nodes: list[Node]) -> None:
    count = waiting.get(target, 0)
    waiting[target] = count + 1
    if count == 0 and isinstance(target, Node):
        nodes.append(target)
