"""What optimisers have in common about their options."""

from typing import Any

from engine.autograd.errors import optimisers as errors
from engine.autograd.operations.data import item
from engine.autograd.operations.elementwise import KEEPING
from engine.autograd.tensor import Tensor


def check_rate(rate: Any, negative: Any) -> None:
    """Refuse a learning rate that is negative, or a tensor of several elements.

    Args:
        rate: the rate.
        negative: whether it is out of range.

    Raises:
        ValueError: in PyTorch's words.
    """
    if isinstance(rate, Tensor) and rate.numel() != 1:
        raise ValueError(errors.TENSOR_RATE)
    if negative:
        raise ValueError(errors.RATE.format(rate))


def number(option: Any) -> Any:
    """An option as a number, also where a tensor of one element was given."""
    return item(option) if isinstance(option, Tensor) else option


def reversed_sign(gradient: Tensor) -> Tensor:
    """The gradient that climbs where the given one descends."""
    turned: Tensor = KEEPING["neg"](gradient)
    return turned
