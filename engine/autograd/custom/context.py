"""What a custom function's forward and backward share: their `ctx`."""

from typing import Any, NamedTuple

from engine.autograd import errors
from engine.autograd.dtypes import of
from engine.autograd.errors import functions as function_errors
from engine.autograd.node import Node, SavedOutput, producer_of
from engine.autograd.tensor import Tensor

METHODS = (
    "save_for_backward",
    "mark_dirty",
    "mark_non_differentiable",
    "set_materialize_grads",
)
"""The methods of a `ctx` that a program calls."""

PROPERTIES = ("saved_tensors", "needs_input_grad")
"""The properties of a `ctx` that a program reads; any other name is the program's own."""


class Kept(NamedTuple):
    """A value as `save_for_backward` took it, once the forward pass is over.

    Attributes:
        value: the tensor; for an output of the function itself, what remains without its history;
            None where None was saved.
        version: how often its memory had been written to.
    """

    value: Tensor | SavedOutput | None
    version: int


class CallRecord:
    """One call of a custom function, as the engine sees it.

    Attributes:
        needs: for each argument whether it requires a gradient.
        node: the recorded call; None while nothing is recorded.
        to_save: what `save_for_backward` was given last.
        kept: the same after the forward pass, with versions.
        dirty: what `mark_dirty` was given last.
        constant: what `mark_non_differentiable` was given last.
        materialize: whether gradients that did not arrive are shown to `backward` as zeros.
        tensors: for each argument, whether it is a tensor.
        outputs: for each output, whether it is a tensor.
        freed: whether a backward pass has released what was saved.
    """

    __slots__ = (
        "constant",
        "dirty",
        "freed",
        "kept",
        "materialize",
        "needs",
        "node",
        "outputs",
        "tensors",
        "to_save",
    )

    def __init__(self, inputs: tuple[Any, ...]) -> None:
        self.tensors = tuple(isinstance(value, Tensor) for value in inputs)
        self.needs = tuple(isinstance(x, Tensor) and x.requires_grad for x in inputs)
        self.node: Node | None = None
        self.to_save: tuple[Any, ...] = ()
        self.kept: tuple[Kept, ...] = ()
        self.dirty: tuple[Tensor, ...] = ()
        self.constant: tuple[Tensor, ...] = ()
        self.outputs: tuple[bool, ...] = ()
        self.materialize = True
        self.freed = False


class FunctionContext:
    """The `ctx` of one call.

    A program may set attributes of any name; they live in the object's `__dict__`, which holds
    nothing else. The class of a function `F`'s contexts is called `FBackward`.
    """

    __slots__ = ("__dict__", "__weakref__", "_record")

    def __init__(self, record: CallRecord) -> None:
        self._record = record

    def __repr__(self) -> str:
        return f"<torch.autograd.function.{type(self).__name__} object at {id(self):#x}>"

    @property
    def needs_input_grad(self) -> tuple[bool, ...]:
        """For each argument of `apply` whether it requires a gradient."""
        return self._record.needs

    @property
    def saved_tensors(self) -> tuple[Tensor | None, ...]:
        """What `save_for_backward` kept; empty during the forward pass.

        Raises:
            RuntimeError: when it was released, or written to since it was saved.
        """
        record = self._record
        if record.freed:
            raise RuntimeError(errors.FREED)
        return tuple(_unpacked(kept, record.node) for kept in record.kept)

    def save_for_backward(self, *tensors: Tensor | None) -> None:
        """Keep tensors, inputs or outputs or others, for the backward pass.

        Args:
            *tensors: they replace those of an earlier call; None keeps a place.
        """
        self._record.to_save = tensors

    def mark_dirty(self, *args: Tensor) -> None:
        """Tell which inputs the forward pass writes to; each must be returned as an output."""
        self._record.dirty = args

    def mark_non_differentiable(self, *args: Tensor) -> None:
        """Tell which outputs have no gradient."""
        self._record.constant = args

    def set_materialize_grads(self, value: bool) -> None:
        """Whether gradients that did not arrive are shown to `backward` as zeros or as None.

        Raises:
            TypeError: for anything but a truth value.
        """
        if not isinstance(value, bool):
            raise TypeError(function_errors.MATERIALIZE_IS_NO_BOOL)
        self._record.materialize = value


def record_of(context: FunctionContext) -> CallRecord:
    """The engine's side of a `ctx`."""
    return context._record  # noqa: SLF001 - kept out of the names that programs may choose


def keep(record: CallRecord, outputs: tuple[Any, ...]) -> None:
    """Take what `save_for_backward` was given, as it is after the forward pass.

    Args:
        record: the call, whose node is recorded.
        outputs: what the call gives back.

    Raises:
        TypeError: for values that are neither tensors nor None.
    """
    for index, value in enumerate(record.to_save):
        if value is not None and not isinstance(value, Tensor):
            raise TypeError(function_errors.SAVED_NO_TENSOR.format(index, type(value).__name__))
    own = {id(output) for output in outputs}
    record.kept = tuple(_kept(value, record.node, own) for value in record.to_save)
    record.to_save = ()


def _kept(value: Tensor | None, node: Node | None, own: set[int]) -> Kept:
    if value is None:
        return Kept(None, 0)
    counter = value.counter()
    if id(value) in own and value.node is node:
        # The Tensor itself holds the node, which would hold the Tensor.
        return Kept(SavedOutput(value.array, value.output_nr, counter), counter.count)
    return Kept(value, counter.count)


def _unpacked(kept: Kept, node: Node | None) -> Tensor | None:
    value, version = kept
    if value is None:
        return None
    if isinstance(value, SavedOutput):
        count = value.versions.count
        if count != version:
            name = "" if node is None else node.name().removesuffix("Backward")
            raise _modified(value, f"output {value.number} of {name}", count, version)
        output = Tensor(value.array)
        output.node = node
        output.needs_grad = True
        output.versions = value.versions
        output.output_nr = value.number
        return output
    count = value.counter().count
    if count != version:
        raise _modified(value, producer_of(value), count, version)
    return value


def _modified(
    value: Tensor | SavedOutput, producer: str | None, found: int, expected: int
) -> RuntimeError:
    kind = f"torch.{of(value.array).title}Tensor"
    return errors.modified_in_place(kind, value.array.shape, producer, found, expected)
