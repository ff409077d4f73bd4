"""Whether a function's backward copes with gradients that do not arrive."""

from typing import Any, Final

import numpy as np

from engine.autograd.backward import grad
from engine.autograd.context import current
from engine.autograd.edges import edge_of
from engine.autograd.errors import gradient_checks as errors
from engine.autograd.errors.gradient_checks import GradcheckError
from engine.autograd.gradient_checks.jacobians import (
    Function,
    differentiable,
    requiring_gradients,
)
from engine.autograd.node import Node
from engine.autograd.tensor import Tensor


class _Undefined:
    """The operation that lets values pass, and no gradient back."""

    __slots__ = ()

    name = "UndefinedGrad"

    def __call__(self, tensor: Tensor) -> Tensor:
        """The same values."""
        run = current()
        run.created += 1
        array = tensor.array
        result = Tensor(array)
        result.node = Node(self, run.created, (edge_of(tensor),), array.shape, array.dtype)
        result.needs_grad = True
        return result

    def pull_back(self, node: Any, cotangent: Any, as_tensors: bool) -> list[None]:
        """Nothing."""
        del node, cotangent, as_tensors
        return [None]


_UNDEFINED: Final = _Undefined()


def check_undefined(func: Function, inputs: tuple[Any, ...], count: int) -> None:
    """Run backward without gradients for all outputs, and for each of several in turn.

    Args:
        func: the function.
        inputs: what it takes.
        count: how many of its outputs require gradients.

    Raises:
        GradcheckError: when backward fails, or gives gradients of something.
    """
    tensors = requiring_gradients(inputs)
    outputs = [[_UNDEFINED(output) for output in differentiable(func(*inputs))]]
    if len(outputs[0]) > 1:
        outputs += [
            [
                _UNDEFINED(output) if place == number else output
                for place, output in enumerate(differentiable(func(*inputs)))
            ]
            for number in range(count)
        ]
    for checked in outputs:
        _check(checked, tensors)


def _check(outputs: list[Tensor], inputs: list[Tensor]) -> None:
    zeros = [Tensor(np.zeros_like(output.array, order="C")) for output in outputs]
    try:
        found = grad(outputs, inputs, zeros, allow_unused=True)
    except RuntimeError as error:
        current().warn(errors.UNDEFINED_WARNING)
        raise GradcheckError(errors.UNDEFINED_FAILED) from error
    for gradient in found:
        if gradient is not None and not bool((gradient.array == 0).all()):
            current().warn(errors.UNDEFINED_WARNING)
            raise GradcheckError(errors.UNDEFINED_NOT_ZERO)
