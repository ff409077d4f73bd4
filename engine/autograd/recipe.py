"""What one use of an operation saves, and how a cotangent goes back through it.

Both follow from which inputs need a gradient: a formula that will not run reads nothing, and what
no formula reads is not saved. `Recipe` does it for whatever an operation saves; `brief_recipes`
writes out the commonest cases, which take half the time.
"""

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any, Final, NamedTuple, TypeAlias

from engine.autograd.context import Run
from engine.autograd.node import Edge, Node, SavedOutput, Value, Version
from engine.autograd.operations.dimensions import broadcast
from engine.autograd.saved import arrays_of, tensors_of
from engine.autograd.tensor import Tensor

Formula: TypeAlias = Callable[..., Any]

# What a formula's parameter is called that reads the shape of an input.
_SHAPE: Final = "_shape"


def passed(g: Value) -> Value:
    """The formula of an input whose cotangent is the output's own."""
    return g


def absent(g: Value) -> None:
    """The formula of an input that needs no gradient."""


class Reading(NamedTuple):
    """A formula of an operation and the names of what it reads besides the cotangent."""

    formula: Formula
    names: tuple[str, ...]


class Recipe:
    """An operation with some of its inputs in need of a gradient.

    Attributes:
        name: PyTorch's name of the node.
        inputs: the places of the inputs to save, in the order in which backward looks at them.
        saves_result: whether the output is saved too; it is looked at last.
        promotes: whether operands are brought to one type.
        reads: how many values are kept: inputs, the output, options and shapes.
        steps: for each differentiable input how its cotangent is found.
        places: where in a node's frame the values of these names stand.
        readable: inputs and "result" that some use of the operation saves; set by the operation.
    """

    __slots__ = (
        "_options",
        "_shapes",
        "inputs",
        "name",
        "places",
        "promotes",
        "readable",
        "reads",
        "saves_result",
        "steps",
    )

    def __init__(
        self,
        name: str,
        inputs: Sequence[str],
        options: Sequence[str],
        readings: Sequence[Reading | None],
        always: set[str],
        promotes: bool,
    ) -> None:
        """Work out what is saved.

        Args:
            name: PyTorch's name of the node.
            inputs: the operation's inputs.
            options: its options.
            readings: for each differentiable input its formula, or None if none is needed.
            always: inputs and "result" that are saved even if no formula needed reads them.
            promotes: whether the operation brings its operands to one type.
        """
        self.name = name
        self.promotes = promotes
        wanted = {name for reading in readings if reading is not None for name in reading.names}
        wanted |= always
        # PyTorch unpacks inputs in the order of their names and outputs after them, which decides
        # whose error is told.
        saved = sorted(wanted.intersection(inputs))
        self.inputs = tuple(inputs.index(name) for name in saved)
        self.saves_result = "result" in wanted
        self._options = tuple(name for name in options if name in wanted)
        shaped = [name for name in inputs if name + _SHAPE in wanted]
        self._shapes = tuple(inputs.index(name) for name in shaped)
        places = [*saved, *(["result"] if self.saves_result else ())]
        places += [*self._options, *(name + _SHAPE for name in shaped)]
        self.reads = len(places)
        self.places = {name: place for place, name in enumerate(places)}
        self.readable: frozenset[str] = frozenset()
        self.steps = tuple(_step(reading, places) for reading in readings)

    def record(
        self,
        run: Run,
        edges: Sequence[Edge | None],
        inputs: Sequence[Any],
        arrays: Sequence[Any],
        options: dict[str, Any],
        output: Tensor,
        saved: Sequence[Any] | None = None,
        fits: bool = False,
    ) -> Node:
        """Make the node of one application, and save what its formulas read.

        Args:
            run: the run in progress.
            edges: where the cotangents of the differentiable inputs go.
            inputs: the operands.
            arrays: the same, as they were computed with.
            options: the options.
            output: the output.
            saved: what to save in place of the operands, if something else.
            fits: whether the inputs have the output's shape and type.
        """
        run.created = number = run.created + 1
        array = output.array
        held = inputs if saved is None else saved
        frame: list[Any] = []
        versions: list[int] = []
        for place in self.inputs:
            value = held[place]
            if isinstance(value, Tensor):
                frame.append(value)
                counter = value.versions
                versions.append(0 if counter is None else counter.count)
            else:
                frame.append(arrays[place])
                versions.append(-1)
        if self.saves_result:
            counter = output.counter()
            frame.append(SavedOutput(array, 0, counter))
            versions.append(counter.count)
        for name in self._options:
            frame.append(options[name])  # noqa: PERF401 - mostly none or one
        if self._shapes:
            frame += [inputs[place].array.shape for place in self._shapes]
        return Node(self, number, edges, array.shape, array.dtype, frame, versions, fits)

    def save_written(self, node: Node, counter: Version) -> None:
        """Note that the saved output is what has just been written in place."""
        if self.saves_result:
            node.versions = (*node.versions[:-1], counter.count)

    def pull_back(self, node: Node, cotangent: Value, as_tensors: bool) -> Sequence[Value]:
        """Run the formulas of the inputs that need a gradient.

        Args:
            node: one application.
            cotangent: the output's; None where nothing flows.
            as_tensors: whether values are Tensors (create_graph) or arrays.

        Returns:
            For each edge of the node its cotangent, or None.

        Raises:
            RuntimeError: when what was saved has been released or written to.
        """
        values: Sequence[Any] = ()
        if self.reads:
            unpack = tensors_of if as_tensors else arrays_of
            values = unpack(node, self.promotes)
        if cotangent is None:
            return [None] * len(self.steps)
        sent: list[Value] = []
        try:
            for formula, pick, single in self.steps:
                if single >= 0:
                    sent.append(formula(cotangent, values[single]))
                elif pick is not None:
                    sent.append(formula(cotangent, *pick(values)))
                elif formula is passed:
                    sent.append(cotangent)
                else:
                    sent.append(formula(cotangent))
        except ValueError:
            # NumPy's word for shapes that do not fit, after `.data` was given another one.
            for place, version in enumerate(node.versions):
                if version >= 0:
                    broadcast(cotangent.shape, values[place].shape)
            raise
        return sent


# A formula, then what takes its arguments from the frame: several at once, or one by its place.
Step: TypeAlias = tuple[Formula, Callable[[Any], tuple[Any, ...]] | None, int]


def _step(reading: Reading | None, places: list[str]) -> Step:
    if reading is None:
        return absent, None, -1
    found = [places.index(name) for name in reading.names]
    if not found:
        return reading.formula, None, -1
    if len(found) == 1:
        return reading.formula, None, found[0]
    return reading.formula, itemgetter(*found), -1
