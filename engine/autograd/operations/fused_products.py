# ruff: noqa: PLW0108 - the names of a lambda's parameters are the names of the inputs
"""Products that are added to something: `beta * input + alpha * (a @ b)` as one operation."""

from collections.abc import Callable
from typing import Any, Final

import numpy as np

from engine.autograd.context import current
from engine.autograd.dtypes import of
from engine.autograd.errors import Unsupported
from engine.autograd.operations.linear_algebra import (
    by_columns,
    check_batches,
    check_inner_sizes,
    check_matrix_and_vector,
    gradient_of_first,
    gradient_of_second,
    refuse_bool,
    refuse_other_types,
    sizes_do_not_meet,
)
from engine.autograd.operations.shapes import expand, t, transpose, unsqueeze
from engine.autograd.primitive import Primitive
from engine.autograd.tensor import Tensor


def _factors(input: Tensor, beta: float, alpha: float) -> dict[str, float]:
    """The options, cut to whole numbers for integers."""
    if input.array.dtype.kind in "iu":
        return {"beta": int(beta), "alpha": int(alpha)}
    return {"beta": beta, "alpha": alpha}


def _times(g: Any, factor: float) -> Any:
    """A factor of 1 leaves no trace, neither in the numbers nor in the graph."""
    return g if factor == 1 else g * factor


def _fused(multiply: Callable[[Any, Any], Any]) -> Callable[[Any, Any, Any, float, float], Any]:
    def forward(start: Any, one: Any, other: Any, beta: float, alpha: float) -> Any:
        found = _times(multiply(one, other), alpha)
        # With beta = 0 the values of the tensor do not count, not even nan.
        return found + np.zeros_like(start) if beta == 0 else _times(start, beta) + found

    return forward


_matrices: Final = _fused(lambda one, other: np.dot(one, other))
_batches: Final = _fused(lambda one, other: np.matmul(one, other))
_crossed: Final = _fused(lambda one, other: np.multiply(np.expand_dims(one, 1), other))


def _addmm_of(first: bool, second: bool) -> Primitive:
    return Primitive(
        "AddmmBackward0",
        lambda self, mat1, mat2, *, beta, alpha: _matrices(self, mat1, mat2, beta, alpha),
        self=lambda g, beta: _times(g, beta),
        mat1=lambda g, mat2, alpha: _times(gradient_of_first(g, mat2, first), alpha),
        mat2=lambda g, mat1, alpha: _times(gradient_of_second(g, mat1, second), alpha),
    )


_ADDMM: Final = {(a, b): _addmm_of(a, b) for a in (False, True) for b in (False, True)}
_addmv: Primitive = Primitive(
    "AddmvBackward0",
    lambda self, mat, vec, *, beta, alpha: _matrices(self, mat, vec, beta, alpha),
    self=lambda g, beta: _times(g, beta),
    mat=lambda g, vec, alpha: _times(unsqueeze(g, 1) * vec, alpha),
    vec=lambda g, mat, alpha: _times(_matrix_times_vector(t(mat), g), alpha),
)
_addr: Primitive = Primitive(
    "AddrBackward0",
    lambda self, vec1, vec2, *, beta, alpha: _crossed(self, vec1, vec2, beta, alpha),
    self=lambda g, beta: _times(g, beta),
    vec1=lambda g, vec2, alpha: _times(_matrix_times_vector(g, vec2), alpha),
    vec2=lambda g, vec1, alpha: _times(_matrix_times_vector(t(g), vec1), alpha),
)
_baddbmm: Primitive = Primitive(
    "BaddbmmBackward0",
    lambda self, batch1, batch2, *, beta, alpha: _batches(self, batch1, batch2, beta, alpha),
    self=lambda g, beta: _times(g, beta),
    batch1=lambda g, batch2, alpha: _times(g @ transpose(batch2, 1, 2), alpha),
    batch2=lambda g, batch1, alpha: _times(transpose(batch1, 1, 2) @ g, alpha),
)


def _matrix_times_vector(matrix: Any, vector: Any) -> Any:
    return matrix @ vector


def _checked(start: Tensor, one: Tensor, other: Tensor) -> None:
    kinds = of(start.array), of(one.array), of(other.array)
    for place, kind in ((2, kinds[2]), (1, kinds[1])):
        if kind is not kinds[0]:
            raise RuntimeError(
                f"self and mat{place} must have the same dtype, but got {kinds[0].title} and "
                f"{kind.title}"
            )
    refuse_bool("addmm_impl_cpu_", start)


def addmm(input: Tensor, mat1: Tensor, mat2: Tensor, beta: float, alpha: float) -> Tensor:
    """`beta * input + alpha * (mat1 @ mat2)`; the input is expanded.

    Raises:
        RuntimeError: for what are no matrices, sizes that do not meet or types that differ.
    """
    for number, operand in enumerate((mat1, mat2), 1):
        if operand.ndim != 2:
            raise RuntimeError(f"mat{number} must be a matrix, got {operand.ndim}-D tensor")
    one, other = mat1.array, mat2.array
    check_inner_sizes(one, other)
    shape = (one.shape[0], other.shape[1])
    expand(Tensor(input.array), shape)
    _checked(input, mat1, mat2)
    current().allow(shape[0] * shape[1])
    chosen = _ADDMM[by_columns(one), by_columns(other)]
    result: Tensor = chosen(input, mat1, mat2, **_factors(input, beta, alpha))
    return result


def addmv(input: Tensor, mat: Tensor, vec: Tensor, beta: float, alpha: float) -> Tensor:
    """`beta * input + alpha * (mat @ vec)`.

    Raises:
        RuntimeError: for other shapes, sizes that do not meet or types that differ.
    """
    start, matrix, vector = input.array, mat.array, vec.array
    check_matrix_and_vector(matrix, vector, start.ndim or 1)
    if matrix.shape[1] != vector.shape[0] or start.size not in (1, matrix.shape[0]):
        raise sizes_do_not_meet(start.size, matrix, vector)
    refuse_other_types(input, mat, vec)
    refuse_bool("addmv_impl_cpu", input)
    result: Tensor = _addmv(input, mat, vec, **_factors(input, beta, alpha))
    return result


def addr(input: Tensor, vec1: Tensor, vec2: Tensor, beta: float, alpha: float) -> Tensor:
    """`beta * input` plus `alpha` times every element of one vector times every one of the other.

    Raises:
        RuntimeError: for what are no vectors, and an input that does not expand to the result.
    """
    for name, vector in (("vec1", vec1), ("vec2", vec2)):
        if vector.ndim != 1:
            raise RuntimeError(f"addr: Expected 1-D argument {name}, but got {vector.ndim}-D")
    if len({tensor.dtype for tensor in (input, vec1, vec2)}) > 1:
        raise Unsupported("addr of tensors of different types")
    if input.dtype.category == 1 and not (isinstance(beta, int) and isinstance(alpha, int)):
        name = "beta" if not isinstance(beta, int) else "alpha"
        raise RuntimeError(
            f"For integral input tensors, argument {name} must not be a floating point number."
        )
    shape = (vec1.array.size, vec2.array.size)
    current().allow(shape[0] * shape[1])
    expand(Tensor(input.array), shape)
    result: Tensor = _addr(input, vec1, vec2, **_factors(input, beta, alpha))
    return result


def baddbmm(input: Tensor, batch1: Tensor, batch2: Tensor, beta: float, alpha: float) -> Tensor:
    """`beta * input + alpha * (batch1 @ batch2)` for each of a row of matrices.

    Raises:
        RuntimeError: for other shapes, sizes that do not meet or types that differ.
    """
    check_batches(batch1.array, batch2.array)
    shape = (*batch1.array.shape[:2], batch2.array.shape[2])
    expand(Tensor(input.array), shape)
    if batch1.dtype is not input.dtype:
        raise RuntimeError(
            f"Input dtypes must be the same, got: input {input.dtype.c_name}, batch1: "
            f"{batch1.dtype.c_name}, batch2: {batch2.dtype.c_name}"
        )
    if batch2.dtype is not input.dtype:
        raise RuntimeError(
            f"expected scalar type {input.dtype.title} but found {batch2.dtype.title}"
        )
    refuse_bool("baddbmm", input)
    current().allow(shape[0] * shape[1] * shape[2])
    result: Tensor = _baddbmm(input, batch1, batch2, **_factors(input, beta, alpha))
    return result
