"""Shapes and orders that are made of simpler ones."""

from collections.abc import Sequence

from engine.autograd import errors
from engine.autograd.context import current
from engine.autograd.operations.dimensions import broadcast, wrapped
from engine.autograd.operations.memory import alias
from engine.autograd.operations.shapes import (
    contiguous,
    expand,
    permute,
    transpose,
    unsqueeze,
    view,
)
from engine.autograd.tensor import Tensor


def unflatten(input: Tensor, dim: int, sizes: Sequence[int]) -> Tensor:
    """One dimension as several; one size may be -1.

    Raises:
        RuntimeError: for no sizes, and sizes that do not multiply up.
        IndexError: when there is no such dimension.
    """
    axis = wrapped(dim, input.ndim)
    if not sizes:
        raise RuntimeError("unflatten: sizes must be non-empty")
    if input.ndim == 0 or list(sizes).count(-1) > 1:
        raise errors.Unsupported("unflatten with sizes whose error shows PyTorch's own places")
    length = input.array.shape[axis]
    known = 1
    for size in sizes:
        known *= 1 if size == -1 else size
    fits = known and length % known == 0 if -1 in sizes else known == length
    if not fits:
        raise RuntimeError(
            f"unflatten: Provided sizes {errors.sizes(sizes)} don't multiply up to the size of dim "
            f"{axis} ({length}) in the input tensor"
        )
    full = [length // known if size == -1 else size for size in sizes]
    shape = input.array.shape
    return view(input, (*shape[:axis], *full, *shape[axis + 1 :]))


def ravel(input: Tensor) -> Tensor:
    """All elements in one row: a view where the memory allows one."""
    return view(contiguous(input), -1)


def movedim(input: Tensor, source: int | Sequence[int], destination: int | Sequence[int]) -> Tensor:
    """Dimensions moved to other places, the rest in order.

    Raises:
        RuntimeError: for lists of different lengths, and a dimension named twice.
        IndexError: when there is no such dimension.
    """
    one = [source] if isinstance(source, int) else list(source)
    other = [destination] if isinstance(destination, int) else list(destination)
    if len(one) != len(other):
        raise RuntimeError(
            "movedim: Invalid source or destination dims: source "
            f"({errors.sizes(one)} dims) should contain the same number of dims as destination "
            f"({errors.sizes(other)} dims)"
        )
    start = [wrapped(dim, input.ndim) for dim in one]
    goal = [wrapped(dim, input.ndim) for dim in other]
    for name, named, axes in (("source", one, start), ("destination", other, goal)):
        if len(set(axes)) < len(axes):
            raise RuntimeError(f"movedim: repeated dim in `{name}` ({errors.sizes(named)})")
    if input.ndim == 0:
        result: Tensor = alias(input)
        return result
    order = [axis for axis in range(input.ndim) if axis not in start]
    for place, axis in sorted(zip(goal, start, strict=True)):
        order.insert(place, axis)
    return permute(input, order)


def matrix_transpose(input: Tensor) -> Tensor:
    """What `x.mT` gives: the last two dimensions exchanged.

    Raises:
        RuntimeError: for a vector.
    """
    if input.ndim == 0:
        current().warn(errors.TRANSPOSE_OF_SCALAR.format("mT"), once=True)
        return input
    if input.ndim == 1:
        raise RuntimeError(
            "tensor.mT is only supported on matrices or batches of matrices. Got 1-D tensor."
        )
    result: Tensor = transpose(input, -2, -1)
    return result


def broadcast_tensors(tensors: Sequence[Tensor]) -> tuple[Tensor, ...]:
    """Tensors expanded to the shape they share.

    Raises:
        RuntimeError: when they share none.
    """
    shape: tuple[int, ...] = ()
    for tensor in tensors:
        shape = broadcast(shape, tensor.array.shape)
    return tuple(expand(tensor, shape) for tensor in tensors)


def at_least(input: Tensor, ndim: int) -> Tensor:
    """With so many dimensions at least; missing ones are put in front."""
    while input.ndim < ndim:
        input = unsqueeze(input, 0)
    return input
