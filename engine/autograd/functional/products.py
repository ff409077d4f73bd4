"""Products of a Jacobian with a vector, from the left and from the right."""

from typing import Any

from engine.autograd.context import current
from engine.autograd.errors import functional as errors
from engine.autograd.functional.arguments import (
    OUTPUTS,
    Function,
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


def vjp(
    func: Function, inputs: Any, v: Any = None, create_graph: bool = False, strict: bool = False
) -> tuple[Any, Any]:
    """A function's output, and the product of a vector with its Jacobian.

    Args:
        func: takes the inputs, returns a tensor or a tuple of tensors.
        inputs: a tensor or a tuple of tensors.
        v: of the output's sizes; may be left out for one element.
        create_graph: make both results differentiable.
        strict: refuse outputs that do not depend on an input.

    Returns:
        The output, and the product in the inputs' sizes.

    Raises:
        TypeError: for what is no tensor.
        RuntimeError: for a vector of other sizes, and in strict mode.
    """
    with enable_grad():
        given = listed(inputs, "inputs", "vjp")
        at = points(given.tensors, create_graph=create_graph)
        results = listed(func(*at), OUTPUTS, "vjp")
        require_gradients(results.tensors, errors.OUTPUT_WITHOUT_GRADIENT, strict=strict)
        vectors = None
        if v is not None:
            vectors = vector(v, "vjp", results, create_graph=create_graph)
        elif not is_one_number(results.tensors):
            raise RuntimeError(errors.NO_VECTOR_FOR_OUTPUT)
    with set_grad_enabled(create_graph or current().grad_enabled):
        found = gradients(results.tensors, at, vectors, create_graph=create_graph)
        product = filled(
            found,
            at,
            errors.BACK,
            errors.CONSTANT_JACOBIAN,
            strict=strict,
            create_graph=create_graph,
        )
    outputs = cleared(results.tensors, create_graph=create_graph)
    return (
        results.like_given(outputs),
        given.like_given(cleared(product, create_graph=create_graph)),
    )


def jvp(
    func: Function, inputs: Any, v: Any = None, create_graph: bool = False, strict: bool = False
) -> tuple[Any, Any]:
    """A function's output, and the product of its Jacobian with a vector.

    A gradient is linear in the vector it starts from, so differentiating it by that vector gives
    the product from the other side.

    Args:
        func: takes the inputs, returns a tensor or a tuple of tensors.
        inputs: a tensor or a tuple of tensors.
        v: of the inputs' sizes; may be left out for one element.
        create_graph: make both results differentiable.
        strict: refuse outputs that do not depend on an input.

    Returns:
        The output, and the product in the output's sizes.

    Raises:
        TypeError: for what is no tensor.
        RuntimeError: for a vector of other sizes, and in strict mode.
    """
    with enable_grad():
        given = listed(inputs, "inputs", "jvp")
        at = points(given.tensors, create_graph=create_graph)
        vectors = None
        if v is not None:
            wanted = given._replace(tensors=at)
            vectors = vector(v, "jvp", wanted, create_graph=create_graph)
        elif not is_one_number(at):
            raise RuntimeError(errors.NO_VECTOR_FOR_INPUT)
        results = listed(func(*at), OUTPUTS, "jvp")
        require_gradients(results.tensors, errors.OUTPUT_WITHOUT_GRADIENT, strict=strict)
        starts = tuple(zeros_like(output, requires_grad=True) for output in results.tensors)
        back = gradients(results.tensors, at, starts, create_graph=True)
        require_gradients(back, errors.INDEPENDENT_GRADIENT, strict=strict)
    with set_grad_enabled(create_graph or current().grad_enabled):
        found = gradients(back, starts, vectors, create_graph=create_graph)
        product = filled(
            found,
            results.tensors,
            errors.BACK_TRICK,
            errors.CONSTANT_JACOBIAN,
            strict=strict,
            create_graph=create_graph,
        )
    outputs = cleared(results.tensors, create_graph=create_graph)
    return (
        results.like_given(outputs),
        results.like_given(cleared(product, create_graph=create_graph)),
    )
