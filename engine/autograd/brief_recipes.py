"""The recipes of most applications, written out: at most two formulas that read one value each.

They do what `Recipe` does in half the time. Whatever is out of the ordinary is left to it: a pass
that is recorded, nothing that flows, values that were released or written to, types that differ.
"""

from collections.abc import Sequence
from typing import Any, Final

from engine.autograd.context import Run
from engine.autograd.node import Edge, Node, SavedOutput, Value
from engine.autograd.recipe import Formula, Reading, Recipe, absent
from engine.autograd.tensor import Tensor

# The versions of one or two values that were never written to, and of what has none.
_NEW: Final = (0,)
_BOTH_NEW: Final = (0, 0)
_NO_TENSOR: Final = (-1,)


def recipe_of(
    name: str,
    inputs: Sequence[str],
    options: Sequence[str],
    readings: Sequence[Reading | None],
    always: set[str],
    promotes: bool,
) -> Recipe:
    """The recipe made of these, as the class that is fastest with it; see `Recipe`."""
    general = Recipe(name, inputs, options, readings, always, promotes)
    return _kind(general, len(inputs))(name, inputs, options, readings, always, promotes)


def _kind(recipe: Recipe, operands: int) -> type[Recipe]:
    needed = [step for step in recipe.steps if step[0] is not absent]
    if len(recipe.steps) > 2 or not all(pick is None for _, pick, _ in needed):
        return Recipe
    saved = len(recipe.inputs) + recipe.saves_result
    reading = sum(place >= 0 for _, _, place in needed)
    if recipe.reads == 0:
        return _ReadingNothing
    if recipe.reads == saved == reading == len(needed) == 1:
        return _ReadingResult if recipe.saves_result else _ReadingInput
    # Both operands then need a gradient, so both are tensors.
    if operands == recipe.reads == len(recipe.inputs) == reading == len(needed) == 2:
        return _ReadingBoth
    return Recipe


class _Brief(Recipe):
    """A recipe with the formulas of its one or two inputs at hand."""

    __slots__ = ("_alone", "_crossed", "_first", "_second")

    def __init__(
        self,
        name: str,
        inputs: Sequence[str],
        options: Sequence[str],
        readings: Sequence[Reading | None],
        always: set[str],
        promotes: bool,
    ) -> None:
        super().__init__(name, inputs, options, readings, always, promotes)
        self._alone = len(self.steps) == 1
        # Whether the first formula reads what was saved second.
        self._crossed = self.steps[0][2] == 1
        self._first = _on_arrays(self.steps[0][0])
        self._second = _on_arrays(self.steps[-1][0])


class _ReadingNothing(_Brief):
    """Formulas that need the cotangent alone: sums and differences."""

    __slots__ = ()

    def record(
        self,
        run: Run,
        edges: Sequence[Edge | None],
        inputs: Sequence[Any],  # noqa: ARG002 - as in `Recipe`
        arrays: Sequence[Any],  # noqa: ARG002
        options: dict[str, Any],  # noqa: ARG002
        output: Tensor,
        saved: Sequence[Any] | None = None,  # noqa: ARG002
        fits: bool = False,
    ) -> Node:
        """As `Recipe.record`."""
        run.created = number = run.created + 1
        array = output.array
        return Node(self, number, edges, array.shape, array.dtype, (), (), fits)

    def pull_back(self, node: Node, cotangent: Value, as_tensors: bool) -> Sequence[Value]:
        """As `Recipe.pull_back`."""
        if cotangent is None or as_tensors:
            return super().pull_back(node, cotangent, as_tensors)
        if self._alone:
            return (self._first(cotangent),)
        return self._first(cotangent), self._second(cotangent)


class _ReadingInput(_Brief):
    """One formula that reads an input: products with a constant, logarithms."""

    __slots__ = ()

    def record(
        self,
        run: Run,
        edges: Sequence[Edge | None],
        inputs: Sequence[Any],
        arrays: Sequence[Any],
        options: dict[str, Any],  # noqa: ARG002 - as in `Recipe`
        output: Tensor,
        saved: Sequence[Any] | None = None,
        fits: bool = False,
    ) -> Node:
        """As `Recipe.record`."""
        run.created = number = run.created + 1
        (place,) = self.inputs
        held = inputs[place] if saved is None else saved[place]
        versions = _NEW
        if not isinstance(held, Tensor):
            held, versions = arrays[place], _NO_TENSOR
        elif held.versions is not None:
            versions = (held.versions.count,)
        array = output.array
        return Node(self, number, edges, array.shape, array.dtype, (held,), versions, fits)

    def pull_back(self, node: Node, cotangent: Value, as_tensors: bool) -> Sequence[Value]:
        """As `Recipe.pull_back`."""
        frame = node.frame
        if frame is None or cotangent is None or as_tensors:
            return super().pull_back(node, cotangent, as_tensors)
        value = frame[0]
        version = node.versions[0]
        if version >= 0:
            counter = value.versions
            value = value.array
            if (counter is not None and counter.count != version) or (
                self.promotes and value.dtype is not node.dtype
            ):
                return super().pull_back(node, cotangent, as_tensors)
        try:
            if self._alone:
                return (self._first(cotangent, value),)
            if self._second is absent:
                return self._first(cotangent, value), None
            return None, self._second(cotangent, value)
        except ValueError:
            return super().pull_back(node, cotangent, as_tensors)


class _ReadingResult(_ReadingInput):
    """One formula that reads the output: exponentials, roots."""

    __slots__ = ()

    def record(
        self,
        run: Run,
        edges: Sequence[Edge | None],
        inputs: Sequence[Any],  # noqa: ARG002 - as in `Recipe`
        arrays: Sequence[Any],  # noqa: ARG002
        options: dict[str, Any],  # noqa: ARG002
        output: Tensor,
        saved: Sequence[Any] | None = None,  # noqa: ARG002
        fits: bool = False,
    ) -> Node:
        """As `Recipe.record`."""
        run.created = number = run.created + 1
        array = output.array
        counter = output.counter()
        versions = (counter.count,) if counter.count else _NEW
        frame = (SavedOutput(array, 0, counter),)
        return Node(self, number, edges, array.shape, array.dtype, frame, versions, fits)


class _ReadingBoth(_Brief):
    """Two formulas that read one input each: products."""

    __slots__ = ()

    def record(
        self,
        run: Run,
        edges: Sequence[Edge | None],
        inputs: Sequence[Any],
        arrays: Sequence[Any],  # noqa: ARG002 - as in `Recipe`
        options: dict[str, Any],  # noqa: ARG002
        output: Tensor,
        saved: Sequence[Any] | None = None,
        fits: bool = False,
    ) -> Node:
        """As `Recipe.record`."""
        run.created = number = run.created + 1
        place, other = self.inputs
        one, two = inputs if saved is None else saved
        frame = (one, two) if place < other else (two, one)
        versions = _BOTH_NEW
        if one.versions is not None or two.versions is not None:
            versions = _count(frame[0]), _count(frame[1])
        array = output.array
        return Node(self, number, edges, array.shape, array.dtype, frame, versions, fits)

    def pull_back(self, node: Node, cotangent: Value, as_tensors: bool) -> Sequence[Value]:
        """As `Recipe.pull_back`."""
        frame = node.frame
        if frame is None or cotangent is None or as_tensors:
            return super().pull_back(node, cotangent, as_tensors)
        one, two = frame
        if (one.versions is not None or two.versions is not None) and (
            _count(one),
            _count(two),
        ) != node.versions:
            return super().pull_back(node, cotangent, as_tensors)
        one, two = one.array, two.array
        if self.promotes and (one.dtype is not node.dtype or two.dtype is not node.dtype):
            return super().pull_back(node, cotangent, as_tensors)
        try:
            if self._crossed:
                return self._first(cotangent, two), self._second(cotangent, one)
            return self._first(cotangent, one), self._second(cotangent, two)
        except ValueError:
            return super().pull_back(node, cotangent, as_tensors)


def _on_arrays(formula: Formula) -> Formula:
    """A formula for arrays: of an operation its forward computation."""
    found: Formula = getattr(formula, "forward", formula)
    return found


def _count(tensor: Tensor) -> int:
    """How often a tensor was written to."""
    return 0 if tensor.versions is None else tensor.versions.count
