"""Products of tensors of any number of dimensions, brought to those of one, two and three."""

import math
from typing import Any

from engine.autograd.operations.arithmetic import add
from engine.autograd.operations.dimensions import broadcast
from engine.autograd.operations.fused_products import addmm
from engine.autograd.operations.linear_algebra import bmm, dot, mm, mv
from engine.autograd.operations.shapes import (
    contiguous,
    expand,
    reshape,
    squeeze,
    squeeze_product,
    t,
    transpose,
    unsafe_view,
    unsqueeze,
    view,
)
from engine.autograd.tensor import Tensor


def matmul(input: Tensor, other: Tensor) -> Tensor:
    """The product of vectors, matrices and batches of matrices, whose batches broadcast.

    Raises:
        RuntimeError: for a 0-d operand, sizes that do not meet or types that differ.
    """
    dims = input.array.ndim, other.array.ndim
    if dims == (2, 2):
        return mm(input, other)
    if 0 in dims:
        raise RuntimeError(
            "both arguments to matmul need to be at least 1D, but they are "
            f"{dims[0]}D and {dims[1]}D"
        )
    if dims == (1, 1):
        return dot(input, other)
    if dims == (2, 1):
        return mv(input, other)
    if dims == (1, 2):
        result: Tensor = squeeze_product(mm(unsqueeze(input, 0), other), 0)
        # PyTorch squeezes in place, which counts as a change.
        result.counter().count += 1
        return result
    return _folded(input, other) if _folds(input, other) else _batched(input, other)


def _folds(input: Tensor, other: Tensor) -> bool:
    """Whether the batches of one operand become rows of one matrix, as PyTorch decides it.

    They do where the other operand needs a gradient, which then has no batches to be summed, or
    where it costs no copy.
    """
    swapped = other.ndim > input.ndim
    small = input if swapped else other
    if max(input.ndim, other.ndim) < 3 or small.ndim > 2:
        return False
    if small.requires_grad:
        return True
    if input.ndim == 2:
        return False
    large = other.array.swapaxes(-1, -2) if swapped else input.array
    if large.size == 0:
        return True
    places = zip(large.shape[1:-1], large.strides, large.strides[1:], strict=False)
    return all(before == size * stride for size, before, stride in places)


def _folded(input: Tensor, other: Tensor) -> Tensor:
    """One product of matrices, or of a matrix and a vector, for all batches."""
    swapped = other.ndim > input.ndim
    large = transpose(other, -2, -1) if swapped else input
    small = other
    if swapped:
        small = t(input) if input.ndim == 2 else input
    *shape, width = large.array.shape
    rows = reshape(large, math.prod(shape), width)
    if small.ndim == 1:
        return unsafe_view(mv(rows, small), tuple(shape))
    result = unsafe_view(mm(rows, small), (*shape, small.array.shape[1]))
    return contiguous(transpose(result, -2, -1)) if swapped else result


def _batched(input: Tensor, other: Tensor) -> Tensor:
    """A product for each of the broadcast batches."""
    one, two = input.array.shape, other.array.shape
    if len(one) == len(two) == 3 and one[0] != two[0]:
        if one[0] == 1 and input.requires_grad:
            return matmul(squeeze(input, 0), other)
        if two[0] == 1 and other.requires_grad:
            return matmul(input, squeeze(other, 0))
    vector = len(two) == 1
    rows, inner = (one[-2] if len(one) > 1 else 1), one[-1]
    height, columns = (two[0], 1) if vector else two[-2:]
    batches = broadcast(one[:-2], () if vector else two[:-2])
    count = math.prod(batches)
    left = reshape(expand(input, (*batches, rows, inner)), count, rows, inner)
    if vector:
        right = unsqueeze(reshape(expand(other, (*batches, height)), count, height), 2)
    else:
        right = reshape(expand(other, (*batches, height, columns)), count, height, columns)
    shape = (*batches, *((rows,) if len(one) > 1 else ()), *(() if vector else (columns,)))
    found: Any = bmm(left, right)
    if vector:
        found = squeeze(found, -1)
    return unsafe_view(found, shape)


def linear(input: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
    """`input @ weight.T + bias`, the layer of a neural network.

    Raises:
        RuntimeError: for a 0-d operand, sizes that do not meet or types that differ.
    """
    if 0 in (input.ndim, weight.ndim):
        raise RuntimeError(
            "both arguments to linear need to be at least 1D, but they are "
            f"{input.ndim}D and {weight.ndim}D"
        )
    if bias is None:
        return matmul(input, t(weight))
    if input.ndim == 2:
        return addmm(bias, input, t(weight), 1, 1)
    if not input.is_contiguous():
        return add(matmul(input, t(weight)), bias)
    *batches, width = input.array.shape
    rows = view(input, math.prod(batches), width)
    return view(addmm(bias, rows, t(weight), 1, 1), *batches, weight.array.shape[0])
