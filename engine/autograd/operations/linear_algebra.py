# ruff: noqa: PLW0108 - the names of a lambda's parameters are the names of the inputs
"""Products of two tensors of one, two or three dimensions."""

from typing import Any, Final

import numpy as np

from engine.autograd import errors
from engine.autograd.context import current
from engine.autograd.dtypes import Array, of
from engine.autograd.operations.arithmetic import mul
from engine.autograd.operations.requirements import not_implemented_for
from engine.autograd.operations.shapes import reshape, t, transpose, unsqueeze
from engine.autograd.primitive import Primitive
from engine.autograd.tensor import Tensor

_dot: Primitive = Primitive(
    "DotBackward0",
    # A sum starts at 0.0, so it is never -0.0; NumPy hands a single product out as it is.
    lambda self, tensor: np.dot(self, tensor) + self.dtype.type(0),
    self=lambda g, tensor: g * tensor,
    tensor=lambda g, self: g * self,
)
_mv: Primitive = Primitive(
    "MvBackward0",
    lambda self, vec: np.dot(self, vec),
    self=lambda g, vec: unsqueeze(g, 1) * vec,
    vec=lambda g, self: _mv(t(self), g),
)


def gradient_of_first(g: Any, mat2: Any, by_columns: bool) -> Any:
    """The cotangent of a product's first matrix, laid out by columns if that one is."""
    return t(product(mat2, t(g))) if by_columns else product(g, t(mat2))


def gradient_of_second(g: Any, self: Any, by_columns: bool) -> Any:
    """The cotangent of a product's second matrix, laid out by columns if that one is."""
    return t(product(t(g), self)) if by_columns else product(t(self), g)


def _matrix_product(self: Array, mat2: Array) -> Array:
    # Only here a single product stays as it is, -0.0 included.
    if self.shape[1] == 1 and 1 not in (self.shape[0], mat2.shape[1]):
        return self * mat2
    result: Array = np.dot(self, mat2)
    return result


def _mm_of(first: bool, second: bool) -> Primitive:
    """The product of matrices of which the first, or the second, lies in memory by columns."""
    return Primitive(
        "MmBackward0",
        _matrix_product,
        self=lambda g, mat2: gradient_of_first(g, mat2, first),
        mat2=lambda g, self: gradient_of_second(g, self, second),
    )


_MM: Final = {(a, b): _mm_of(a, b) for a in (False, True) for b in (False, True)}
_bmm: Primitive = Primitive(
    "BmmBackward0",
    lambda self, mat2: np.matmul(self, mat2),
    self=lambda g, mat2: _bmm(g, transpose(mat2, 1, 2)),
    mat2=lambda g, self: _bmm(transpose(self, 1, 2), g),
)


def by_columns(matrix: Array) -> bool:
    """Whether a matrix lies in memory column by column, without gaps."""
    down, across = matrix.strides
    return down == matrix.itemsize and across == down * matrix.shape[0]


def product(self: Any, mat2: Any) -> Any:
    """The product of two matrices, Tensors or arrays, of shapes that are known to fit."""
    if isinstance(self, Tensor) and isinstance(mat2, Tensor):
        return _MM[by_columns(self.array), by_columns(mat2.array)](self, mat2)
    return _matrix_product(self, mat2)


def refuse_bool(kernel: str, input: Tensor) -> None:
    """Products of bool are not computed.

    Raises:
        NotImplementedError: for bool.
    """
    if input.array.dtype.kind == "b":
        raise not_implemented_for(kernel, input)


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
    refuse_bool("dot", input)
    result: Tensor = _dot(input, tensor)
    return result


def mv(input: Tensor, vec: Tensor) -> Tensor:
    """A matrix times a vector.

    Raises:
        RuntimeError: for other shapes, sizes that do not meet or types that differ.
        IndexError: for a 0-d tensor in the matrix's place.
    """
    matrix, vector = input.array, vec.array
    if matrix.ndim == 0:
        raise IndexError(errors.SCALAR_SIZE)
    check_matrix_and_vector(matrix, vector, 1)
    if matrix.shape[1] != vector.shape[0]:
        raise sizes_do_not_meet(matrix.shape[0], matrix, vector)
    refuse_other_types(vec, input, vec)
    refuse_bool("addmv_impl_cpu", input)
    result: Tensor = _mv(input, vec)
    return result


def check_matrix_and_vector(matrix: Array, vector: Array, start: int) -> None:
    """Refuse other numbers of dimensions; `start` is that of the tensor to which one adds."""
    if (start, matrix.ndim, vector.ndim) != (1, 2, 1):
        raise RuntimeError(
            f"vector + matrix @ vector expected, got {start}, {matrix.ndim}, {vector.ndim}"
        )


def sizes_do_not_meet(start: int, matrix: Array, vector: Array) -> RuntimeError:
    """The error for sizes that differ; `start` is that of the vector to which one adds."""
    rows, columns = matrix.shape
    return RuntimeError(
        f"size mismatch, got input ({start}), mat ({rows}x{columns}), vec ({vector.size})"
    )


def refuse_other_types(start: Tensor, matrix: Tensor, vector: Tensor) -> None:
    """Refuse types that differ; without a vector to add to, PyTorch names the factor twice."""
    kinds = [of(tensor.array).title for tensor in (start, matrix, vector)]
    if len(set(kinds)) > 1:
        raise RuntimeError(
            f"addmv input tensors must have the same dtype, but got {kinds[0]}, {kinds[1]}, and "
            f"{kinds[2]}"
        )


def mm(input: Tensor, mat2: Tensor) -> Tensor:
    """The product of two matrices.

    Raises:
        RuntimeError: for other shapes, sizes that do not meet or types that differ.
    """
    one, other = input.array, mat2.array
    fits = one.ndim == other.ndim == 2 and one.shape[1] == other.shape[0]
    if not fits or one.dtype is not other.dtype or one.dtype.kind == "b":
        _refuse_factors(input, mat2)
    current().allow(one.shape[0] * other.shape[1])
    factors = _MM[by_columns(one), by_columns(other)]
    return factors.of_two(input, mat2, one, other, False)


def _refuse_factors(input: Tensor, mat2: Tensor) -> None:
    one, other = input.array, mat2.array
    if one.ndim != 2:
        raise RuntimeError("self must be a matrix")
    if other.ndim != 2:
        raise RuntimeError("mat2 must be a matrix")
    check_inner_sizes(one, other)
    if one.dtype != other.dtype:
        raise RuntimeError(
            "expected m1 and m2 to have the same dtype, but got: "
            f"{input.dtype.c_name} != {mat2.dtype.c_name}"
        )
    refuse_bool("addmm_impl_cpu_", input)


def check_inner_sizes(one: Array, other: Array) -> None:
    """Refuse matrices of which the first has not as many columns as the second has rows."""
    if one.shape[1] != other.shape[0]:
        raise RuntimeError(
            f"mat1 and mat2 shapes cannot be multiplied ({one.shape[0]}x{one.shape[1]} and "
            f"{other.shape[0]}x{other.shape[1]})"
        )


def bmm(input: Tensor, mat2: Tensor) -> Tensor:
    """The products of two equally long rows of matrices.

    Raises:
        RuntimeError: for other shapes, sizes that do not meet or types that differ.
    """
    one, other = input.array, mat2.array
    check_batches(one, other)
    if one.dtype != other.dtype:
        raise RuntimeError(f"expected scalar type {of(one).title} but found {of(other).title}")
    refuse_bool("bmm", input)
    current().allow(one.shape[0] * one.shape[1] * other.shape[2])
    result: Tensor = _bmm(input, mat2)
    return result


def check_batches(one: Array, other: Array) -> None:
    """Refuse what are not two rows of matrices that can be multiplied."""
    for number, operand in enumerate((one, other), 1):
        if operand.ndim != 3:
            raise RuntimeError(f"batch{number} must be a 3D tensor")
    wanted = [one.shape[0], one.shape[2]]
    if list(other.shape[:2]) != wanted:
        raise RuntimeError(
            f"Expected size for first two dimensions of batch2 tensor to be: {wanted} but got: "
            f"{errors.sizes(other.shape[:2])}."
        )


def outer(input: Tensor, vec2: Tensor) -> Tensor:
    """Every element of one vector times every element of the other.

    Raises:
        RuntimeError: for what are no vectors.
    """
    for position, vector in enumerate((input, vec2)):
        if vector.ndim != 1:
            name = "self" if position == 0 else "vec2"
            raise RuntimeError(f"outer: Expected 1-D argument {name}, but got {vector.ndim}-D")
    return mul(reshape(input, -1, 1), vec2)
