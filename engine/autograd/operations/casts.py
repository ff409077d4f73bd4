"""Changes of the element type."""

from typing import Any

from engine.autograd.context import current
from engine.autograd.dtypes import DType, of
from engine.autograd.primitive import Primitive
from engine.autograd.tensor import Tensor

_cast: Primitive = Primitive(
    "ToCopyBackward0",
    lambda self, *, dtype: self.astype(dtype.numpy),
    self=lambda g: g,  # the backward pass brings it to the input's type, as it does everywhere
)


def in_type(input: Tensor, dtype: DType | None) -> Tensor:
    """The tensor in the type that a reduction was asked to compute in; as it is for None.

    Raises:
        RuntimeError: for a tensor that requires a gradient, which integers cannot carry.
    """
    if dtype is None:
        return input
    if not dtype.is_floating_point and input.requires_grad and current().grad_enabled:
        raise RuntimeError(f"Autograd not support dtype: {dtype.title}")
    return to_dtype(input, dtype)


def to_dtype(input: Tensor, dtype: DType) -> Tensor:
    """The tensor itself if it has the type, else a copy in it.

    Args:
        input: any tensor.
        dtype: the wanted type; from integers and bool on nothing is recorded, as in PyTorch.
    """
    if of(input.array) is dtype:
        return input
    if dtype.is_floating_point:
        result: Any = _cast(input, dtype=dtype)
        return result  # type: ignore[no-any-return] # a Tensor in gives a Tensor out
    return Tensor(input.array.astype(dtype.numpy))


def copied(input: Tensor) -> Tensor:
    """A copy in the same type, which PyTorch records as a conversion."""
    result: Any = _cast(input, dtype=input.dtype)
    return result  # type: ignore[no-any-return] # a Tensor in gives a Tensor out
