"""What becomes of the tensors that a custom function's forward returns."""

from typing import Any

from engine.autograd.context import current
from engine.autograd.custom.context import CallRecord
from engine.autograd.custom.node import FunctionNode
from engine.autograd.dtypes import of
from engine.autograd.errors import functions as function_errors
from engine.autograd.in_place import rebase
from engine.autograd.tensor import Tensor
from engine.autograd.views import Origin, View


def finished(
    inputs: tuple[Any, ...],
    outputs: tuple[Any, ...],
    record: CallRecord,
    node: FunctionNode | None,
    *,
    own_setup: bool,
) -> tuple[Any, ...]:
    """Give the outputs of a call their history.

    Args:
        inputs: the arguments of the call.
        outputs: what `forward` returned; what is no tensor stays as it is.
        record: what `ctx` was told.
        node: the call's node, if it is recorded.
        own_setup: whether the function has a `setup_context`.

    Returns:
        The outputs, with views in place of inputs that were returned untouched.

    Raises:
        RuntimeError: when an input was marked as dirty and not returned, or may not be written to.
    """
    _check_marks(record)
    count = sum(isinstance(output, Tensor) for output in outputs)
    call = _Call(inputs, record, node, count, own_setup=own_setup)
    results = tuple(
        call.output(number, value) if isinstance(value, Tensor) else value
        for number, value in enumerate(outputs)
    )
    if call.differentiable > 1:
        for value in results:
            if isinstance(value, Tensor) and value.sharing is not None:
                value.sharing.origin = Origin.ONE_OF_SEVERAL
    returned = {id(output) for output in outputs}
    if not all(id(tensor) in returned for tensor in record.dirty):
        raise RuntimeError(function_errors.DIRTY_NOT_RETURNED)
    return results


def _check_marks(record: CallRecord) -> None:
    if not all(isinstance(value, Tensor) for value in record.dirty):
        raise RuntimeError(function_errors.DIRTY_IS_NO_TENSOR)
    if not all(isinstance(value, Tensor) for value in record.constant):
        raise RuntimeError(function_errors.CONSTANT_IS_NO_TENSOR)


class _Call:
    """What decides about each output of one call.

    Attributes:
        differentiable: how many outputs so far have a gradient.
    """

    __slots__ = (
        "_constant",
        "_count",
        "_dirty",
        "_inputs",
        "_node",
        "_saved_early",
        "differentiable",
    )

    def __init__(
        self,
        inputs: tuple[Any, ...],
        record: CallRecord,
        node: FunctionNode | None,
        count: int,
        *,
        own_setup: bool,
    ) -> None:
        self._inputs = {id(value) for value in inputs if isinstance(value, Tensor)}
        self._dirty = {id(tensor) for tensor in record.dirty}
        self._constant = {id(tensor) for tensor in record.constant}
        self._saved_early = {id(value) for value in record.to_save} if own_setup else set()
        self._node = node
        self._count = count
        self.differentiable = 0

    def output(self, number: int, value: Tensor) -> Tensor:
        """The tensor that the program gets for an output."""
        is_input, is_dirty = id(value) in self._inputs, id(value) in self._dirty
        floating = of(value.array).is_floating_point
        node = self._node
        if is_dirty:
            value.counter().count += 1
        if node is None or id(value) in self._constant or not floating:
            result = _constant(value, is_input=is_input, is_dirty=is_dirty)
        else:
            self.differentiable += 1
            if is_dirty:
                self._rebase(value, node, number, is_input=is_input)
                return value
            result = self._aliased(value) if is_input else value
            result.node = node
            result.needs_grad = True
            result.output_nr = number
        if result.sharing is not None and not (is_input and is_dirty):
            result.sharing.origin = Origin.IN_FUNCTION
        return result

    def _rebase(self, value: Tensor, node: FunctionNode, number: int, *, is_input: bool) -> None:
        if value.grad_fn is None and value.requires_grad:
            raise RuntimeError(function_errors.DIRTY_LEAF)
        if not is_input:
            current().warn(function_errors.DIRTY_NO_INPUT_WARNING)
        if value.sharing is not None and self._count > 1:
            raise RuntimeError(function_errors.DIRTY_VIEW)
        value.held_grad = None
        rebase(value, node)
        if value.sharing is None:
            value.output_nr = number

    def _aliased(self, value: Tensor) -> Tensor:
        if id(value) in self._saved_early:
            raise RuntimeError(function_errors.SAVED_AS_IS)
        return _view_of(value)


def _view_of(value: Tensor) -> Tensor:
    view = Tensor(value.array[...])
    View.attach(view, value, Origin.WITHOUT_GRAD)
    return view


def _constant(value: Tensor, *, is_input: bool, is_dirty: bool) -> Tensor:
    """An output without a gradient; an input keeps what it is, and its alias is returned."""
    if not value.requires_grad:
        return _view_of(value) if is_input and not is_dirty else value
    if is_input:
        return value.detach()
    return value if value.sharing is not None else value.detach_()
