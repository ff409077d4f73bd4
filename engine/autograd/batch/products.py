"""Products of vectors and matrices, each variant's by the same routine as one alone."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.autograd.batch.alignment import FUNCTIONS, PRODUCTS, hidden
from engine.autograd.batch.arrays import Batch
from engine.autograd.batch.signals import NotBatched

_FREE_LETTERS = "ZYXWV"


def _in_front(operand: Any, ndim: int) -> NDArray[Any]:
    """An operand with variants as its first axis, then axes of size 1 up to a rank.

    Each variant's matrix becomes contiguous, as BLAS wants it.
    """
    values = np.moveaxis(np.asarray(hidden(operand)), -1, 0)
    shape = values.shape
    padded = values.reshape(shape[0], *(1,) * (ndim + 1 - len(shape)), *shape[1:])
    return np.ascontiguousarray(padded)


def matmul(left: Any, right: Any) -> Batch:
    """`left @ right` for each variant."""
    ranks = np.ndim(left), np.ndim(right)
    if 0 in ranks:
        raise NotBatched
    one = left[None, :] if ranks[0] == 1 else left
    other = right[:, None] if ranks[1] == 1 else right
    ndim = max(np.ndim(one), np.ndim(other))
    made = np.moveaxis(np.matmul(_in_front(one, ndim), _in_front(other, ndim)), 0, -1)
    if ranks[1] == 1:
        made = made[..., 0, :]
    if ranks[0] == 1:
        made = made[..., 0, :] if ranks[1] == 1 else made[..., 0, :, :]
    return Batch(np.ascontiguousarray(made))


def dot(a: Any, b: Any, out: Any = None) -> Any:
    """`numpy.dot` of vectors and matrices, or with a number."""
    if out is not None or max(np.ndim(a), np.ndim(b)) > 2:
        raise NotBatched
    return np.multiply(a, b) if 0 in {np.ndim(a), np.ndim(b)} else matmul(a, b)


def einsum(subscripts: Any, *operands: Any, **options: Any) -> Batch:
    """`numpy.einsum` with its subscripts in one text."""
    if not isinstance(subscripts, str) or options.get("out") is not None:
        raise NotBatched
    inputs, arrow, output = subscripts.replace(" ", "").partition("->")
    letter = next((letter for letter in _FREE_LETTERS if letter not in subscripts), None)
    if letter is None or not arrow:
        raise NotBatched
    terms = [
        term + letter if type(operand) is Batch else term
        for term, operand in zip(inputs.split(","), operands, strict=True)
    ]
    arrays = [item.values if type(item) is Batch else item for item in operands]
    made = np.einsum(f"{','.join(terms)}->{output}{letter}", *arrays, **options)
    return Batch(np.ascontiguousarray(made))


def outer(a: Any, b: Any, out: Any = None) -> Batch:
    """`numpy.outer`."""
    if out is not None:
        raise NotBatched
    product: Batch = np.reshape(a, -1)[:, None] * np.reshape(b, -1)[None, :]
    return product


def tensordot(a: Any, b: Any, axes: Any = 2) -> Batch:
    """`numpy.tensordot`, as a product of matrices."""
    pairs = _pairs(axes, np.ndim(a))
    kept = [
        [axis for axis in range(np.ndim(x)) if axis not in p]
        for x, p in zip((a, b), pairs, strict=True)
    ]
    one = np.transpose(a, (*kept[0], *pairs[0]))
    other = np.transpose(b, (*pairs[1], *kept[1]))
    rows, columns = one.shape[: len(kept[0])], other.shape[len(pairs[1]) :]
    inner = int(np.prod(one.shape[len(kept[0]) :]))
    product: Batch = matmul(np.reshape(one, (-1, inner)), np.reshape(other, (inner, -1)))
    return product.reshape((*rows, *columns))


def _pairs(axes: Any, ndim: int) -> tuple[Sequence[int], Sequence[int]]:
    if isinstance(axes, int):
        return range(ndim - axes, ndim), range(axes)
    one, other = axes
    return (one,) if isinstance(one, int) else one, (other,) if isinstance(other, int) else other


PRODUCTS[np.matmul] = matmul
FUNCTIONS.update({np.dot: dot, np.einsum: einsum, np.outer: outer, np.tensordot: tensordot})

# Python's operator, on a class that is made of less than products.
setattr(Batch, "__matmul__", matmul)  # noqa: B010
setattr(Batch, "__rmatmul__", lambda self, other: matmul(other, self))  # noqa: B010
