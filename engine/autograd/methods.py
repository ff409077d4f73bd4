"""The methods and operators of a Tensor, in tables one can read.

A function of the operations whose first parameter is the tensor serves as a method of the same
name. `install` hangs them onto the class once, when the package is imported.
"""

import builtins
from collections.abc import Callable, Iterator
from typing import Any, Final

from engine.autograd import catalogue, saved_attributes
from engine.autograd.backward import backward_of
from engine.autograd.device import CPU
from engine.autograd.in_place import write
from engine.autograd.node_hooks import register_after_accumulation
from engine.autograd.operations import (
    arithmetic,
    bitwise,
    comparison,
    data,
    divisions,
    indexing,
    layouts,
    matmul,
    parts,
    placing,
    powers,
    shapes,
)
from engine.autograd.operations.promotion import check_broadcast, number_in
from engine.autograd.primitive import Primitive
from engine.autograd.tensor import Tensor

_NUMBERS: Final = (Tensor, int, float)
_PLAIN_NUMBERS: Final = frozenset({int, float})
_NO_OPTIONS: Final[dict[str, Any]] = {}


def _operator(function: Callable[[Tensor, Any], Any]) -> Callable[[Tensor, Any], Any]:
    """An operator that leaves operands of other kinds to Python."""

    def method(self: Tensor, other: Any) -> Any:
        return function(self, other) if isinstance(other, _NUMBERS) else NotImplemented

    return method


def _binary(
    primitive: Primitive, function: Callable[[Tensor, Any], Any]
) -> Callable[[Tensor, Any], Any]:
    """The operator of a primitive, which operands that fit reach without a detour."""

    def method(self: Tensor, other: Any) -> Any:
        array = self.array
        dtype = array.dtype
        if dtype.kind == "f":
            if isinstance(other, Tensor):
                operand = other.array
                if operand.dtype is dtype:
                    fits = array.shape == operand.shape
                    if not fits:
                        check_broadcast(array.shape, operand.shape)
                    return primitive.of_two(self, other, array, operand, fits)
            elif type(other) in _PLAIN_NUMBERS:
                return primitive.of_two(self, other, array, number_in(other, dtype), True)
        return function(self, other) if isinstance(other, _NUMBERS) else NotImplemented

    return method


def _binary_in_place(
    primitive: Primitive, function: Callable[[Tensor, Any], Any]
) -> Callable[[Tensor, Any], Any]:
    """The operator that writes its result to the first operand, without a detour if both fit."""

    def method(self: Tensor, other: Any) -> Any:
        array = self.array
        dtype = array.dtype
        if dtype.kind == "f" and isinstance(other, Tensor):
            operand = other.array
            if operand.dtype is dtype and array.shape == operand.shape:
                return write(primitive, (self, other), _NO_OPTIONS, (array, operand))
        return function(self, other) if isinstance(other, _NUMBERS) else NotImplemented

    return method


def _times_matrix(self: Tensor, other: Any) -> Any:
    return matmul.matmul(self, other) if isinstance(other, Tensor) else NotImplemented


def _rows(self: Tensor) -> Iterator[Tensor]:
    if self.ndim == 0:
        raise TypeError("iteration over a 0-d tensor")
    return iter(parts.unbind(self, 0))


METHODS: Final[dict[str, Callable[..., Any]]] = {
    "element_size": lambda self: self.dtype.itemsize,
    "register_post_accumulate_grad_hook": register_after_accumulation,
    "is_floating_point": lambda self: self.dtype.is_floating_point,
    "cpu": lambda self: self,
    **catalogue.METHODS,
}  # fmt: skip
"""Every method that is an operation; those of autograd itself stand in `Tensor`."""

_OPERATORS: Final[dict[str, Callable[..., Any]]] = {
    "__add__": _binary(arithmetic.plain_add, arithmetic.add),
    "__radd__": _binary(arithmetic.plain_add, arithmetic.add),
    "__sub__": _binary(arithmetic.plain_sub, arithmetic.sub),
    "__rsub__": _operator(arithmetic.rsub),
    "__mul__": _binary(arithmetic.plain_mul, arithmetic.mul),
    "__rmul__": _binary(arithmetic.plain_mul, arithmetic.mul),
    "__truediv__": _binary(arithmetic.plain_div, arithmetic.div),
    "__rtruediv__": _operator(arithmetic.rdiv),
    "__pow__": _operator(powers.pow),
    "__rpow__": _operator(lambda self, other: powers.pow(other, self)),
    "__floordiv__": _operator(divisions.floor_divide),
    "__mod__": _operator(divisions.remainder),
    "__iadd__": _binary_in_place(arithmetic.plain_add, arithmetic.add_),
    "__isub__": _binary_in_place(arithmetic.plain_sub, arithmetic.sub_),
    "__imul__": _binary_in_place(arithmetic.plain_mul, arithmetic.mul_),
    "__itruediv__": _binary_in_place(arithmetic.plain_div, arithmetic.div_),
    "__ipow__": _operator(powers.pow_),
    "__matmul__": _times_matrix,
    "__neg__": METHODS["neg"],
    "__pos__": METHODS["positive"],
    "__abs__": METHODS["abs"],
    "__invert__": bitwise.invert,
    "__and__": _operator(bitwise.bitwise_and),
    "__rand__": _operator(bitwise.bitwise_and),
    "__or__": _operator(bitwise.bitwise_or),
    "__ror__": _operator(bitwise.bitwise_or),
    "__xor__": _operator(bitwise.bitwise_xor),
    "__rxor__": _operator(bitwise.bitwise_xor),
    "__lshift__": _operator(bitwise.left_shift),
    "__rshift__": _operator(bitwise.right_shift),
    "__eq__": _operator(comparison.eq),
    "__ne__": _operator(comparison.ne),
    "__lt__": _operator(comparison.lt),
    "__le__": _operator(comparison.le),
    "__gt__": _operator(comparison.gt),
    "__ge__": _operator(comparison.ge),
    "__getitem__": indexing.get,
    "__setitem__": placing.set_,
    "__len__": data.length,
    "__iter__": _rows,
    "__float__": data.to_float,
    "__int__": data.to_int,
    "__index__": data.to_index,
    "__bool__": data.to_bool,
}

_PROPERTIES: Final[dict[str, Callable[[Tensor], Any]]] = {
    "T": shapes.reversed_dims,
    "mT": layouts.matrix_transpose,
    "device": lambda _: CPU,
    "is_cuda": lambda _: False,
}


def install() -> None:
    """Give the class Tensor its methods, operators and derived properties, and nodes theirs."""
    saved_attributes.install()
    for name, function in (*METHODS.items(), *_OPERATORS.items(), ("backward", backward_of)):
        # A function object of its own, since some of them are callable objects.
        setattr(Tensor, name, function)
    for name, read in _PROPERTIES.items():
        setattr(Tensor, name, builtins.property(read))


install()
