"""Dimension arguments, and shapes that broadcast."""

import math
from collections.abc import Sequence

from engine.autograd import errors


def wrapped(dim: int, ndim: int) -> int:
    """A dimension counted from the front.

    Args:
        dim: counted from either end.
        ndim: how many there are; of none, 0 and -1 are accepted as PyTorch does.

    Raises:
        IndexError: when there is no such dimension.
    """
    bound = max(ndim, 1)
    if not -bound <= dim < bound:
        raise errors.dimension_out_of_range(dim, ndim)
    return dim % bound


def reduced(dim: int | Sequence[int] | None, ndim: int) -> tuple[int, ...]:
    """The dimensions that a reduction runs over: all, if none is named.

    Raises:
        IndexError: when there is no such dimension.
        RuntimeError: when one is named twice.
    """
    if dim is None:
        return tuple(range(ndim))
    named = [dim] if isinstance(dim, int) else list(dim)
    if not named:
        return tuple(range(ndim))
    axes = [wrapped(item, ndim) for item in named]
    refuse_repetition(axes)
    return tuple(axes) if ndim else ()


def refuse_repetition(axes: Sequence[int]) -> None:
    """Refuse dimensions of which one is named twice."""
    for axis in axes:
        if axes.count(axis) > 1:
            raise RuntimeError(f"dim {axis} appears multiple times in the list of dims")


def broadcast(left: Sequence[int], right: Sequence[int]) -> tuple[int, ...]:
    """The shape two operands share.

    Raises:
        RuntimeError: when they do not broadcast.
    """
    ndim = max(len(left), len(right))
    one = (1,) * (ndim - len(left)) + tuple(left)
    other = (1,) * (ndim - len(right)) + tuple(right)
    shape = []
    # PyTorch looks from the last dimension and names the first clash it meets.
    for axis in range(ndim - 1, -1, -1):
        a, b = one[axis], other[axis]
        if a not in (1, b) and b != 1:
            raise errors.broadcast_mismatch(a, b, axis)
        shape.append(b if a == 1 else a)
    return tuple(reversed(shape))


def resolved(shape: Sequence[int], size: int) -> tuple[int, ...]:
    """A shape for a number of elements, with a -1 worked out.

    Raises:
        RuntimeError: when it does not hold that many elements.
    """
    invalid = RuntimeError(f"shape '{errors.sizes(shape)}' is invalid for input of size {size}")
    if any(item < -1 for item in shape):
        wrong = next(item for item in shape if item < -1)
        raise RuntimeError(
            f"invalid shape dimension {wrong} at index {list(shape).index(wrong)} of shape "
            f"{errors.sizes(shape)}"
        )
    if list(shape).count(-1) > 1:
        raise RuntimeError("only one dimension can be inferred")
    known = math.prod(item for item in shape if item != -1)
    if -1 in shape:
        if known == 0:
            if size == 0:
                raise RuntimeError(
                    f"cannot reshape tensor of 0 elements into shape {errors.sizes(shape)} because "
                    "the unspecified dimension size -1 can be any value and is ambiguous"
                )
            raise invalid
        if size % known:
            raise invalid
        return tuple(size // known if item == -1 else item for item in shape)
    if known != size:
        raise invalid
    return tuple(shape)


def as_shape(sizes: tuple[int | Sequence[int], ...]) -> tuple[int, ...]:
    """Sizes given one by one or as one sequence."""
    if len(sizes) == 1 and isinstance(sizes[0], Sequence):
        return tuple(sizes[0])
    return tuple(sizes)  # type: ignore[arg-type] # more than one argument: all are numbers
