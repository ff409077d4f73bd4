"""Tensors made from data, shapes and random numbers."""

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from engine.autograd import errors
from engine.autograd.batch import filled
from engine.autograd.context import current
from engine.autograd.dtypes import Array, DType, float32, int64
from engine.autograd.operations.dimensions import as_shape
from engine.autograd.tensor import Tensor


def finished(array: Array, requires_grad: bool, pin_memory: bool = False) -> Tensor:
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
        result.needs_grad = True
    return result


def _checked_shape(function: str, sizes: tuple[Any, ...]) -> tuple[int, ...]:
    if len(sizes) == 1 and not isinstance(sizes[0], int | list | tuple):
        raise TypeError(
            f"{function}(): argument 'size' (position 1) must be tuple of ints, not "
            f"{type(sizes[0]).__name__}"
        )
    shape = as_shape(sizes)
    for place, size in enumerate(shape):
        if isinstance(size, bool) or not isinstance(size, int):
            raise TypeError(
                f"{function}(): argument 'size' (position 1) must be tuple of ints, but found "
                f"element of type {type(size).__name__} at pos {place}"
            )
        if size < 0:
            if function == "zeros":
                raise RuntimeError("zeros: Dimension size must be non-negative.")
            raise RuntimeError(
                f"Trying to create tensor with negative dimension {size}: {errors.sizes(shape)}"
            )
    current().allow(math.prod(shape))
    return shape


def _filling(name: str, make: Callable[..., Array], about: str) -> Callable[..., Tensor]:
    def function(
        *size: int | Sequence[int],
        dtype: DType | None = None,
        requires_grad: bool = False,
        pin_memory: bool = False,
        device: object = None,  # noqa: ARG001 - there is one device
    ) -> Tensor:
        shape = _checked_shape(name, size)
        return finished(make(shape, (dtype or float32).numpy), requires_grad, pin_memory)

    function.__doc__ = f"A tensor {about}; sizes one by one or as one sequence."
    function.__name__ = name
    return function


def _filling_like(name: str, make: Callable[..., Array], about: str) -> Callable[..., Tensor]:
    def function(
        input: Tensor,
        *,
        dtype: DType | None = None,
        requires_grad: bool = False,
        pin_memory: bool = False,
        device: object = None,  # noqa: ARG001 - there is one device
    ) -> Tensor:
        if not isinstance(input, Tensor):
            raise errors.not_a_tensor(name, "input", 1, input)
        wanted = (dtype or input.dtype).numpy
        current().allow(input.array.size)
        return finished(make(input.array.shape, wanted), requires_grad, pin_memory)

    function.__doc__ = f"A tensor of the same shape and type {about}."
    function.__name__ = name
    return function


def _uniform(shape: tuple[int, ...], dtype: Any) -> Array:
    return current().generator.uniform(math.prod(shape), dtype).reshape(shape)


def _normal(shape: tuple[int, ...], dtype: Any) -> Array:
    return current().generator.normal(math.prod(shape), dtype).reshape(shape)


zeros = _filling("zeros", np.zeros, "of zeros")
ones = _filling("ones", np.ones, "of ones")
# PyTorch promises no values here, so zeros are as good as any.
empty = _filling("empty", np.zeros, "whose values nobody may rely on")
rand = _filling("rand", _uniform, "of uniform random numbers in [0, 1)")
randn = _filling("randn", _normal, "of standard normal random numbers")
zeros_like = _filling_like("zeros_like", np.zeros, "of zeros")
ones_like = _filling_like("ones_like", np.ones, "of ones")
empty_like = _filling_like("empty_like", np.zeros, "whose values nobody may rely on")
rand_like = _filling_like("rand_like", _uniform, "of uniform random numbers in [0, 1)")
randn_like = _filling_like("randn_like", _normal, "of standard normal random numbers")


def _type_of(value: Any) -> DType:
    return int64 if type(value) is int else float32


def full(
    size: Sequence[int],
    fill_value: Any,
    *,
    dtype: DType | None = None,
    requires_grad: bool = False,
    pin_memory: bool = False,
    device: object = None,  # noqa: ARG001 - there is one device
) -> Tensor:
    """A tensor of one number, which decides the type unless one is given."""
    shape = _checked_shape("full", (size,))
    kind = np.dtype(np.bool_) if isinstance(fill_value, bool) else _type_of(fill_value).numpy
    if dtype is not None:
        kind = dtype.numpy
    return finished(filled(shape, fill_value, kind), requires_grad, pin_memory)


def full_like(
    input: Tensor,
    fill_value: Any,
    *,
    dtype: DType | None = None,
    requires_grad: bool = False,
) -> Tensor:
    """A tensor of one number in another's shape and type."""
    current().allow(input.array.size)
    wanted = (dtype or input.dtype).numpy
    return finished(filled(input.array.shape, fill_value, wanted), requires_grad)


def arange(
    *bounds: Any,
    dtype: DType | None = None,
    requires_grad: bool = False,
    device: object = None,  # noqa: ARG001 - there is one device
) -> Tensor:
    """Numbers from a start (0) up to, without, an end, by a step (1).

    Raises:
        RuntimeError: when the step is zero or leads away from the end.
    """
    start, end, step = {1: (0, *bounds, 1), 2: (*bounds, 1), 3: bounds}[len(bounds)]
    if step == 0:
        raise RuntimeError("step must be nonzero")
    if (end - start) * step < 0:
        raise RuntimeError("upper bound and lower bound inconsistent with step sign")
    count = math.ceil((end - start) / step)
    current().allow(count)
    floating = any(isinstance(bound, float) for bound in bounds)
    kind = (dtype or (float32 if floating else int64)).numpy
    # Computed in the wide type and rounded once, as PyTorch does.
    wide = np.float64 if kind.kind == "f" else np.int64
    values = np.asarray(start, wide) + np.arange(count).astype(wide) * np.asarray(step, wide)
    return finished(values.astype(kind), requires_grad)


def linspace(
    start: float,
    end: float,
    steps: int,
    *,
    dtype: DType | None = None,
    requires_grad: bool = False,
) -> Tensor:
    """Evenly spaced numbers from a start to an end, both included.

    Raises:
        RuntimeError: for a negative number of steps.
    """
    if steps < 0:
        raise RuntimeError("number of steps must be non-negative")
    current().allow(steps)
    kind = (dtype or float32).numpy
    number = kind.type
    if steps == 1:
        return finished(np.full(1, start, kind), requires_grad)
    step = number(number(end) - number(start)) / number(max(steps - 1, 1))
    places = np.arange(steps)
    # The first half is counted from the start, the second from the end, so that both are met.
    values = np.where(
        places < steps // 2,
        number(start) + step * places.astype(kind),
        number(end) - step * (steps - 1 - places).astype(kind),
    )
    return finished(values.astype(kind), requires_grad)


def eye(
    n: int, m: int | None = None, *, dtype: DType | None = None, requires_grad: bool = False
) -> Tensor:
    """A matrix with ones on its diagonal."""
    for name, size in (("n", n), ("m", n if m is None else m)):
        if size < 0:
            raise RuntimeError(f"{name} must be greater or equal to 0, got {size}")
    current().allow(n * (n if m is None else m))
    return finished(np.eye(n, m, dtype=(dtype or float32).numpy), requires_grad)


def manual_seed(seed: int) -> None:
    """Start the stream of random numbers that belongs to a seed."""
    current().generator.restart(seed)


def get_default_dtype() -> DType:
    """The type of tensors made from Python floats."""
    return float32
