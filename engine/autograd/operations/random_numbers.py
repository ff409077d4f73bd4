"""Random whole numbers, orders, normal numbers and coins."""

import math
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np

from engine.autograd import errors
from engine.autograd.context import current
from engine.autograd.dtypes import Array, DType, float32, int64, of
from engine.autograd.errors import random as random_errors
from engine.autograd.in_place import write
from engine.autograd.operations.creation import finished
from engine.autograd.operations.dimensions import broadcast
from engine.autograd.operations.memory import zeros_of
from engine.autograd.operations.shapes import expand
from engine.autograd.primitive import Primitive
from engine.autograd.random import Generator
from engine.autograd.tensor import Tensor

_WORDS: Final = range(-(2**63), 2**63)
# Up to which whole number a floating type has them all, as a power of two.
_DIGITS: Final = {"float16": 11, "float32": 24, "float64": 53}


def manual_seed(seed: Any) -> Generator:
    """Start the stream of random numbers that belongs to a seed.

    Args:
        seed: a whole number of 64 bits; a negative one counts from the end.

    Raises:
        ValueError: for more bits.
    """
    return current().generator.manual_seed(seed)


def initial_seed() -> int:
    """The seed that the stream of random numbers was started with."""
    return current().generator.initial_seed()


def randint(
    low: int,
    high: int,
    size: Sequence[int],
    dtype: DType | None,
    pin_memory: bool,
    requires_grad: bool,
) -> Tensor:
    """Whole numbers from `low` up to, without, `high`, all equally likely.

    Raises:
        RuntimeError: for an empty range, and for one that the type does not hold.
    """
    return finished(_integers(low, high, _allowed(size), dtype or int64), requires_grad, pin_memory)


def randint_like(
    input: Tensor, low: int, high: int, dtype: DType | None, pin_memory: bool, requires_grad: bool
) -> Tensor:
    """`randint` in another tensor's shape and type."""
    shape = _allowed(input.array.shape)
    return finished(_integers(low, high, shape, dtype or input.dtype), requires_grad, pin_memory)


def randperm(n: int, dtype: DType | None, pin_memory: bool, requires_grad: bool) -> Tensor:
    """The whole numbers below `n` in random order.

    Raises:
        RuntimeError: for a negative number.
        NotImplementedError: for bool.
    """
    _allowed((n,))
    kind = dtype or int64
    if kind.category == 0:
        raise NotImplementedError(random_errors.KERNEL_MISSING.format("randperm", kind.title))
    return finished(np.array(current().generator.order(n), kind.numpy), requires_grad, pin_memory)


def normal_of_size(
    mean: float,
    std: float,
    size: Sequence[int],
    dtype: DType | None,
    pin_memory: bool,
    requires_grad: bool,
) -> Tensor:
    """Normal numbers of one mean and one standard deviation."""
    empty = np.zeros(_allowed(size), (dtype or float32).numpy)
    return finished(_normal(empty, mean=mean, std=std), requires_grad, pin_memory)


def _integers(low: int, high: int, shape: tuple[int, ...], dtype: DType) -> Array:
    if low not in _WORDS or high not in _WORDS:
        raise ValueError(random_errors.OVERFLOW)
    if dtype.is_floating_point:
        low, high = _held_bounds(low, high, dtype)
    if low >= high:
        raise RuntimeError(random_errors.EMPTY_RANGE.format(low, high))
    _check_range(low, high - 1, dtype)
    drawn = current().generator.integers(math.prod(shape), low, high)
    return drawn.astype(dtype.numpy).reshape(shape)


def _held_bounds(low: int, high: int, dtype: DType) -> tuple[int, int]:
    """Bounds drawn together, where the type rounds a number next to one of them beyond it."""
    number, digits = dtype.numpy.type, _DIGITS[dtype.name]
    first, last = int(number(low + 1)), int(number(high - 1))
    if first < low:
        low = first + (1 << (abs(low + 1).bit_length() - digits))
    if last >= high:
        high = last - (1 << (abs(high - 1).bit_length() - digits))
    return low, high


def _check_range(low: int, last: int, dtype: DType) -> None:
    if dtype.is_floating_point:
        digits = _DIGITS[dtype.name]
        for name, value in (("from", low), ("to - 1", last)):
            if abs(value) > 2**digits:
                text = random_errors.INEXACT_RANGE_WARNING.format(
                    name, digits, digits, dtype.c_name
                )
                current().warn(text)
        return
    bounds = (0, 1) if dtype.category == 0 else _bounds(dtype)
    for name, value in (("from", low), ("to - 1", last)):
        if not bounds[0] <= value <= bounds[1]:
            raise RuntimeError(random_errors.RANGE_BOUND.format(name, dtype.c_name))


def _bounds(dtype: DType) -> tuple[int, int]:
    limits = np.iinfo(dtype.numpy)
    return int(limits.min), int(limits.max)


def _allowed(size: Sequence[int]) -> tuple[int, ...]:
    """A shape, once the host has agreed to as many elements.

    Raises:
        RuntimeError: for a negative size.
    """
    shape = tuple(size)
    for extent in shape:
        if extent < 0:
            raise RuntimeError(random_errors.NEGATIVE_DIMENSION.format(extent, errors.sizes(shape)))
    current().allow(math.prod(shape))
    return shape


def _floating(kernel: str, array: Array) -> None:
    if array.dtype.kind != "f":
        raise NotImplementedError(random_errors.KERNEL_MISSING.format(kernel, of(array).title))


def _normal(self: Array, *, mean: float, std: float) -> Array:
    _check_deviation(std)
    _floating("normal_kernel_cpu", self)
    drawn = current().generator.affine_normal(self.size, self.dtype, mean, std)
    return drawn.reshape(self.shape)


def _check_deviation(std: float) -> None:
    if not std >= 0:
        raise RuntimeError(random_errors.DEVIATION.format(format(std, "g")))


def _uniform(self: Array, *, start: float, end: float) -> Array:
    _floating("check_uniform_bounds", self)
    limit = float(np.finfo(self.dtype).max)
    for name, value in (("from", start), ("to", end)):
        if not -limit <= value <= limit:
            raise RuntimeError(random_errors.RANGE_BOUND.format(name, of(self).c_name))
    if start > end:
        raise RuntimeError(random_errors.UNIFORM_RANGE.format(format(start, "g"), format(end, "g")))
    drawn = current().generator.affine_uniform(self.size, self.dtype, start, end)
    return drawn.reshape(self.shape)


def _tossed(self: Array, *, p: float) -> Array:
    if not 0 <= p <= 1:
        raise RuntimeError(random_errors.PROBABILITY.format(format(p, "g")))
    tosses = current().generator.uniform(self.size, np.dtype(np.float64)) < p
    return tosses.astype(self.dtype).reshape(self.shape)


def _tossed_each(self: Array) -> Array:
    _floating("bernoulli_tensor_cpu_p_", self)
    if not bool(np.all((self >= 0) & (self <= 1))):
        raise RuntimeError(random_errors.PROBABILITIES)
    # Probabilities of float64 are compared with numbers of 53 bits, others with 24.
    kind = np.dtype(np.float64 if self.dtype == np.float64 else np.float32)
    tosses = current().generator.uniform(self.size, kind).reshape(self.shape) < self
    return tosses.astype(self.dtype)


def _scattered(mean: Array, std: Array) -> Array:
    """Normal numbers of means and deviations element by element."""
    _floating("normal_kernel_cpu", mean)
    shape = np.broadcast_shapes(mean.shape, std.shape)
    drawn = current().generator.normal(math.prod(shape), mean.dtype).reshape(shape)
    return drawn * std + mean


NORMAL_IN_PLACE: Final = Primitive("NormalBackward0", _normal, self=zeros_of)
UNIFORM_IN_PLACE: Final = Primitive("UniformBackward0", _uniform, self=zeros_of)
COINS_IN_PLACE: Final = Primitive("BernoulliBackward2", _tossed, self=zeros_of)
_COINS_OF_TENSOR: Final = Primitive(
    "BernoulliBackward1", lambda self, *, tosses: tosses.astype(self.dtype), self=zeros_of
)
COINS: Final = Primitive("BernoulliBackward0", _tossed_each, self=zeros_of)
_OF_MEANS: Final = Primitive(
    "NormalBackward1",
    lambda mean, *, std: _scattered(mean, np.asarray(std, mean.dtype)),
    mean=zeros_of,
)
_OF_DEVIATIONS: Final = Primitive(
    "NormalBackward2",
    lambda std, *, mean: _scattered(np.asarray(mean, std.dtype), std),
    std=zeros_of,
)
_OF_BOTH: Final = Primitive("NormalBackward3", _scattered, mean=zeros_of, std=zeros_of)


def normal_of_means(mean: Tensor, std: float) -> Tensor:
    """Normal numbers around each element of a tensor."""
    _check_deviation(std)
    result: Tensor = _OF_MEANS.apply((mean,), {"std": std})
    return result


def normal_of_deviations(mean: float, std: Tensor) -> Tensor:
    """Normal numbers around one mean, with each element's deviation."""
    _check_deviations(std)
    result: Tensor = _OF_DEVIATIONS.apply((std,), {"mean": mean})
    return result


def normal_of_both(mean: Tensor, std: Tensor) -> Tensor:
    """Normal numbers around each mean, with each element's deviation."""
    _check_deviations(std)
    mean_shape, std_shape = mean.array.shape, std.array.shape
    current().allow(math.prod(broadcast(mean_shape, std_shape)))
    arrays = [mean.array, std.array.astype(mean.array.dtype, copy=False)]
    result: Tensor = _OF_BOTH.apply((mean, std), {}, arrays)
    return result


def _check_deviations(std: Tensor) -> None:
    if not bool(np.all(std.array >= 0)):
        raise RuntimeError(random_errors.DEVIATIONS)


def bernoulli(input: Tensor) -> Tensor:
    """Ones and zeros, ones with the probability that each element tells."""
    result: Tensor = COINS.apply((input,), {})
    return result


def toss_each(input: Tensor, p: Tensor) -> Tensor:
    """Write ones and zeros to a tensor, ones with the probability that each element of `p` tells.

    Raises:
        RuntimeError: for probabilities of another shape or out of range.
    """
    tosses = _tossed_each(expand(p.detach(), *input.array.shape).array)
    return write(_COINS_OF_TENSOR, (input,), {"tosses": tosses})


def bernoulli_of_number(input: Tensor, p: float) -> Tensor:
    """Ones and zeros in a tensor's shape and type, ones with one probability."""
    current().allow(input.array.size)
    return Tensor(_tossed(input.array, p=p))


def in_place(primitive: Primitive, *names: str) -> Callable[..., Tensor]:
    """The method that writes random numbers to a tensor.

    Args:
        primitive: what draws them.
        *names: its options, in the order of the method's arguments.
    """

    def method(input: Tensor, *values: float) -> Tensor:
        return write(primitive, (input,), dict(zip(names, values, strict=True)))

    return method
