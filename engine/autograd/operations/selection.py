# ruff: noqa: PLW0108 - the names of a lambda's parameters are the names of the inputs
"""Operations that let some elements through and not others."""

from typing import Any

import numpy as np

from engine.autograd import errors
from engine.autograd.batch import number_as
from engine.autograd.context import current
from engine.autograd.default_type import of_number
from engine.autograd.dtypes import of, promoted
from engine.autograd.operations.contiguity import in_order
from engine.autograd.operations.dimensions import broadcast
from engine.autograd.operations.memory import zeros_of
from engine.autograd.operations.promotion import operands
from engine.autograd.primitive import Primitive
from engine.autograd.tensor import Tensor


def _filled(self: Any, mask: Any, value: Any) -> Any:
    chosen: Any = np.where(mask, value, self)
    return in_order(chosen)


_where: Primitive = Primitive(
    "WhereBackward0",
    lambda condition, self, other: np.where(condition, self, other),
    promotes=True,
    self=lambda g, condition: where(condition, g, 0.0),
    other=lambda g, condition: where(condition, 0.0, g),
)
masked_fill_number: Primitive = Primitive(
    "MaskedFillBackward0",
    lambda self, mask, *, value: _filled(self, mask, value),
    self=lambda g, mask: masked_fill_number(g, mask, value=0.0),
)
masked_fill_tensor: Primitive = Primitive(
    "MaskedFillBackward1",
    lambda self, mask, value: _filled(self, mask, value),
    promotes=True,
    self=lambda g, mask: masked_fill_number(g, mask, value=0.0),
    value=lambda g, mask: where(mask, g, 0.0),
)


def _share(g: Any, equal: Any, less: Any) -> Any:
    """All of the cotangent, half of it at a tie, nothing where the other operand won."""
    return masked_fill_number(where(equal, g / 2, g), less, value=0.0)


_maximum: Primitive = Primitive(
    "MaximumBackward0",
    # Of 0.0 and -0.0 PyTorch takes the first, NumPy the second.
    lambda self, other: np.maximum(other, self),
    promotes=True,
    self=lambda g, self, other: _share(g, self == other, self < other),
    other=lambda g, self, other: _share(g, self == other, self > other),
)
_minimum: Primitive = Primitive(
    "MinimumBackward0",
    lambda self, other: np.minimum(other, self),
    promotes=True,
    self=lambda g, self, other: _share(g, self == other, self > other),
    other=lambda g, self, other: _share(g, self == other, self < other),
)


threshold_backward: Primitive = Primitive(
    "ThresholdBackwardBackward0",
    lambda g, result: np.where(result <= 0, np.zeros((), g.dtype), g),
    g=lambda g, result: threshold_backward(g, result),
    result=lambda g: zeros_of(g),
)
relu: Primitive = Primitive(
    "ReluBackward0",
    # nan and -0.0 pass through, as they do in PyTorch.
    lambda self: np.where(self < 0, np.zeros((), self.dtype), self),
    self=lambda g, result: threshold_backward(g, result),
)


def where(condition: Any, input: Any, other: Any) -> Any:
    """One value where a condition holds, another elsewhere; arrays, Tensors and numbers.

    Raises:
        RuntimeError: when shapes do not broadcast, or the condition is not one of truths.
    """
    if isinstance(condition, Tensor) and condition.array.dtype.kind not in "bu":
        raise RuntimeError(errors.CONDITION_TYPE.format(of(condition.array).title))
    _check_broadcast(condition, input, other)
    if isinstance(input, Tensor) or isinstance(other, Tensor):
        arrays = operands(input, other)
    elif isinstance(condition, Tensor):
        common = promoted(of_number(input), of_number(other)).numpy
        arrays = [number_as(input, common), number_as(other, common)]
    else:
        return np.where(condition, input, other)
    mask = condition.array if isinstance(condition, Tensor) else condition
    chosen = broadcast(np.shape(arrays[0]), np.shape(arrays[1]))
    current().allow(int(np.prod(broadcast(mask.shape, chosen))))
    return _where.apply((condition, input, other), {}, [mask, *arrays])


def _check_broadcast(*values: Any) -> None:
    # PyTorch widens the condition's shape first, which decides whose sizes its message names.
    shape: tuple[int, ...] = ()
    for value in values:
        if isinstance(value, Tensor):
            shape = broadcast(shape, value.array.shape)


def fill_at(g: Any, mask: Any, value: Any) -> Any:
    """Zeros like a cotangent but for a 0-d value where the mask holds; arrays or Tensors."""
    return masked_fill_tensor(g, mask, value)


def maximum(input: Tensor, other: Tensor) -> Tensor:
    """The greater of two elements; ties share the gradient evenly."""
    result: Tensor = _maximum.apply((input, other), {}, operands(input, other))
    return result


def minimum(input: Tensor, other: Tensor) -> Tensor:
    """The smaller of two elements; ties share the gradient evenly."""
    result: Tensor = _minimum.apply((input, other), {}, operands(input, other))
    return result
