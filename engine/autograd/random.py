"""PyTorch's stream of random numbers on the CPU: Mersenne Twister and how it is drawn from."""

import math
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from engine.autograd.errors import random as random_errors
from engine.autograd.operations.fusing import added_product
from engine.autograd.vector_math import fast_log, fast_sincos

DEFAULT_SEED: Final = 67280421310721
"""What a generator starts from before `manual_seed`: PyTorch draws one then, we repeat ours."""

_SEEDS: Final = range(-(2**63), 2**64)
# How many normal numbers are drawn together.
_BLOCK: Final = 16
# From which range on whole numbers take 64 bits.
_WIDE: Final = 1 << 28


class Generator:
    """The default generator of one run.

    The order in which bits are drawn is that of ATen's `CPUGeneratorImpl`, `DistributionsHelper.h`
    and `DistributionTemplates.h` (normal_fill), PyTorch 2.13.
    """

    __slots__ = ("_bits", "_spare", "seed")

    def __init__(self) -> None:
        self.seed: int = DEFAULT_SEED
        self._bits: np.random.MT19937 | None = None
        self._spare: float | None = None

    def __repr__(self) -> str:
        return f"<torch._C.Generator object at {id(self):#x}>"

    def initial_seed(self) -> int:
        """The seed it was started with last."""
        return self.seed

    def manual_seed(self, seed: Any) -> Self:
        """Start the stream that belongs to a seed.

        Args:
            seed: a whole number of 64 bits; a negative one counts from the end.

        Raises:
            ValueError: for more bits.
        """
        number = int(seed)
        if number not in _SEEDS:
            raise ValueError(random_errors.OVERFLOW)
        self.restart(number % 2**64)
        return self

    def restart(self, seed: int) -> None:
        """Start the stream that belongs to a seed.

        Args:
            seed: any 64-bit integer; the twister takes its lower 32 bits.
        """
        self.seed = seed
        self._bits = None
        self._spare = None

    def uniform(self, count: int, dtype: np.dtype[Any]) -> NDArray[Any]:
        """Numbers in [0, 1).

        Args:
            count: how many.
            dtype: a floating type; float64 takes 53 bits of two draws, others 24 of one.
        """
        if dtype == np.float64:
            return self._doubles(count)
        kept = self._draw(count) & np.uint64((1 << 24) - 1)
        return (kept.astype(np.float32) * np.float32(2.0**-24)).astype(dtype)

    def normal(self, count: int, dtype: np.dtype[Any]) -> NDArray[Any]:
        """Numbers of the standard normal distribution.

        Args:
            count: how many; from 16 on they are drawn in blocks, as PyTorch does.
            dtype: a floating type.
        """
        return self._standard(count, dtype).astype(dtype, copy=False)

    def affine_uniform(
        self, count: int, dtype: np.dtype[Any], start: float, end: float
    ) -> NDArray[Any]:
        """Numbers in [start, end), as `uniform_` draws them."""
        kind = dtype.type
        width = kind(end) - kind(start)
        values = self.uniform(count, dtype)
        drawn: NDArray[Any] = added_product(np.full(count, start, dtype), values, width)
        return drawn

    def affine_normal(
        self, count: int, dtype: np.dtype[Any], mean: float, deviation: float
    ) -> NDArray[Any]:
        """Normal numbers of a mean and a standard deviation, as `normal_` draws them."""
        values = self._standard(count, dtype)
        means = np.full(count, mean, values.dtype)
        scaled: NDArray[Any] = added_product(means, values, deviation)
        return scaled.astype(dtype, copy=False)

    def integers(self, count: int, start: int, end: int) -> NDArray[np.int64]:
        """Whole numbers from a start up to, without, an end: the remainders of 32 or 64 bits.

        Args:
            count: how many.
            start: the least.
            end: greater than the start.
        """
        drawn = self._draw(count) if end - start < _WIDE else self._wide(count)
        # Two's complement takes what does not fit round to where it belongs.
        return (drawn % np.uint64(end - start)).astype(np.int64) + np.int64(start)

    def order(self, count: int) -> list[int]:
        """The numbers from 0 in random order: each place is exchanged with one not before it."""
        order = list(range(count))
        for place, bits in enumerate(self._draw(max(count - 1, 0)).tolist()):
            other = place + bits % (count - place)
            order[place], order[other] = order[other], order[place]
        return order

    def _draw(self, count: int) -> NDArray[np.uint64]:
        if self._bits is None:
            self._bits = np.random.MT19937()
            # The classic seeding of the twister, which PyTorch uses too.
            self._bits._legacy_seeding(self.seed & 0xFFFFFFFF)  # noqa: SLF001
        drawn: NDArray[np.uint64] = self._bits.random_raw(count)
        return drawn

    def _wide(self, count: int) -> NDArray[np.uint64]:
        drawn = self._draw(2 * count)
        return (drawn[0::2] << np.uint64(32)) | drawn[1::2]

    def _doubles(self, count: int) -> NDArray[np.float64]:
        return (self._wide(count) & np.uint64((1 << 53) - 1)).astype(np.float64) * 2.0**-53

    def _standard(self, count: int, dtype: np.dtype[Any]) -> NDArray[Any]:
        """Standard normal numbers in the type that PyTorch computes those of `dtype` in."""
        if count < _BLOCK:
            return np.array([self._single() for _ in range(count)], np.float64)
        whole = count - count % _BLOCK
        if dtype == np.float16:
            # Computed in float32, block by block: nothing is drawn at first for what is left over.
            values = np.zeros(count, np.float32)
            values[:whole] = self.uniform(whole, values.dtype)
        else:
            values = self.uniform(count, dtype)
        for start in range(0, whole, _BLOCK):
            _make_normal(values[start : start + _BLOCK])
        if whole != count:
            values[-_BLOCK:] = self.uniform(_BLOCK, values.dtype)
            _make_normal(values[-_BLOCK:])
        return values

    def _single(self) -> float:
        if self._spare is not None:
            value, self._spare = self._spare, None
            return value
        angle, distance = self._doubles(2).tolist()
        radius = math.sqrt(-2.0 * math.log1p(-distance))
        theta = 2.0 * math.pi * angle
        self._spare = radius * math.sin(theta)
        return radius * math.cos(theta)


def _make_normal(block: NDArray[Any]) -> None:
    """Turn sixteen uniform numbers into normal ones, in place (Box and Muller).

    float32 goes through the polynomials of ATen's vector code; float64 through the C library.
    """
    half = _BLOCK // 2
    if block.dtype == np.float32:
        one, two_pi = np.float32(1), np.float32(2 * math.pi)
        radius = np.sqrt(np.float32(-2) * fast_log(one - block[:half]))
        sine, cosine = fast_sincos(two_pi * block[half:])
    else:
        wide = block.tolist()
        # NumPy's own logarithm, sine and cosine of float64 differ from the C library's last bits.
        radius = np.array([math.sqrt(-2.0 * math.log(1 - value)) for value in wide[:half]])
        angles = [2 * math.pi * value for value in wide[half:]]
        sine = np.array([math.sin(angle) for angle in angles])
        cosine = np.array([math.cos(angle) for angle in angles])
    block[:half] = radius * cosine
    block[half:] = radius * sine
