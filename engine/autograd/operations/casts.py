"""Changes of the element type."""

from typing import Any

from engine.autograd.dtypes import DType, of
from engine.autograd.primitive import Primitive
from engine.autograd.tensor import Tensor

_cast: Primitive = Primitive(
    "ToCopyBackward0",
    lambda self, *, dtype: self.astype(dtype.numpy),
    self=lambda g: g,  # the backward pass brings it to the input's type, as it does everywhere
)


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
