"""How an operation is declared, called and recorded.

An operation is one declaration: PyTorch's name of its node, the forward computation on arrays, and
for each input that can carry a gradient the formula of its vector-Jacobian product:

    mul = Primitive(
        "MulBackward0",
        lambda self, other: self * other,
        self=lambda g, other: g * other,
        other=lambda g, self: g * self,
    )

The parameters of a formula say what it reads: `g` is the cotangent of the output, `result` the
output, the other names are inputs, options, or `x_shape` for the shape of input `x`. Inputs and
result that are read by the formula of an input in need of a gradient are saved, and a node that
saved something cannot run again once it has been released; nothing is listed twice. Formulas are
written with operators and other primitives, which work on arrays and on Tensors, so the same
formula serves an ordinary pass and one with `create_graph=True`. They need not undo broadcasting
or promotion: the backward pass does so in one place.
"""

import inspect
from collections.abc import Callable
from typing import Any, Final

from engine.autograd.context import Run, current
from engine.autograd.dtypes import of
from engine.autograd.node import Edge, Metadata, Node, SavedOutput
from engine.autograd.operations.dimensions import broadcast
from engine.autograd.saved import frame, version_of
from engine.autograd.tensor import Tensor, as_array
from engine.autograd.views import Origin, View

_SHAPE: Final = "_shape"


class Primitive:
    """One operation, callable on Tensors, arrays and numbers.

    Attributes:
        name: the name of its nodes.
        forward: computes the output array from arrays, numbers and options.
        width: how many places of a formula's frame hold inputs and result.
    """

    __slots__ = (
        "_carriers",
        "_formulas",
        "_keeps",
        "_option_names",
        "_order",
        "_reading",
        "_reads",
        "_shapes",
        "forward",
        "name",
        "promotes",
        "view",
        "width",
    )

    def __init__(
        self,
        name: str,
        forward: Callable[..., Any],
        /,
        *,
        view: bool = False,
        promotes: bool = False,
        **formulas: Callable[..., Any],
    ) -> None:
        """Declare an operation.

        Args:
            name: PyTorch's name of its node.
            forward: its positional parameters are the inputs, its keyword-only ones the options.
            view: whether the output shares the first input's memory.
            promotes: whether operands of different types are computed in a common one.
            **formulas: for each differentiable input, from the cotangent to that input's.
        """
        self.name = name
        self.forward = forward
        self.view = view
        self.promotes = promotes
        parameters = inspect.signature(forward).parameters.values()
        inputs = [p.name for p in parameters if p.kind is not p.KEYWORD_ONLY]
        self._option_names = tuple(p.name for p in parameters if p.kind is p.KEYWORD_ONLY)
        self.width = len(inputs) + 1
        self._carriers = tuple(inputs.index(name) for name in formulas)
        self._formulas = tuple(formulas.values())
        wanted = [tuple(inspect.signature(formula).parameters)[1:] for formula in self._formulas]
        self._shapes = tuple(
            index for index, name in enumerate(inputs) if any(name + _SHAPE in w for w in wanted)
        )
        places = [*inputs, "result", *self._option_names]
        places += [inputs[index] + _SHAPE for index in self._shapes]
        self._reads = tuple(tuple(places.index(name) for name in w) for w in wanted)
        # PyTorch unpacks what it saved in the order of names, which decides whose error is told.
        self._order = dict(enumerate(places[: self.width]))
        self._keeps: dict[int, tuple[int, ...]] = {}
        self._reading = any(self._reads)

    def __call__(self, *inputs: Any, **options: Any) -> Any:
        """Apply it: to arrays and numbers plainly, and with recording as soon as a Tensor is met."""
        for value in inputs:
            if isinstance(value, Tensor):
                return self.apply(inputs, options)
        return self.forward(*inputs, **options)

    def apply(
        self, inputs: tuple[Any, ...], options: dict[str, Any], arrays: list[Any] | None = None
    ) -> Any:
        """Compute the output of Tensors and numbers and record it.

        Args:
            inputs: Tensors and numbers.
            options: the keyword-only arguments of `forward`.
            arrays: the operands in the type to compute in, where promotion changed them.

        Returns:
            A Tensor of its own memory, or a view of the first input.
        """
        if arrays is None:
            arrays = [x.array if isinstance(x, Tensor) else x for x in inputs]
        run = current()
        if run.allocate is not None and not self.view:
            run.allow_like(arrays)
        result = Tensor(as_array(self.forward(*arrays, **options)))
        if run.grad_enabled:
            carriers = self.carriers(inputs)
            if carriers:
                shape_and_type = (result.array.shape, of(result.array))
                node = self.record(run, inputs, options, carriers, (shape_and_type,))
                self.save_result(node, result, carriers)
                result.node = node
                result.needs_grad = True
        if self.view:
            origin = Origin.RECORDED if run.grad_enabled else Origin.WITHOUT_GRAD
            View.attach(result, inputs[0], origin)
        return result

    def carriers(self, inputs: tuple[Any, ...]) -> int:
        """Which formulas an application needs, as bits: those of inputs that need a gradient."""
        found = 0
        bit = 1
        for index in self._carriers:
            value = inputs[index]
            if isinstance(value, Tensor):
                if value.sharing is not None:
                    value.sharing.refresh(value)
                if value.needs_grad:
                    found |= bit
            bit <<= 1
        return found

    def record(
        self,
        run: Run,
        inputs: tuple[Any, ...],
        options: dict[str, Any],
        carriers: int,
        outputs: tuple[Metadata, ...],
        saved_inputs: tuple[Any, ...] | None = None,
    ) -> Node:
        """Make the node of one application and save the inputs that its formulas read.

        Args:
            run: the run in progress.
            inputs: the operands.
            options: the options.
            carriers: a bit for each formula whose input needs a gradient.
            outputs: shape and dtype of each output.
            saved_inputs: what to save in place of the operands, if something else.
        """
        edges: list[Edge | None] = []
        bit = 1
        for index in self._carriers:
            edges.append(edge_of(inputs[index]) if carriers & bit else None)
            bit <<= 1
        run.created += 1
        node = Node(self, run.created, tuple(edges), outputs)
        saved: list[tuple[int, Any, int]] = []
        for place in self.keeps(carriers):
            if place < self.width - 1:
                value = (saved_inputs or inputs)[place]
                version = version_of(value)
                saved.append((place, value, version))
            else:
                saved.append((place, None, 0))
        node.saved = saved
        if self._option_names or self._shapes:
            static = [options[name] for name in self._option_names]
            static += [inputs[i].array.shape for i in self._shapes]
            node.static = tuple(static)
        return node

    def save_result(self, node: Node, result: Tensor, carriers: int) -> None:
        """Save the output, when a formula reads it, as it is after the operation."""
        last = self.width - 1
        if last in self.keeps(carriers):
            saved = node.saved or []
            for position, (place, _, _) in enumerate(saved):
                if place == last:
                    counter = result.counter()
                    output = SavedOutput(result.array, result.output_nr, counter)
                    saved[position] = (place, output, counter.count)

    def keeps(self, carriers: int) -> tuple[int, ...]:
        """Which places of the frame the formulas of these inputs read, in the order of unpacking."""
        kept = self._keeps.get(carriers)
        if kept is None:
            places = {
                place
                for number, reads in enumerate(self._reads)
                if carriers >> number & 1
                for place in reads
                if place < self.width
            }
            kept = tuple(sorted(places, key=self._order.__getitem__))
            self._keeps[carriers] = kept
        return kept

    def pull_back(self, node: Node, cotangents: list[Any], as_tensors: bool) -> list[Any]:
        """Run the formulas of the inputs that need a gradient.

        Args:
            node: one application of this operation.
            cotangents: one for each output; None where nothing arrived.
            as_tensors: whether values are Tensors (create_graph) or arrays.

        Returns:
            For each edge of the node its cotangent, or None.
        """
        g = cotangents[0]
        if not self._reading:
            return [
                None if edge is None else formula(g)
                for edge, formula in zip(node.edges, self._formulas, strict=True)
            ]
        values = frame(
            node, self.width, as_tensors=as_tensors, dtype=g.dtype if self.promotes else None
        )
        try:
            return [
                None if edge is None else formula(g, *[values[place] for place in reads])
                for edge, formula, reads in zip(
                    node.edges, self._formulas, self._reads, strict=True
                )
            ]
        except ValueError:
            # NumPy's word for shapes that do not fit, after `.data` was given another one.
            for value in values[: self.width]:
                if value is not None:
                    broadcast(g.shape, value.shape)
            raise


def edge_of(value: Tensor) -> Edge | None:
    """Where the cotangent of a tensor that requires a gradient goes.

    Nowhere, for a view made under `no_grad`: PyTorch says that it requires a gradient, but gives it
    none.
    """
    node = value.node
    if node is not None:
        return (node, value.output_nr)
    view = value.sharing
    if view is not None and view.origin is Origin.WITHOUT_GRAD:
        return None
    return (value, 0)
