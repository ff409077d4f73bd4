"""What a node saved, as its formulas read it in a backward pass."""

from typing import Any

from engine.autograd import errors
from engine.autograd.context import current
from engine.autograd.dtypes import Array, of
from engine.autograd.node import Node, SavedOutput, producer_of, spoken
from engine.autograd.tensor import Tensor


def arrays_of(node: Node, promotes: bool) -> list[Any]:
    """The node's frame for formulas that run on arrays.

    Args:
        node: one application of an operation.
        promotes: whether operands are to be brought to the type the operation computed in.

    Raises:
        RuntimeError: when the values were released, or written to since they were saved.
    """
    frame = node.frame
    if frame is None:
        raise RuntimeError(errors.FREED)
    values = list(frame)
    dtype = node.dtype if promotes else None
    place = 0
    for version in node.versions:
        if version >= 0:
            saved = values[place]
            counter = saved.versions
            if counter is not None and counter.count != version:
                _refuse_modified(node, saved, version)
            array = saved.array
            if dtype is not None and array.dtype is not dtype and array.dtype.kind != "b":
                array = array.astype(dtype)
            values[place] = array
        place += 1  # noqa: SIM113 - enumerate makes a tuple each time
    return values


def tensors_of(node: Node, promotes: bool) -> list[Any]:
    """The node's frame for formulas that run on Tensors, which are recorded (create_graph).

    Args:
        node: one application of an operation.
        promotes: whether 0-d arrays stand for numbers, which Tensors are to meet as such.

    Raises:
        RuntimeError: when the values were released, or written to since they were saved.
    """
    frame = node.frame
    if frame is None:
        raise RuntimeError(errors.FREED)
    values = list(frame)
    for place, version in enumerate(node.versions):
        saved = values[place]
        if version < 0:
            if promotes and hasattr(saved, "item"):
                values[place] = saved.item()
            continue
        if saved.versions is not None and saved.versions.count != version:
            _refuse_modified(node, saved, version)
        if isinstance(saved, SavedOutput):
            values[place] = _with_history(saved, node)
    return values


def _with_history(saved: SavedOutput, node: Node) -> Tensor:
    tensor = Tensor(saved.array)
    tensor.node = node
    tensor.needs_grad = True
    tensor.versions = saved.versions
    tensor.output_nr = saved.number
    return tensor


def _refuse_modified(node: Node, saved: Tensor | SavedOutput, expected: int) -> None:
    if current().rules.forgiving:
        return
    array: Array = saved.array
    producer = (
        producer_of(saved)
        if isinstance(saved, Tensor)
        else f"output {saved.number} of {spoken(node)}"
    )
    found = saved.versions.count if saved.versions is not None else 0
    kind = f"torch.{of(array).title}Tensor"
    raise errors.modified_in_place(kind, array.shape, producer, found, expected)
