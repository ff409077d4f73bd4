"""Products of a Hessian with a vector, from the left and from the right."""

from typing import Any, NamedTuple

from engine.autograd.context import current
from engine.autograd.errors import functional as errors
from engine.autograd.functional.arguments import (
    OUTPUTS,
    Function,
    Gradients,
    Listed,
    Tensors,
    cleared,
    gradients,
    is_one_number,
    listed,
    points,
    vector,
    zeros_like,
)
from engine.autograd.functional.strictness import filled, require_gradients
from engine.autograd.modes import enable_grad, set_grad_enabled


class _Start(NamedTuple):
    """A function at a point, differentiated once.

    Attributes:
        given: the inputs as they came.
        at: the tensors that it was differentiated at.
        vectors: the vector to multiply with.
        results: its output.
        first: its gradient, with a history.
    """

    given: Listed
    at: Tensors
    vectors: Tensors | None
    results: Listed
    first: Gradients


def vhp(
    func: Function, inputs: Any, v: Any = None, create_graph: bool = False, strict: bool = False
) -> tuple[Any, Any]:
    """A function's output, and the product of a vector with its Hessian.

    Args:
        func: takes the inputs, returns a tensor of one element.
        inputs: a tensor or a tuple of tensors.
        v: of the inputs' sizes; may be left out for one element.
        create_graph: make both results differentiable.
        strict: refuse outputs and gradients that do not depend on an input.

    Returns:
        The output, and the product in the inputs' sizes.

    Raises:
        TypeError: for what is no tensor.
        RuntimeError: for an output of several elements, a vector of other sizes, in strict mode.
    """
    with enable_grad():
        start = _differentiated("vhp", func, inputs, v, create_graph=create_graph, strict=strict)
    with set_grad_enabled(create_graph or current().grad_enabled):
        found = gradients(start.first, start.at, start.vectors, create_graph=create_graph)
        return _given_back(start, found, errors.DOUBLE_BACK, create_graph, strict)


def hvp(
    func: Function, inputs: Any, v: Any = None, create_graph: bool = False, strict: bool = False
) -> tuple[Any, Any]:
    """A function's output, and the product of its Hessian with a vector.

    Arguments, results and errors are those of `vhp`, which costs less; a Hessian is symmetric.
    """
    with enable_grad():
        start = _differentiated("hvp", func, inputs, v, create_graph=create_graph, strict=strict)
        seeds = tuple(zeros_like(tensor, requires_grad=True) for tensor in start.at)
        second = gradients(start.first, start.at, seeds, create_graph=True)
        require_gradients(start.first, errors.INDEPENDENT_HESSIAN, strict=strict)
    with set_grad_enabled(create_graph or current().grad_enabled):
        found = gradients(second, seeds, start.vectors, create_graph=create_graph)
        return _given_back(start, found, errors.DOUBLE_BACK_TRICK, create_graph, strict)


def _differentiated(
    name: str, func: Function, inputs: Any, v: Any, *, create_graph: bool, strict: bool
) -> _Start:
    given = listed(inputs, "inputs", name)
    at = points(given.tensors, create_graph=create_graph)
    vectors = None
    if v is not None:
        vectors = vector(v, name, given._replace(tensors=at), create_graph=create_graph)
    elif not is_one_number(at):
        raise RuntimeError(errors.NO_VECTOR_FOR_INPUT)
    results = listed(func(*at), OUTPUTS, name)
    require_gradients(results.tensors, errors.OUTPUT_WITHOUT_GRADIENT, strict=strict)
    if results.several:
        raise RuntimeError(errors.NOT_SINGLE.format(name))
    if results.tensors[0].numel() != 1:
        raise RuntimeError(errors.NOT_SCALAR.format(name))
    first = gradients(results.tensors, at, create_graph=True)
    require_gradients(first, errors.INDEPENDENT_JACOBIAN, strict=strict)
    return _Start(given, at, vectors, results, first)


def _given_back(
    start: _Start, found: Gradients, missing: str, create_graph: bool, strict: bool
) -> tuple[Any, Any]:
    product = filled(
        found,
        start.at,
        missing,
        errors.CONSTANT_HESSIAN,
        strict=strict,
        create_graph=create_graph,
    )
    outputs = cleared(start.results.tensors, create_graph=create_graph)
    return (
        start.results.like_given(outputs),
        start.given.like_given(cleared(product, create_graph=create_graph)),
    )
