"""What functions of torch require of their arguments."""

from typing import Any

from engine.autograd import errors
from engine.autograd.tensor import Tensor


def required(function: str, input: Any) -> Tensor:
    """The argument itself, if it is a tensor.

    Raises:
        TypeError: if it is something else.
    """
    if not isinstance(input, Tensor):
        raise errors.not_a_tensor(function, "input", 1, input)
    return input
