"""PyTorch's stream of random numbers on the CPU: Mersenne Twister and how it is drawn from."""

import math
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from engine.autograd.vector_math import fast_log, fast_sincos

DEFAULT_SEED: Final = 67280421310721
"""What a generator starts from before `manual_seed`: PyTorch draws one then, we repeat ours."""

_BLOCK: Final = 16


class Generator:
    """The default generator of one run.

    The order in which bits are drawn is that of ATen's `CPUGeneratorImpl`, `DistributionsHelper.h`
    and `DistributionTemplates.h` (normal_fill), PyTorch 2.13.
    """

    __slots__ = ("_bits", "_spare", "seed")

    def __init__(self) -> None:
        self.seed = DEFAULT_SEED
        self._bits: np.random.MT19937 | None = None
        self._spare: float | None = None

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
            dtype: a floating type; float64 takes 53 bits of two draws, others 24 (float16: 11) of
                one.
        """
        if dtype == np.float64:
            return self._doubles(count)
        digits = 11 if dtype == np.float16 else 24
        kept = self._draw(count) & np.uint64((1 << digits) - 1)
        return (kept.astype(np.float32) * np.float32(2.0**-digits)).astype(dtype)

    def normal(self, count: int, dtype: np.dtype[Any]) -> NDArray[Any]:
        """Numbers of the standard normal distribution.

        Args:
            count: how many; from 16 on they are drawn in blocks, as PyTorch does.
            dtype: a floating type.
        """
        if count < _BLOCK:
            return np.array([self._single() for _ in range(count)], dtype=dtype)
        values = self.uniform(count, dtype)
        whole = count - count % _BLOCK
        for start in range(0, whole, _BLOCK):
            _make_normal(values[start : start + _BLOCK])
        if whole != count:
            values[-_BLOCK:] = self.uniform(_BLOCK, dtype)
            _make_normal(values[-_BLOCK:])
        return values

    def _draw(self, count: int) -> NDArray[np.uint64]:
        if self._bits is None:
            self._bits = np.random.MT19937()
            # The classic seeding of the twister, which PyTorch uses too.
            self._bits._legacy_seeding(self.seed & 0xFFFFFFFF)  # noqa: SLF001
        drawn: NDArray[np.uint64] = self._bits.random_raw(count)
        return drawn

    def _doubles(self, count: int) -> NDArray[np.float64]:
        drawn = self._draw(2 * count)
        whole = (drawn[0::2] << np.uint64(32)) | drawn[1::2]
        return (whole & np.uint64((1 << 53) - 1)).astype(np.float64) * 2.0**-53

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
