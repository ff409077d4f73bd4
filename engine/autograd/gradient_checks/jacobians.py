"""Jacobians by differences, and by one backward pass for each element of an output."""

from collections.abc import Callable, Sequence
from itertools import product
from typing import Any, TypeAlias

import numpy as np

from engine.autograd.backward import grad
from engine.autograd.context import current
from engine.autograd.dtypes import Array, of
from engine.autograd.errors import gradient_checks as errors
from engine.autograd.errors.gradient_checks import GradcheckError
from engine.autograd.operations.memory import clone
from engine.autograd.size import Size
from engine.autograd.tensor import Tensor

Function: TypeAlias = Callable[..., Any]


def as_tuple(value: Any) -> tuple[Any, ...]:
    """A tuple or list as a tuple; anything else as a tuple of it."""
    return tuple(value) if isinstance(value, tuple | list) else (value,)


def differentiable(value: Any) -> tuple[Tensor, ...]:
    """Those of a function's outputs that require gradients."""
    return tuple(output for output in as_tuple(value) if output.requires_grad)


def requiring_gradients(inputs: Sequence[Any]) -> list[Tensor]:
    """Those of a function's inputs that are tensors and require gradients."""
    return [value for value in inputs if isinstance(value, Tensor) and value.requires_grad]


def by_differences(
    func: Function, inputs: Sequence[Any], outputs: Sequence[Tensor], eps: float
) -> list[list[Array]]:
    """The Jacobians by central differences.

    Args:
        func: the function, called twice for each element of an input that requires a gradient.
        inputs: what it is called with; their values change meanwhile.
        outputs: what it gave.
        eps: how far each element is moved to either side.

    Returns:
        For each such input, for each floating output, a matrix of the input's elements by the
        output's.

    Raises:
        AssertionError: when the outputs' shapes or types change with the values.
    """
    return [_of_input(func, inputs, tensor, outputs, eps) for tensor in requiring_gradients(inputs)]


def _of_input(
    func: Function, inputs: Sequence[Any], tensor: Tensor, outputs: Sequence[Tensor], eps: float
) -> list[Array]:
    floating = [output.array for output in outputs if output.array.dtype.kind == "f"]
    current().allow(tensor.numel() * sum(output.size for output in floating))
    matrices = [np.zeros((tensor.numel(), output.size), output.dtype) for output in floating]
    # Written to without anybody's noticing, as through `.data`.
    memory = tensor.array
    for row, index in enumerate(product(*map(range, memory.shape))):
        before = memory[index]
        memory[index] = before - eps
        lower = _copies(func(*inputs))
        memory[index] = before + eps
        upper = _copies(func(*inputs))
        memory[index] = before
        slopes = [_slope(a, b, index, eps) for a, b in zip(lower, upper, strict=False)]
        for matrix, slope in zip(matrices, slopes, strict=False):
            matrix[row] = slope
    return matrices


def _copies(value: Any) -> list[Array]:
    copies: list[Tensor] = [output.clone() for output in as_tuple(value)]
    return [copied.array for copied in copies]


def _slope(lower: Array, upper: Array, index: tuple[int, ...], eps: float) -> Array:
    if lower.shape != upper.shape:
        shapes = Size(lower.shape), Size(upper.shape)
        raise AssertionError(errors.OTHER_SHAPES.format(index, eps, *shapes))
    if lower.dtype != upper.dtype:
        types = of(lower), of(upper)
        raise AssertionError(errors.OTHER_TYPES.format(index, eps, *types))
    slopes: Array = (upper - lower) / (2 * eps)
    return slopes.reshape(-1)


def by_passes(
    inputs: Sequence[Tensor], output: Tensor, tolerance: float, *, check_types: bool
) -> list[Array]:
    """The Jacobians of one output by backward passes, which are run twice.

    Args:
        inputs: tensors that require gradients.
        output: the output.
        tolerance: how much two runs may differ.
        check_types: whether gradients must have their inputs' types.

    Returns:
        For each input a matrix of its elements by the output's.

    Raises:
        GradcheckError: when two runs differ.
    """
    first, second = _rows(inputs, output), _rows(inputs, output)
    types_fit = all(
        row is None or row.array.dtype == tensor.array.dtype
        for rows, tensor in zip(first, inputs, strict=True)
        for row in rows
    )
    if check_types and not types_fit:
        raise GradcheckError(errors.GRADIENT_TYPE)
    matrices = [_matrix(rows, tensor) for rows, tensor in zip(first, inputs, strict=True)]
    again = [_matrix(rows, tensor) for rows, tensor in zip(second, inputs, strict=True)]
    for one, other in zip(matrices, again, strict=True):
        if one.size and bool(np.abs(one - other).max() > tolerance):
            raise GradcheckError(errors.NOT_REENTRANT.format(tolerance))
    return matrices


def _rows(inputs: Sequence[Tensor], output: Tensor) -> list[list[Tensor | None]]:
    """For each input the gradients of all elements of an output."""
    rows: list[list[Tensor | None]] = [[] for _ in inputs]
    start = Tensor(np.zeros_like(output.array, order="C"))
    flat = start.array.reshape(-1)
    for place in range(flat.size):
        flat.fill(0)
        flat[place] = 1
        found = grad(output, inputs, start, retain_graph=True, allow_unused=True)
        for held, gradient in zip(rows, found, strict=True):
            held.append(gradient if gradient is None else clone(gradient))
    return rows


def _matrix(rows: Sequence[Tensor | None], tensor: Tensor) -> Array:
    matrix = np.zeros((tensor.numel(), len(rows)), tensor.array.dtype)
    for place, row in enumerate(rows):
        if row is not None:
            matrix[:, place] = row.array.reshape(-1)
    return matrix
