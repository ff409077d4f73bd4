"""Whole Jacobians and Hessians, row by row."""

from typing import Any

from engine.autograd.context import current
from engine.autograd.errors import Unsupported
from engine.autograd.errors import functional as errors
from engine.autograd.functional.arguments import (
    OUTPUTS,
    Function,
    Listed,
    Tensors,
    cleared,
    gradients,
    listed,
    points,
    zeros_like,
)
from engine.autograd.functional.strictness import require_gradients
from engine.autograd.modes import enable_grad
from engine.autograd.operations.indexing import get
from engine.autograd.operations.joining import stack
from engine.autograd.operations.shapes import reshape, squeeze, view
from engine.autograd.tensor import Tensor

_REVERSE = "reverse-mode"
_STRATEGIES = ("forward-mode", _REVERSE)


def jacobian(
    func: Function,
    inputs: Any,
    create_graph: bool = False,
    strict: bool = False,
    vectorize: bool = False,
    strategy: str = _REVERSE,
) -> Any:
    """The Jacobian of a function.

    Args:
        func: takes the inputs, returns a tensor or a tuple of tensors.
        inputs: a tensor or a tuple of tensors.
        create_graph: make the Jacobian differentiable.
        strict: refuse outputs that do not depend on an input.
        vectorize: without effect on the values.
        strategy: "reverse-mode"; "forward-mode" is not supported.

    Returns:
        A tensor of the output's shape followed by the input's; nested tuples of such, outer over
        outputs and inner over inputs, where there are tuples.

    Raises:
        TypeError: for what is no tensor.
        RuntimeError: in strict mode.
        Unsupported: for derivatives in forward mode.
    """
    if strategy not in _STRATEGIES:
        raise AssertionError(errors.STRATEGY)
    if strategy != _REVERSE:
        _refuse_forward(create_graph=create_graph, strict=strict, vectorize=vectorize)
    with enable_grad():
        given = listed(inputs, "inputs", "jacobian")
        at = points(given.tensors, create_graph=create_graph)
        results = listed(func(*at), OUTPUTS, "jacobian")
        require_gradients(results.tensors, errors.OUTPUT_WITHOUT_GRADIENT, strict=strict)
        if vectorize and strict:
            raise RuntimeError(errors.VECTORIZED_STRICT)
        rows = [
            cleared(
                _of_output(number, results, at, create_graph=create_graph, strict=strict),
                create_graph=create_graph,
            )
            for number in range(len(results.tensors))
        ]
    return results.like_given([given.like_given(row) for row in rows])


def _refuse_forward(*, create_graph: bool, strict: bool, vectorize: bool) -> None:
    if create_graph:
        raise NotImplementedError(errors.FORWARD_WITH_GRAPH)
    if strict:
        raise RuntimeError(errors.FORWARD_STRICT)
    if not vectorize:
        raise NotImplementedError(errors.FORWARD_NOT_VECTORIZED)
    raise Unsupported("jacobian(strategy='forward-mode')")


def _of_output(
    number: int, results: Listed, at: Tensors, *, create_graph: bool, strict: bool
) -> Tensors:
    """The Jacobian of one output with respect to each input."""
    output = results.tensors[number]
    size = output.numel()
    current().allow(size * sum(point.numel() for point in at))
    columns: list[list[Tensor]] = [[] for _ in at]
    for index in range(size):
        one = get(reshape(output, -1), index)
        found = gradients((one,), at, retain_graph=True, create_graph=create_graph)
        for place, (row, point) in enumerate(zip(found, at, strict=True)):
            if row is None and strict:
                raise RuntimeError(errors.ENTRY_INDEPENDENT.format(number, place))
            if row is not None and strict and create_graph and not row.requires_grad:
                raise RuntimeError(errors.CONSTANT_JACOBIAN.format(number))
            columns[place].append(zeros_like(point) if row is None else row)
    return tuple(
        view(stack(column), (*output.array.shape, *point.array.shape))
        for column, point in zip(columns, at, strict=True)
    )


def hessian(
    func: Function,
    inputs: Any,
    create_graph: bool = False,
    strict: bool = False,
    vectorize: bool = False,
    outer_jacobian_strategy: str = _REVERSE,
) -> Any:
    """The Hessian of a function: the Jacobian of its gradient.

    Args:
        func: takes the inputs, returns a tensor of one element.
        inputs: a tensor or a tuple of tensors.
        create_graph: make the Hessian differentiable.
        strict: refuse outputs and gradients that do not depend on an input.
        vectorize: without effect on the values.
        outer_jacobian_strategy: "reverse-mode"; "forward-mode" is not supported.

    Returns:
        A tensor of the input's shape twice; for a tuple of inputs a tuple of tuples of such.

    Raises:
        TypeError: for what is no tensor.
        RuntimeError: for an output of several elements, and in strict mode.
        Unsupported: for derivatives in forward mode.
    """
    given = listed(inputs, "inputs", "hessian")
    if outer_jacobian_strategy not in _STRATEGIES:
        raise AssertionError(errors.OUTER_STRATEGY)

    def single(*at: Tensor) -> Tensor:
        results = listed(func(*at), OUTPUTS, "hessian")
        require_gradients(results.tensors, errors.OUTPUT_WITHOUT_GRADIENT, strict=strict)
        if results.several:
            raise RuntimeError(errors.NOT_SINGLE.format("hessian"))
        if results.tensors[0].numel() != 1:
            raise RuntimeError(errors.NOT_SCALAR.format("hessian"))
        return squeeze(results.tensors[0])

    def gradient(*at: Tensor) -> Any:
        first = jacobian(single, at, create_graph=True)
        require_gradients(first, errors.INDEPENDENT_JACOBIAN, strict=strict)
        return first

    rows = jacobian(
        gradient,
        given.tensors,
        create_graph=create_graph,
        strict=strict,
        vectorize=vectorize,
        strategy=outer_jacobian_strategy,
    )
    return given.like_given([given.like_given(row) for row in rows])
