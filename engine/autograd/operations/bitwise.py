"""Logic on bits: of bool the truth, of integers every bit; PyTorch has none for floating point."""

from collections.abc import Callable
from typing import Any

import numpy as np

from engine.autograd.in_place import write
from engine.autograd.operations.promotion import operands
from engine.autograd.operations.requirements import not_implemented_for
from engine.autograd.primitive import Primitive
from engine.autograd.tensor import Tensor, as_array


def _checked(kernel: str, arrays: list[Any]) -> list[Any]:
    for array in arrays:
        if hasattr(array, "dtype") and array.dtype.kind == "f":
            raise not_implemented_for(kernel, Tensor(as_array(array)))
    return arrays


def _arrays(name: str, input: Any, other: Any) -> list[Any]:
    arrays = operands(input, other)
    if isinstance(other, float):
        # With a float the common type is a floating one.
        arrays = [array for array in arrays if hasattr(array, "dtype")]
    return _checked(f"{name}_cpu", arrays)


def _function(name: str, compute: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Tensor]:
    def function(input: Any, other: Any) -> Tensor:
        return Tensor(as_array(compute(*_arrays(name, input, other))))

    function.__doc__ = f"`{name}` of each pair of elements."
    return function


def _in_place(name: str, compute: Callable[[Any, Any], Any]) -> Callable[[Tensor, Any], Tensor]:
    primitive = Primitive("NotDifferentiable", lambda self, other: compute(self, other))  # noqa: PLW0108

    def function(input: Tensor, other: Any) -> Tensor:
        return write(primitive, (input, other), {}, _arrays(name, input, other))

    function.__doc__ = f"`{name}` of each pair of elements, in place."
    return function


bitwise_and = _function("bitwise_and", np.bitwise_and)
bitwise_or = _function("bitwise_or", np.bitwise_or)
bitwise_xor = _function("bitwise_xor", np.bitwise_xor)
left_shift = _function("lshift", np.left_shift)
right_shift = _function("rshift", np.right_shift)
bitwise_and_ = _in_place("bitwise_and", np.bitwise_and)
bitwise_or_ = _in_place("bitwise_or", np.bitwise_or)
bitwise_xor_ = _in_place("bitwise_xor", np.bitwise_xor)


def bitwise_not(input: Tensor) -> Tensor:
    """Every bit turned round; of bool, the other truth."""
    return Tensor(as_array(np.invert(*_checked("bitwise_not_cpu", [input.array]))))


def invert(input: Tensor) -> Tensor:
    """What the operator `~` computes.

    Raises:
        TypeError: for floating point.
    """
    if input.array.dtype.kind == "f":
        raise TypeError(
            "~ (operator.invert) is only implemented on integer and Boolean-type tensors"
        )
    return bitwise_not(input)
