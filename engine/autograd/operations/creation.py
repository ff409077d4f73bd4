"""Tensors made from shapes, and of one number."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from engine.autograd import errors
from engine.autograd.batch import filled
from engine.autograd.context import current
from engine.autograd.default_type import default_type, of_number
from engine.autograd.dtypes import Array, DType
from engine.autograd.operations.numbers import number_within
from engine.autograd.operations.requirements import not_implemented_for
from engine.autograd.tensor import Tensor


def finished(array: Array, requires_grad: bool | None, pin_memory: bool | None = False) -> Tensor:
    """A new leaf.

    Raises:
        RuntimeError: for pinned memory, of which there is none without an accelerator; for a
            gradient of integers or bool.
    """
    if pin_memory:
        raise RuntimeError(errors.PINNED_MEMORY)
    result = Tensor(array)
    if requires_grad:
        if array.dtype.kind != "f":
            raise RuntimeError(errors.FLOATING_CREATION)
        result.requires_grad_()
    return result


def allowed(size: tuple[int, ...], function: str = "") -> tuple[int, ...]:
    """A shape, after the host was asked for so much memory.

    Raises:
        RuntimeError: for a negative size.
    """
    for item in size:
        if item < 0:
            if function == "zeros":
                raise RuntimeError("zeros: Dimension size must be non-negative.")
            raise RuntimeError(
                f"Trying to create tensor with negative dimension {item}: {errors.sizes(size)}"
            )
    current().allow(math.prod(size))
    return size


Maker = Callable[[tuple[int, ...], Any], Array]


def uniform(shape: tuple[int, ...], dtype: Any) -> Array:
    """Random numbers in [0, 1).

    Raises:
        NotImplementedError: for integers and bool.
    """
    if dtype.kind != "f":
        raise not_implemented_for("check_uniform_bounds", Tensor(np.zeros((), dtype)))
    return current().generator.uniform(math.prod(shape), dtype).reshape(shape)


def normal(shape: tuple[int, ...], dtype: Any) -> Array:
    """Standard normal random numbers.

    Raises:
        NotImplementedError: for integers and bool.
    """
    if dtype.kind != "f":
        raise not_implemented_for("normal_kernel_cpu", Tensor(np.zeros((), dtype)))
    return current().generator.normal(math.prod(shape), dtype).reshape(shape)


def of_size(name: str, make: Maker) -> Callable[..., Tensor]:
    """The function of a shape that fills a tensor."""

    def function(
        size: tuple[int, ...],
        dtype: DType | None = None,
        pin_memory: bool | None = False,
        requires_grad: bool | None = False,
    ) -> Tensor:
        shape = allowed(size, name)
        return finished(make(shape, (dtype or default_type()).numpy), requires_grad, pin_memory)

    return function


def of_tensor(make: Maker) -> Callable[..., Tensor]:
    """The function of a tensor that fills another one of its shape, type and order in memory."""

    def function(
        input: Tensor,
        dtype: DType | None = None,
        pin_memory: bool | None = False,
        requires_grad: bool | None = False,
    ) -> Tensor:
        shape = allowed(input.array.shape)
        made = make(shape, (dtype or input.dtype).numpy)
        return finished(_laid_out_like(input.array, made), requires_grad, pin_memory)

    return function


def _laid_out_like(model: Array, made: Array) -> Array:
    """An array in the order in which another one without gaps lies in memory."""
    if model.ndim < 2 or model.flags.c_contiguous or not _without_gaps(model):
        return made
    order = sorted(range(model.ndim), key=lambda axis: -model.strides[axis])
    laid_out: Array = made.transpose(order).copy().transpose(np.argsort(order))
    return laid_out


def _without_gaps(array: Array) -> bool:
    order = sorted(range(array.ndim), key=lambda axis: -array.strides[axis])
    dense: bool = array.transpose(order).flags.c_contiguous
    return dense


zeros_like = of_tensor(np.zeros)


def of_receiver(make: Maker) -> Callable[..., Tensor]:
    """The method that fills a tensor of a shape in the receiver's type."""

    def function(
        self: Tensor,
        size: tuple[int, ...],
        dtype: DType | None = None,
        pin_memory: bool | None = False,
        requires_grad: bool | None = False,
    ) -> Tensor:
        array = make(allowed(size), (dtype or self.dtype).numpy)
        return finished(array, requires_grad, pin_memory)

    return function


def _of_number(shape: tuple[int, ...], value: Any, dtype: DType) -> Array:
    return filled(shape, number_within(value, dtype), dtype.numpy)


def full(
    size: tuple[int, ...],
    fill_value: Any,
    dtype: DType | None = None,
    pin_memory: bool | None = False,
    requires_grad: bool | None = False,
) -> Tensor:
    """A tensor of one number, which decides the type unless one is given."""
    kind = of_number(fill_value) if dtype is None else dtype
    return finished(_of_number(allowed(size), fill_value, kind), requires_grad, pin_memory)


def full_like(
    input: Tensor,
    fill_value: Any,
    dtype: DType | None = None,
    pin_memory: bool | None = False,
    requires_grad: bool | None = False,
) -> Tensor:
    """A tensor of one number in another's shape and type."""
    array = _of_number(allowed(input.array.shape), fill_value, dtype or input.dtype)
    return finished(_laid_out_like(input.array, array), requires_grad, pin_memory)


def new_full(
    self: Tensor,
    size: tuple[int, ...],
    fill_value: Any,
    dtype: DType | None = None,
    pin_memory: bool | None = False,
    requires_grad: bool | None = False,
) -> Tensor:
    """A tensor of one number in the receiver's type."""
    array = _of_number(allowed(size), fill_value, dtype or self.dtype)
    return finished(array, requires_grad, pin_memory)


def eye(
    n: int,
    m: int | None = None,
    dtype: DType | None = None,
    pin_memory: bool | None = False,
    requires_grad: bool | None = False,
) -> Tensor:
    """A matrix with ones on its diagonal.

    Raises:
        RuntimeError: for a negative size.
    """
    columns = n if m is None else m
    for name, size in (("n", n), ("m", columns)):
        if size < 0:
            raise RuntimeError(f"{name} must be greater or equal to 0, got {size}")
    current().allow(n * columns)
    kind = (dtype or default_type()).numpy
    return finished(np.eye(n, columns, dtype=kind), requires_grad, pin_memory)


def get_default_dtype() -> DType:
    """The type of tensors made from Python floats."""
    return default_type()
