"""The way of cotangents through the graph, from the outputs to the leaves."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, TypeAlias

from engine.autograd.accumulation import accumulate, retain, to_tensor
from engine.autograd.batch import is_free
from engine.autograd.context import Run, current
from engine.autograd.dtypes import of_numpy
from engine.autograd.hooks import Registered, run_hooks
from engine.autograd.node import Edge, Node, NodeOfSeveral, Output
from engine.autograd.node_hooks import run_after_accumulation
from engine.autograd.operations.casts import to_dtype
from engine.autograd.planning import START, Plan, plan
from engine.autograd.saved import arrays_of, tensors_of
from engine.autograd.step import Step
from engine.autograd.tensor import Tensor

# An array in an ordinary pass, a Tensor with create_graph=True; None where nothing flows.
Value: TypeAlias = Any
PullBack: TypeAlias = Callable[[Any, Value, bool], Sequence[Value]]


class Capture(NamedTuple):
    """A tensor whose gradient is wanted: its place in the graph, and its place in the answer."""

    edge: Edge | None
    place: int


def traverse(
    edges: Sequence[Edge | None],
    gradients: Sequence[Tensor | None],
    retain: bool,
    create: bool,
    only: Sequence[Edge] | None = None,
    captures: Sequence[Capture] = (),
) -> dict[int, Tensor]:
    """Send cotangents through the graph.

    Args:
        edges: where to start.
        gradients: the cotangent of each; None where nothing flows.
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
    journey = _Journey(run, plan(edges, retain), create)
    if only is not None or captures:
        journey.narrow(only or (), captures)
    values = gradients if create else [g if g is None else g.array for g in gradients]
    outer = run.grad_enabled
    run.grad_enabled = create
    if run.watch is not None:
        run.watch.began(edges, values, retain, create)
    try:
        journey.travel(edges, values, run.rules.release(retain))
    finally:
        run.grad_enabled = outer
        if run.watch is not None:
            run.watch.ended()
    return journey.captured


class _Journey:
    """One pass: which nodes run in which order, what has arrived where, and what leaves wait for.

    Nodes run in decreasing order of creation. Whatever feeds a cotangent to a node was created
    after it, so all its cotangents have arrived by then.
    """

    __slots__ = (
        "_arrived",
        "_as_tensors",
        "_captures",
        "_complete",
        "_first",
        "_given",
        "_needed",
        "_order",
        "_run",
        "captured",
    )

    def __init__(self, run: Run, route: Plan, as_tensors: bool) -> None:
        self._run = run
        self._order, self._complete = route
        # The cotangents that the pass begins with: the caller may hold them.
        self._given: Sequence[Value] = ()
        # Where it begins, if in one place.
        self._first: Edge | None = None
        self._as_tensors = as_tensors
        self._arrived: dict[Edge, Value] = {}
        # None: everything runs.
        self._needed: set[Node | Tensor] | None = None
        self._captures: dict[Edge, list[Capture]] = {}
        self.captured: dict[int, Tensor] = {}

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

    def travel(  # noqa: C901 - one loop: a call for each node or edge takes time
        self, edges: Sequence[Edge | None], sent: Sequence[Value], release: bool
    ) -> None:
        """Run nodes, the last created first, until nothing is left.

        Args:
            edges: where to start.
            sent: the cotangents that go there.
            release: whether nodes give up what they saved.
        """
        self._given = sent
        arrived, as_tensors = self._arrived, self._as_tensors
        narrow = self._needed is not None
        # Where every cotangent has its input's shape and type by itself nothing is to be undone.
        plain = not (narrow or as_tensors or self._run.reshaped)
        # PyTorch starts at a single output straight away: its hooks run even if nothing else does.
        self._first = edges[0] if len(edges) == 1 else None
        self._deliver(edges, sent, narrow and len(edges) != 1)
        complete = self._complete
        pull_back = self._watched_pull_back()
        if START in complete:
            self._fill(complete[START])
        for node in self._order:
            cotangent: Any = arrived.pop(node, None)
            if cotangent is None and isinstance(node, NodeOfSeveral):
                cotangent = [arrived.pop(output, None) for output in node.outputs]
            if not narrow or self._runs(node, cotangent):
                if node.hooks is not None or node.retained is not None:
                    cotangent = self._shown(node, cotangent)
                sent = (pull_back or node.operation.pull_back)(node, cotangent, as_tensors)
                if release:
                    node.release()
                if plain and node.fits:
                    for edge, value in zip(node.edges, sent):  # noqa: B905 - to compare lengths takes time
                        if edge is not None and value is not None:
                            arrived[edge] = arrived[edge] + value if edge in arrived else value
                else:
                    self._deliver(node.edges, sent, narrow, node if node.fits else None)
            if node.sequence in complete:
                # A leaf may take over what nobody else holds.
                sent, cotangent, value = (), None, None
                self._fill(complete[node.sequence])

    def _watched_pull_back(self) -> PullBack | None:
        """How nodes run where rules replace their formulas, or somebody looks on; else None."""
        run, rules = self._run, self._run.rules
        if rules.local is None and rules.absent is None and run.watch is None:
            return None
        through: dict[Node | Tensor, frozenset[str]] = {}

        def pull_back(node: Node, cotangent: Value, as_tensors: bool) -> Sequence[Value]:
            _note_arrival(run, node, cotangent)
            sent = node.operation.pull_back(node, cotangent, as_tensors)
            if rules.local is not None:
                came_through = through.pop(node, frozenset())
                unpack = tensors_of if as_tensors else arrays_of
                values = unpack(node, getattr(node.operation, "promotes", False))
                sent = rules.local(Step(node, cotangent, sent, values, came_through))
                passed = came_through | {node.name()}
                for target in {_target(edge) for edge in node.edges if edge is not None}:
                    through[target] = through.get(target, frozenset()) | passed
            if run.watch is not None:
                run.watch.ran(node, cotangent, self._going_on(node, sent))
            return sent

        return pull_back

    def _going_on(self, node: Node, sent: Sequence[Value]) -> Sequence[Value]:
        """What of it is delivered: in a pass for some tensors only what leads to them."""
        if self._needed is None:
            return sent
        return [
            value if edge is not None and self._leads_to(edge) else None
            for edge, value in zip(node.edges, sent, strict=False)
        ]

    def _deliver(
        self,
        edges: Sequence[Edge | None],
        sent: Sequence[Value],
        narrow: bool,
        like: Node | None = None,
    ) -> None:
        """Bring cotangents where they go, undoing broadcasting and promotion: the one place for it.

        Args:
            edges: where they go.
            sent: the cotangents.
            narrow: whether only what leads to the wanted gradients is to arrive.
            like: what has the shape and type that all the inputs had, if they had the same.
        """
        arrived, as_tensors = self._arrived, self._as_tensors
        for edge, value in zip(edges, sent):  # noqa: B905 - to compare lengths takes time
            if edge is None or value is None or (narrow and not self._leads_to(edge)):
                continue
            # The one output of a node, one of several, or a leaf.
            output: Any = edge if like is None else like
            if like is None and type(edge) is not Node and isinstance(edge, Tensor):
                output = edge.array
            if value.shape != output.shape:
                value = self._run.rules.unbroadcast(value, output.shape)  # noqa: PLW2901
            if as_tensors:
                value = to_dtype(value, of_numpy(output.dtype))  # noqa: PLW2901
            elif value.dtype is not output.dtype:
                value = value.astype(output.dtype)  # noqa: PLW2901
            arrived[edge] = arrived[edge] + value if edge in arrived else value

    def _runs(self, node: Node, cotangents: Any) -> bool:
        """Note down a node's gradients that were asked for, and tell whether it is to run."""
        if node not in (self._needed or ()):
            self._capture(node, self._shown(node, cotangents))
            return False
        # Of a node that runs, PyTorch gives back what arrived before hooks saw it.
        self._capture(node, cotangents)
        return True

    def _leads_to(self, edge: Edge) -> bool:
        return _target(edge) in (self._needed or ()) or edge in self._captures

    def _fill(self, leaves: Iterable[Tensor]) -> None:
        """Let the leaves that are complete accumulate."""
        for leaf in leaves:
            free = not (self._as_tensors or leaf.hooks) and is_free(self._arrived, leaf)
            value = self._arrived.pop(leaf, None)
            if leaf.hooks and (self._needed is None or self._leads_to(leaf) or leaf is self._first):
                value = self._seen(leaf.hooks, value)
            if value is None:
                continue
            if self._needed is not None:
                self._capture(leaf, value)
                if leaf not in self._needed:
                    continue
            watch, held = self._run.watch, leaf.held_grad
            before = None if watch is None or held is None else held.array.copy()
            accumulate(self._run, leaf, value, free, self._is_held)
            if watch is not None:
                watch.filled(leaf, before, value)
            if leaf.accumulator is not None:
                run_after_accumulation(leaf)

    def _seen(self, hooks: list[Registered], value: Value) -> Value:
        """What hooks make of a cotangent, or of there being none."""
        seen = run_hooks(hooks, None if value is None else to_tensor(value))
        return seen if seen is None or self._as_tensors else seen.array

    def _is_held(self, value: Value) -> bool:
        """Whether a cotangent waits elsewhere too, or belongs to who began the pass."""
        return any(other is value for other in (*self._arrived.values(), *self._given))

    def _shown(self, node: Node, cotangents: Any) -> Any:
        """Let hooks see and replace what arrived, then keep it where that was asked for."""
        several = isinstance(node, NodeOfSeveral)
        values = cotangents if several else [cotangents]
        runs = self._needed is None or node in self._needed
        for number, hooks in (node.hooks or {}).items():
            output = node.outputs[number] if isinstance(node, NodeOfSeveral) else node
            if runs or output in self._captures or output is self._first:
                values[number] = self._seen(hooks, values[number])
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


def _note_arrival(run: Run, node: Node, cotangents: Any) -> None:
    """Add up what arrives at a node's outputs, if the rules of the run ask for it later."""
    if run.rules.absent is None:
        return
    values = cotangents if isinstance(node, NodeOfSeveral) else [cotangents]
    for number, value in enumerate(values):
        if value is not None:
            # One pass may be recorded, and another not.
            array = to_tensor(value).array
            place = node, number
            run.arrived[place] = run.arrived[place] + array if place in run.arrived else array


def _target(edge: Edge) -> Node | Tensor:
    return edge.node if isinstance(edge, Output) else edge
