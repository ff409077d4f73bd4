"""Writing to a tensor's memory, with or without recording it."""

from collections.abc import Sequence
from typing import Any, Final

from engine.autograd import errors
from engine.autograd.context import current
from engine.autograd.dtypes import Array, of
from engine.autograd.errors import functions as function_errors
from engine.autograd.node import Node, recorded_producer_of, spoken
from engine.autograd.operations.memory import clone, write_through_base
from engine.autograd.primitive import Primitive
from engine.autograd.tensor import Tensor, as_array
from engine.autograd.views import Origin, overlap_in_part, overlaps_itself

_KINDS: Final = "biuf"
# Operations that read the number they write before they write it, or check memory themselves.
_OVERLAPPING: Final = frozenset(
    ("FillBackward2", "FillBackward3", "MaskedFillBackward1", "IndexPutBackward0")
)


def refuse_writing(target: Tensor, other: Any) -> None:
    """Refuse to write to a tensor for what it is and where it lies, before sizes are looked at.

    Args:
        target: the tensor to write to.
        other: the other operand.

    Raises:
        RuntimeError: as `write`, but for results that do not fit.
    """
    refuse_recording(target, (other,))
    _refuse_overlap(target, (other,))


def refuse_recording(target: Tensor, others: tuple[Any, ...]) -> None:
    """Refuse what may not be written to while recording, if anything is to be recorded.

    Args:
        target: the tensor to write to.
        others: the other operands.

    Raises:
        RuntimeError: for a leaf that requires a gradient, a view of one, and views of a kind that
            forbids it.
    """
    run = current()
    if (
        run.grad_enabled
        and any(isinstance(value, Tensor) and value.requires_grad for value in (target, *others))
        and run.rules.guards
        and not run.rules.forgiving
    ):
        _refuse_leaves(target)


def write(
    primitive: Primitive,
    inputs: tuple[Any, ...],
    options: dict[str, Any],
    arrays: Sequence[Any] | None = None,
) -> Tensor:
    """Apply an operation and store its result in the memory of its first input.

    Args:
        primitive: the operation, whose first formula belongs to its first input.
        inputs: the tensor to write to, then the other operands.
        options: the operation's options.
        arrays: the operands in the type to compute in, where promotion changed them.

    Returns:
        The tensor that was written to.

    Raises:
        RuntimeError: for a leaf that requires a gradient or a view of one, while recording; for a
            result that does not fit; for memory that several elements share.
    """
    target: Tensor = inputs[0]
    run = current()
    view = target.sharing
    if view is not None and view.origin is not Origin.RECORDED:
        refuse_recording(target, inputs[1:])
    carriers, edges = primitive.carriers(inputs) if run.grad_enabled else (0, ())
    is_leaf = target.needs_grad and target.node is None
    unguarded = is_leaf and not run.rules.guards
    if unguarded or (is_leaf and run.rules.forgiving):
        carriers = 0
    if carriers:
        _refuse_leaves(target)
    if arrays is None:
        arrays = [x.array if isinstance(x, Tensor) else x for x in inputs]
    memory = target.array
    if primitive.name not in _OVERLAPPING:
        _refuse_overlap(target, inputs[1:])
    values = as_array(primitive.forward(*arrays, **options))
    if values.dtype is not memory.dtype or values.shape != memory.shape:
        _refuse_misfit(memory, values)
    if not carriers:
        if run.rules.updates or not is_leaf:
            memory[...] = values
            if not unguarded:
                target.counter().count += 1
        return target
    recipe = primitive.recipe(carriers)
    # What the formulas read of the target is what it held before.
    saved = (clone(target), *inputs[1:]) if 0 in recipe.inputs else None
    node = recipe.record(run, edges, inputs, arrays, options, target, saved)
    memory[...] = values
    counter = target.counter()
    counter.count += 1
    recipe.save_written(node, counter)
    rebase(target, node)
    return target


def _refuse_leaves(target: Tensor) -> None:
    view = target.sharing
    if view is not None:
        if view.origin is Origin.WITHOUT_GRAD:
            raise RuntimeError(errors.VIEW_MADE_WITHOUT_GRAD)
        if view.origin is Origin.ONE_OF_SEVERAL:
            raise errors.one_of_several_views(recorded_producer_of(target), by_base=False)
        if view.origin is Origin.IN_FUNCTION and target.node is not None:
            text = function_errors.VIEW_OF_FUNCTION
            raise RuntimeError(text.format(target.output_nr, spoken(target.node)))
        if target.needs_grad and view.base.grad_fn is None:
            raise RuntimeError(errors.VIEW_OF_LEAF_IN_PLACE)
    if target.needs_grad and target.node is None:
        raise RuntimeError(errors.LEAF_IN_PLACE)


def _refuse_overlap(target: Tensor, others: tuple[Any, ...]) -> None:
    memory = target.array
    if overlaps_itself(memory):
        raise RuntimeError(errors.SHARED_MEMORY_WRITE)
    counter = target.versions
    for other in others:
        # Tensors that share memory share the counter of its versions.
        if other is target or not isinstance(other, Tensor) or other.versions is not counter:
            continue
        if counter is not None and overlap_in_part(memory, other.array):
            raise RuntimeError(errors.OVERLAPPING_MEMORY)


def _refuse_misfit(memory: Array, values: Array) -> None:
    if values.dtype is not memory.dtype:
        kinds = _KINDS.index(memory.dtype.kind), _KINDS.index(values.dtype.kind)
        # Integers of any kind may be stored in one another; nothing goes down from floating point.
        if kinds[1] > kinds[0] and (kinds[0] == 0 or values.dtype.kind == "f"):
            raise RuntimeError(
                f"result type {of(values).title} can't be cast to the desired output type "
                f"{of(memory).title}"
            )
    if values.shape != memory.shape:
        raise errors.written_misfit(memory.shape, values.shape)


def rebase(target: Tensor, node: Node) -> None:
    """Make the recorded operation the tensor's history, or its base's if it is a view."""
    view = target.sharing
    if view is None:
        _succeed(target, node)
    else:
        _succeed(view.base, write_through_base(view.base, target, node))


def _succeed(tensor: Tensor, node: Node) -> None:
    before = tensor.node
    if tensor.keeps_grad and before is not None and before.retained is not None:
        node.retained = {0: before.retained.pop(tensor.output_nr)}
    tensor.node = node
    tensor.needs_grad = True
    tensor.output_nr = 0
