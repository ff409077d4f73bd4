"""Sums with products and quotients, and blends in place: what optimisers are made of."""

import math
from typing import Any

from engine.autograd import errors
from engine.autograd.context import current
from engine.autograd.dtypes import of
from engine.autograd.in_place import write
from engine.autograd.operations.dimensions import broadcast
from engine.autograd.operations.fusing import added_product
from engine.autograd.operations.mixtures import lerp_number
from engine.autograd.primitive import Primitive
from engine.autograd.tensor import Tensor

_ADDCMUL: Primitive = Primitive(
    "AddcmulBackward0",
    lambda self, tensor1, tensor2, *, value: added_product(self, value * tensor1, tensor2),
    self=lambda g: g,
    tensor1=lambda g, tensor2, value: g * (tensor2 * value),
    tensor2=lambda g, tensor1, value: g * (tensor1 * value),
)
_ADDCDIV: Primitive = Primitive(
    "AddcdivBackward0",
    lambda self, tensor1, tensor2, *, value: self + value * tensor1 / tensor2,
    self=lambda g: g,
    tensor1=lambda g, tensor2, value: g * (value / tensor2),
    tensor2=lambda g, tensor1, tensor2, value: -g * (value * tensor1 / (tensor2 * tensor2)),
)


def addcmul(input: Tensor, tensor1: Tensor, tensor2: Tensor, value: float) -> Tensor:
    """`input + value * tensor1 * tensor2`."""
    tensors = _of_one_type("addcmul", input, tensor1, tensor2)
    result: Tensor = _ADDCMUL.apply(tensors, {"value": _whole(input, value)})
    return result


def addcdiv(input: Tensor, tensor1: Tensor, tensor2: Tensor, value: float) -> Tensor:
    """`input + value * tensor1 / tensor2`.

    Raises:
        RuntimeError: for integers.
    """
    tensors = _of_quotient(input, tensor1, tensor2)
    result: Tensor = _ADDCDIV.apply(tensors, {"value": value})
    return result


def addcmul_(input: Tensor, tensor1: Tensor, tensor2: Tensor, value: float) -> Tensor:
    """`addcmul` in place."""
    tensors = _of_one_type("addcmul_", input, tensor1, tensor2)
    return write(_ADDCMUL, tensors, {"value": _whole(input, value)})


def addcdiv_(input: Tensor, tensor1: Tensor, tensor2: Tensor, value: float) -> Tensor:
    """`addcdiv` in place."""
    return write(_ADDCDIV, _of_quotient(input, tensor1, tensor2), {"value": value})


def lerp_(input: Tensor, end: Tensor, weight: float) -> Tensor:
    """`lerp` in place, of tensors of one type."""
    return write(lerp_number, (input, end), {"weight": weight})


def _of_quotient(input: Tensor, tensor1: Tensor, tensor2: Tensor) -> tuple[Tensor, ...]:
    if not (of(tensor1.array).is_floating_point or of(tensor2.array).is_floating_point):
        raise RuntimeError(errors.INTEGER_ADDCDIV)
    return _of_one_type("addcdiv", input, tensor1, tensor2)


def _of_one_type(name: str, *tensors: Tensor) -> tuple[Tensor, ...]:
    first, second, third = tensors
    if len({tensor.array.dtype for tensor in tensors}) > 1:
        raise errors.Unsupported(f"{name} of tensors of several types")
    shape = broadcast(broadcast(first.array.shape, second.array.shape), third.array.shape)
    current().allow(math.prod(shape))
    return tensors


def _whole(input: Tensor, value: Any) -> Any:
    """The factor in the type of the tensors: integers are multiplied by whole numbers."""
    return value if of(input.array).is_floating_point else int(value)
