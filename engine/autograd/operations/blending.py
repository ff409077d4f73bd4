"""Blends of tensors, from which optimisers are made: `lerp`, `addcmul` and `addcdiv`."""

from typing import Any

import numpy as np

from engine.autograd.in_place import write
from engine.autograd.operations.fusing import added_product
from engine.autograd.primitive import Primitive
from engine.autograd.tensor import Tensor


def _lerp(self: Any, end: Any, *, weight: float) -> Any:
    # The nearer end is the one that is exact.
    if abs(weight) < 0.5:
        return added_product(self, end - self, weight)
    rest = float(np.float32(1) - np.float32(weight)) if self.dtype == np.float32 else 1 - weight
    return added_product(end, self - end, rest)


def _addcmul(self: Any, tensor1: Any, tensor2: Any, *, value: float) -> Any:
    return added_product(self, value * tensor1, tensor2)


def _addcdiv(self: Any, tensor1: Any, tensor2: Any, *, value: float) -> Any:
    return self + value * tensor1 / tensor2


_LERP = Primitive(
    "LerpBackward0",
    _lerp,
    self=lambda g, weight: g * (1 - weight),
    end=lambda g, weight: g * weight,
)
_ADDCMUL = Primitive(
    "AddcmulBackward0",
    _addcmul,
    self=lambda g: g,
    tensor1=lambda g, tensor2, value: g * (tensor2 * value),
    tensor2=lambda g, tensor1, value: g * (tensor1 * value),
)
_ADDCDIV = Primitive(
    "AddcdivBackward0",
    _addcdiv,
    self=lambda g: g,
    tensor1=lambda g, tensor2, value: g * (value / tensor2),
    tensor2=lambda g, tensor1, tensor2, value: -g * (value * tensor1 / (tensor2 * tensor2)),
)


def lerp(input: Tensor, end: Tensor, weight: float) -> Tensor:
    """The point that lies `weight` of the way from `input` to `end`, which has its shape."""
    result: Tensor = _LERP.apply((input, end), {"weight": weight})
    return result


def addcmul(input: Tensor, tensor1: Tensor, tensor2: Tensor, *, value: float = 1) -> Tensor:
    """`input + value * tensor1 * tensor2`."""
    result: Tensor = _ADDCMUL.apply((input, tensor1, tensor2), {"value": value})
    return result


def addcdiv(input: Tensor, tensor1: Tensor, tensor2: Tensor, *, value: float = 1) -> Tensor:
    """`input + value * tensor1 / tensor2`."""
    result: Tensor = _ADDCDIV.apply((input, tensor1, tensor2), {"value": value})
    return result


def lerp_(input: Tensor, end: Tensor, weight: float) -> Tensor:
    """`lerp` in place."""
    return write(_LERP, (input, end), {"weight": weight})


def addcmul_(input: Tensor, tensor1: Tensor, tensor2: Tensor, *, value: float = 1) -> Tensor:
    """`addcmul` in place."""
    return write(_ADDCMUL, (input, tensor1, tensor2), {"value": value})


def addcdiv_(input: Tensor, tensor1: Tensor, tensor2: Tensor, *, value: float = 1) -> Tensor:
    """`addcdiv` in place."""
    return write(_ADDCDIV, (input, tensor1, tensor2), {"value": value})
