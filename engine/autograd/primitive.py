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
from collections.abc import Callable, Sequence
from typing import Any, Final

from engine.autograd.brief_recipes import recipe_of
from engine.autograd.context import current
from engine.autograd.edges import edge_of
from engine.autograd.node import Edge, Node
from engine.autograd.recipe import Reading, Recipe
from engine.autograd.tensor import Tensor
from engine.autograd.views import Origin, View

_NO_OPTIONS: Final[dict[str, Any]] = {}


class Primitive:
    """One operation, callable on Tensors, arrays and numbers.

    Attributes:
        name: the name of its nodes.
        forward: computes the output array from arrays, numbers and options.
        view: whether the output shares the first input's memory.
        promotes: whether operands of different types are computed in a common one.
    """

    __slots__ = (
        "_carriers",
        "_inputs",
        "_options",
        "_readings",
        "_recipes",
        "forward",
        "name",
        "promotes",
        "view",
    )

    def __init__(
        self,
        name: str,
        forward: Callable[..., Any],
        /,
        *,
        view: bool = False,
        promotes: bool = False,
        **formulas: Callable[..., Any] | Reading,
    ) -> None:
        """Declare an operation.

        Args:
            name: PyTorch's name of its node.
            forward: its positional parameters are the inputs, its keyword-only ones the options.
            view: whether the output shares the first input's memory.
            promotes: whether operands of different types are computed in a common one.
            **formulas: for each differentiable input, from the cotangent to that input's; another
                operation may be one, with the names of what it reads.
        """
        self.name = name
        self.forward = forward
        self.view = view
        self.promotes = promotes
        parameters = inspect.signature(forward).parameters.values()
        self._inputs = [p.name for p in parameters if p.kind is not p.KEYWORD_ONLY]
        self._options = [p.name for p in parameters if p.kind is p.KEYWORD_ONLY]
        self._carriers = tuple(self._inputs.index(name) for name in formulas)
        self._readings = [
            formula
            if isinstance(formula, Reading)
            else Reading(formula, tuple(inspect.signature(formula).parameters)[1:])
            for formula in formulas.values()
        ]
        # By which inputs need a gradient, as bits.
        self._recipes: dict[int, Recipe] = {}

    def __call__(self, *inputs: Any, **options: Any) -> Any:
        """Apply it: to arrays and numbers plainly, and with recording as soon as a Tensor is met."""
        for value in inputs:
            if isinstance(value, Tensor):
                return self.apply(inputs, options)
        return self.forward(*inputs, **options) if options else self.forward(*inputs)

    def apply(
        self,
        inputs: tuple[Any, ...],
        options: dict[str, Any],
        arrays: Sequence[Any] | None = None,
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
        result = Tensor(self.forward(*arrays, **options) if options else self.forward(*arrays))
        run = current()
        if run.grad_enabled:
            carriers, edges = self.carriers(inputs)
            if carriers:
                recipe = self._recipes.get(carriers) or self.recipe(carriers)
                result.node = recipe.record(run, edges, inputs, arrays, options, result)
                result.needs_grad = True
        if self.view:
            origin = Origin.RECORDED if run.grad_enabled else Origin.WITHOUT_GRAD
            View.attach(result, inputs[0], origin)
        return result

    def of_one(
        self,
        input: Tensor,
        array: Any,
        fits: bool,
        options: dict[str, Any] = _NO_OPTIONS,
    ) -> Tensor:
        """As `apply`, of an operation on one tensor that is no view.

        Args:
            input: the operand.
            array: its values, in the type to compute in.
            fits: whether the output has the operand's shape and type.
            options: the keyword-only arguments of `forward`.
        """
        result = Tensor(self.forward(array, **options) if options else self.forward(array))
        run = current()
        if run.grad_enabled:
            if input.sharing is not None:
                input.sharing.refresh(input)
            if input.needs_grad:
                node = input.node
                edges = (node if type(node) is Node else edge_of(input),)
                recipe = self._recipes.get(1) or self.recipe(1)
                result.node = recipe.record(
                    run, edges, (input,), (array,), options, result, None, fits
                )
                result.needs_grad = True
        return result

    def of_two(self, one: Tensor, other: Any, array: Any, operand: Any, fits: bool) -> Tensor:
        """As `apply`, of an operation on two operands without options that is no view.

        Args:
            one: the first operand.
            other: the second, a Tensor or number.
            array: the values of the first, in the type to compute in.
            operand: likewise of the second.
            fits: whether the output has the shape and type of the operands that are tensors.
        """
        result = Tensor(self.forward(array, operand))
        run = current()
        if run.grad_enabled:
            carriers = 0
            first: Edge | None = None
            second: Edge | None = None
            if one.sharing is not None:
                one.sharing.refresh(one)
            if one.needs_grad:
                # As in `carriers`.
                first = one.node
                if type(first) is not Node:
                    first = one if first is None and one.sharing is None else edge_of(one)
                carriers = 1
            if isinstance(other, Tensor):
                if other.sharing is not None:
                    other.sharing.refresh(other)
                if other.needs_grad:
                    second = other.node
                    if type(second) is not Node:
                        plain = second is None and other.sharing is None
                        second = other if plain else edge_of(other)
                    carriers |= 2
            if carriers:
                recipe = self._recipes.get(carriers) or self.recipe(carriers)
                inputs, arrays, edges = (one, other), (array, operand), (first, second)
                result.node = recipe.record(
                    run, edges, inputs, arrays, _NO_OPTIONS, result, None, fits
                )
                result.needs_grad = True
        return result

    def carriers(self, inputs: tuple[Any, ...]) -> tuple[int, Sequence[Edge | None]]:
        """Which inputs need a gradient: as a bit for each formula, and as the edges to them."""
        found = 0
        bit = 1
        edges: list[Edge | None] = []
        for index in self._carriers:
            value = inputs[index]
            edge: Edge | None = None
            if isinstance(value, Tensor):
                view = value.sharing
                if view is not None:
                    view.refresh(value)
                if value.needs_grad:
                    found |= bit
                    edge = value.node
                    # The one output of a plain node, or else a leaf, unless a closer look is due.
                    if type(edge) is not Node:
                        edge = value if edge is None and view is None else edge_of(value)
            edges.append(edge)
            bit <<= 1
        return found, edges

    def recipe(self, carriers: int) -> Recipe:
        """What an application with these inputs in need of a gradient saves and does."""
        found = self._recipes.get(carriers)
        if found is None:
            readings = [
                reading if carriers >> number & 1 else None
                for number, reading in enumerate(self._readings)
            ]
            found = recipe_of(
                self.name,
                self._inputs,
                self._options,
                readings,
                self._saved_always(),
                self.promotes,
            )
            found.readable = frozenset((*self._inputs, "result")) & {
                name for reading in self._readings for name in reading.names
            }
            self._recipes[carriers] = found
        return found

    def _saved_always(self) -> set[str]:
        """What PyTorch saves whichever inputs need a gradient: what several formulas read."""
        if len(self._readings) == 1:
            return set()
        read = [name for reading in self._readings for name in reading.names]
        twice = {name for name in self._inputs if read.count(name) > 1}
        return twice | ({"result"} & set(read))
