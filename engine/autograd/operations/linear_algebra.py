# ruff: noqa: PLW0108 - the names of a lambda's parameters are the names of the inputs
"""Products of vectors and matrices."""

import numpy as np

from engine.autograd import errors
from engine.autograd.context import current
from engine.autograd.operations.arithmetic import mul
from engine.autograd.operations.shapes import reshape, squeeze_product, t, unsqueeze
from engine.autograd.primitive import Primitive
from engine.autograd.tensor import Tensor

_dot: Primitive = Primitive(
    "DotBackward0",
    lambda self, tensor: np.dot(self, tensor),
    self=lambda g, tensor: g * tensor,
    tensor=lambda g, self: g * self,
)
_mv: Primitive = Primitive(
    "MvBackward0",
    lambda self, vec: np.dot(self, vec),
    self=lambda g, vec: unsqueeze(g, 1) * vec,
    vec=lambda g, self: _mv(t(self), g),
)
_mm: Primitive = Primitive(
    "MmBackward0",
    lambda self, mat2: np.dot(self, mat2),
    self=lambda g, mat2: _mm(g, t(mat2)),
    mat2=lambda g, self: _mm(t(self), g),
)


def dot(input: Tensor, tensor: Tensor) -> Tensor:
    """The inner product of two vectors.

    Raises:
        RuntimeError: for other shapes, sizes that differ or types that differ.
    """
    one, other = input.array, tensor.array
    if one.ndim != 1 or other.ndim != 1:
        raise RuntimeError(f"1D tensors expected, but got {one.ndim}D and {other.ndim}D tensors")
    if one.dtype != other.dtype:
        raise RuntimeError(
            "dot : expected both vectors to have same dtype, but found "
            f"{input.dtype.title} and {tensor.dtype.title}"
        )
    if one.size != other.size:
        raise RuntimeError(
            f"inconsistent tensor size, expected tensor {errors.sizes(one.shape)} and src "
            f"{errors.sizes(other.shape)} to have the same number of elements, but got {one.size} "
            f"and {other.size} elements respectively"
        )
    result: Tensor = _dot(input, tensor)
    return result


def mv(input: Tensor, vec: Tensor) -> Tensor:
    """A matrix times a vector.

    Raises:
        RuntimeError: for other shapes, sizes that do not meet or types that differ.
    """
    matrix, vector = input.array, vec.array
    if matrix.ndim != 2 or vector.ndim != 1:
        raise RuntimeError(
            f"vector + matrix @ vector expected, got 1, {matrix.ndim}, {vector.ndim}"
        )
    if matrix.shape[1] != vector.shape[0]:
        rows, columns = matrix.shape
        raise RuntimeError(
            f"size mismatch, got input ({rows}), mat ({rows}x{columns}), vec ({vector.size})"
        )
    if matrix.dtype != vector.dtype:
        raise RuntimeError(
            "expected m1 and m2 to have the same dtype, but got: "
            f"{input.dtype.c_name} != {vec.dtype.c_name}"
        )
    result: Tensor = _mv(input, vec)
    return result


def mm(input: Tensor, mat2: Tensor) -> Tensor:
    """The product of two matrices.

    Raises:
        RuntimeError: for other shapes, sizes that do not meet or types that differ.
    """
    one, other = input.array, mat2.array
    if one.ndim != 2:
        raise RuntimeError("self must be a matrix")
    if other.ndim != 2:
        raise RuntimeError("mat2 must be a matrix")
    if one.shape[1] != other.shape[0]:
        raise RuntimeError(
            f"mat1 and mat2 shapes cannot be multiplied ({one.shape[0]}x{one.shape[1]} and "
            f"{other.shape[0]}x{other.shape[1]})"
        )
    if one.dtype != other.dtype:
        raise RuntimeError(
            "expected m1 and m2 to have the same dtype, but got: "
            f"{input.dtype.c_name} != {mat2.dtype.c_name}"
        )
    current().allow(one.shape[0] * other.shape[1])
    result: Tensor = _mm(input, mat2)
    return result


def matmul(input: Tensor, other: Tensor) -> Tensor:
    """The product of vectors and matrices in any combination.

    Raises:
        RuntimeError: for a 0-d operand, sizes that do not meet or types that differ.
        Unsupported: for operands of three and more dimensions.
    """
    dims = input.ndim, other.ndim
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
        return result
    if dims == (2, 2):
        return mm(input, other)
    raise errors.Unsupported("products of tensors with three and more dimensions")


def outer(input: Tensor, vec2: Tensor) -> Tensor:
    """Every element of one vector times every element of the other."""
    for position, vector in enumerate((input, vec2)):
        if vector.ndim != 1:
            name = "self" if position == 0 else "vec2"
            raise RuntimeError(f"outer: Expected 1-D argument {name}, but got {vector.ndim}-D")
    return mul(reshape(input, -1, 1), vec2)
