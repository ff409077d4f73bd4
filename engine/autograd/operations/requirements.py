"""What functions of torch require of their arguments."""

from typing import Any

from engine.autograd import errors
from engine.autograd.dtypes import of
from engine.autograd.tensor import Tensor


def required(function: str, input: Any) -> Tensor:
    """The argument itself, if it is a tensor.

    Raises:
        TypeError: if it is something else.
    """
    if not isinstance(input, Tensor):
        raise errors.not_a_tensor(function, "input", 1, input)
    return input


def floating_for(kernel: str, input: Tensor) -> Tensor:
    """The argument itself, if it is floating point.

    Args:
        kernel: PyTorch's name of the code that knows no other type.
        input: the argument.

    Raises:
        NotImplementedError: if it is of another type.
    """
    if input.array.dtype.kind != "f":
        raise not_implemented_for(kernel, input)
    return input


def not_implemented_for(kernel: str, input: Tensor) -> NotImplementedError:
    """PyTorch has no code for a type of element."""
    return NotImplementedError(f"\"{kernel}\" not implemented for '{of(input.array).title}'")
