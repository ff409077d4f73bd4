"""What a node saved, as its formulas read it in a backward pass."""

from typing import Any

from engine.autograd import errors
from engine.autograd.dtypes import Array, of
from engine.autograd.node import Node, SavedOutput, producer_of, spoken
from engine.autograd.tensor import Tensor


def frame(node: Node, width: int, *, as_tensors: bool, dtype: Any) -> list[Any]:
    """What the formulas may read: inputs and output as saved, then options and shapes.

    Args:
        node: one application of the operation.
        width: how many places inputs and output take.
        as_tensors: whether the formulas run on Tensors (create_graph) or on arrays.
        dtype: for operations that promote their operands: the type of the cotangent, to which
            array operands are brought.

    Raises:
        RuntimeError: when the values were released, or written to since they were saved.
    """
    saved = node.saved
    if saved is None:
        raise RuntimeError(errors.FREED)
    values: list[Any] = [None] * width
    for place, value, version in saved:
        if version < 0:
            values[place] = value
        elif isinstance(value, SavedOutput):
            if value.versions.count != version:
                producer = f"output {value.number} of {spoken(node)}"
                raise _modified(value.array, producer, value.versions.count, version)
            values[place] = _with_history(value, node) if as_tensors else value.array
        else:
            if value.versions is not None and value.versions.count != version:
                raise _modified(value.array, producer_of(value), value.versions.count, version)
            values[place] = value if as_tensors else _matching(value.array, dtype)
    values += node.static
    return values


def version_of(value: Any) -> int:
    """The version at which an operand is saved; -1 for numbers and the like, which have none."""
    if not isinstance(value, Tensor):
        return -1
    return 0 if value.versions is None else value.versions.count


def _with_history(saved: SavedOutput, node: Node) -> Tensor:
    tensor = Tensor(saved.array)
    tensor.node = node
    tensor.needs_grad = True
    tensor.versions = saved.versions
    tensor.output_nr = saved.number
    return tensor


def _matching(array: Array, dtype: Any) -> Array:
    """An operand in the type that the operation computed in."""
    if dtype is None or array.dtype is dtype or array.dtype.kind == "b":
        return array
    return array.astype(dtype)


def _modified(array: Array, producer: str | None, found: int, expected: int) -> RuntimeError:
    kind = f"torch.{of(array).title}Tensor"
    return errors.modified_in_place(kind, array.shape, producer, found, expected)
