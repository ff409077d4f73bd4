"""Sums of products over named or counted dimensions: `tensordot`, `inner`, and what einsum needs."""

import math
from collections.abc import Sequence
from typing import Any

from engine.autograd import errors
from engine.autograd.operations.arithmetic import mul
from engine.autograd.operations.dimensions import refuse_repetition, wrapped
from engine.autograd.operations.linear_algebra import bmm, dot, mm
from engine.autograd.operations.reductions import sum as total
from engine.autograd.operations.shapes import flatten, permute, reshape, view
from engine.autograd.tensor import Tensor


def tensordot(input: Tensor, other: Tensor, dims1: Sequence[int], dims2: Sequence[int]) -> Tensor:
    """Products summed over pairs of dimensions, the remaining ones in order.

    Args:
        input: the first factor.
        other: the second factor.
        dims1: dimensions of the first.
        dims2: the dimensions of the second that are paired with them.

    Raises:
        RuntimeError: for dimensions that cannot be paired, and types that differ.
    """
    if len(dims1) != len(dims2):
        raise RuntimeError("both dimension lists should have same length")
    if input.dtype is not other.dtype:
        raise RuntimeError("both inputs should have same dtype")
    one, two = input, other
    shared = 1
    for left, right in zip(dims1, dims2, strict=True):
        wide = input.array.shape[wrapped(left, input.ndim)]
        high = other.array.shape[wrapped(right, other.ndim)]
        if high == 1:
            one = total(one, left, keepdim=True, dtype=one.dtype)
        elif wide == 1:
            two = total(two, right, keepdim=True, dtype=two.dtype)
        elif wide != high:
            raise RuntimeError(
                f"contracted dimensions need to match, but first has size {wide} in dim {left} and "
                f"second has size {high} in dim {right}"
            )
        else:
            shared *= wide
    return _contracted(one, two, _axes(dims1, one), _axes(dims2, two), shared)


def _axes(dims: Sequence[int], tensor: Tensor) -> list[int]:
    axes = [wrapped(dim, tensor.ndim) for dim in dims]
    refuse_repetition(axes)
    return axes


def _contracted(
    one: Tensor, two: Tensor, axes1: list[int], axes2: list[int], shared: int
) -> Tensor:
    kept1 = [axis for axis in range(one.ndim) if axis not in axes1]
    kept2 = [axis for axis in range(two.ndim) if axis not in axes2]
    sizes1 = [one.array.shape[axis] for axis in kept1]
    sizes2 = [two.array.shape[axis] for axis in kept2]
    left, right = permute(one, *kept1, *axes1), permute(two, *axes2, *kept2)
    rows, columns = math.prod(sizes1), math.prod(sizes2)
    found: Any
    if rows == columns == 1:
        found = dot(flatten(left), flatten(right))
    else:
        found = mm(reshape(left, rows, shared), reshape(right, shared, columns))
    result: Tensor = reshape(found, (*sizes1, *sizes2))
    return result


def inner(input: Tensor, other: Tensor) -> Tensor:
    """Products summed over the last dimension of both; a 0-d factor multiplies.

    Raises:
        RuntimeError: for last dimensions that differ, and types that differ.
    """
    if 0 in (input.ndim, other.ndim):
        return mul(input, other)
    one, two = input.array.shape, other.array.shape
    if one[-1] != two[-1]:
        raise RuntimeError(
            "inner() the last dimension must match on both input tensors but got shapes "
            f"{errors.sizes(one)} and {errors.sizes(two)}"
        )
    return tensordot(input, other, [-1], [-1])


def product_of_pair(left: Tensor, right: Tensor, summed: Sequence[int]) -> Tensor:
    """The broadcast product of two tensors of as many dimensions, some summed and kept at size 1.

    It is computed as a product of matrices, batched over the dimensions both have.

    Args:
        left: the first factor.
        right: the second factor.
        summed: the dimensions to sum over.
    """
    if not summed:
        return mul(left, right)
    both: list[int] = []
    first: list[int] = []
    second: list[int] = []
    for axis, (a, b) in enumerate(zip(left.array.shape, right.array.shape, strict=True)):
        if axis in summed:
            continue
        kind = both if a != 1 and b != 1 else first if a != 1 else second
        kind.append(axis)
    over = list(summed)
    one, two = left.array.shape, right.array.shape
    shape = [one[i] for i in both + first] + [1 for _ in over] + [two[i] for i in second]
    order = both + first + over + second
    batches = math.prod(one[i] for i in both)
    rows = math.prod(one[i] for i in first)
    columns = math.prod(two[i] for i in second)
    shared = math.prod(one[i] for i in over)
    product = bmm(
        reshape(permute(left, order), batches, rows, shared),
        reshape(permute(right, both + over + second + first), batches, shared, columns),
    )
    return permute(view(product, shape), [order.index(axis) for axis in range(len(order))])
