"""`torch.autograd.functional`: whole Jacobians, row by row."""

from collections.abc import Callable
from typing import Any

import numpy as np

from engine.autograd import errors
from engine.autograd.backward import grad
from engine.autograd.context import current
from engine.autograd.operations.indexing import get
from engine.autograd.operations.joining import stack
from engine.autograd.operations.shapes import reshape, view_as
from engine.autograd.tensor import Tensor


def jacobian(
    func: Callable[..., Any],
    inputs: Tensor | tuple[Tensor, ...],
    create_graph: bool = False,
    strict: bool = False,
) -> Any:
    """The Jacobian of a function.

    Args:
        func: takes the inputs, returns a tensor or a tuple of tensors.
        inputs: one tensor, or a tuple of them.
        create_graph: make the Jacobian differentiable.
        strict: not supported.

    Returns:
        A tensor of the output's shape followed by the input's; nested tuples of such, outer over
        outputs and inner over inputs, where there are tuples.

    Raises:
        TypeError: when the function returns no tensor.
        Unsupported: with strict=True.
    """
    if strict:
        raise errors.Unsupported("jacobian(strict=True)")
    single_input = isinstance(inputs, Tensor)
    given = (inputs,) if isinstance(inputs, Tensor) else tuple(inputs)
    run = current()
    outer, run.grad_enabled = run.grad_enabled, True
    try:
        points = tuple(_point(tensor, create_graph) for tensor in given)
        outputs = func(*points)
        single_output = isinstance(outputs, Tensor)
        results = (outputs,) if single_output else tuple(outputs)
        rows = [_of_output(output, points, create_graph) for output in results]
    finally:
        run.grad_enabled = outer
    shaped = [row[0] if single_input else row for row in rows]
    return shaped[0] if single_output else tuple(shaped)


def _point(tensor: Tensor, create_graph: bool) -> Tensor:
    if create_graph and tensor.requires_grad:
        return view_as(tensor, tensor)
    return Tensor(tensor.array.copy()).requires_grad_()


def _of_output(output: Any, points: tuple[Tensor, ...], create_graph: bool) -> tuple[Tensor, ...]:
    if not isinstance(output, Tensor):
        raise TypeError(
            "The outputs of the user-provided function given to jacobian must be either a Tensor or "
            f"a tuple of Tensors but the given outputs of the user-provided function has type "
            f"{type(output)}."
        )
    size = output.array.size
    current().allow(size * sum(point.array.size for point in points))
    columns: list[list[Tensor]] = [[] for _ in points]
    flat = reshape(output, -1)
    for index in range(size):
        found: tuple[Tensor | None, ...] = (None,) * len(points)
        if output.requires_grad:
            found = grad(
                get(flat, index),
                points,
                retain_graph=True,
                create_graph=create_graph,
                allow_unused=True,
            )
        for column, row, point in zip(columns, found, points, strict=True):
            column.append(Tensor(np.zeros_like(point.array)) if row is None else row)
    return tuple(
        reshape(stack(column), (*output.array.shape, *point.array.shape))
        for column, point in zip(columns, points, strict=True)
    )
