"""The float32 polynomials behind PyTorch's blockwise normal numbers.

They are the Cephes approximations (S. Moshier) that ATen's AVX2 code evaluates for logarithm, sine
and cosine; following them step by step makes `randn` agree to the last bit.
"""

from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[Any]


def _f(value: float) -> np.float32:
    return np.float32(value)


_LOG: Final = tuple(
    map(
        _f,
        (
            7.0376836292e-2,
            -1.1514610310e-1,
            1.1676998740e-1,
            -1.2420140846e-1,
            1.4249322787e-1,
            -1.6668057665e-1,
            2.0000714765e-1,
            -2.4999993993e-1,
            3.3333331174e-1,
        ),
    )
)
_SINE: Final = tuple(map(_f, (-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1)))
_COSINE: Final = tuple(map(_f, (2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2)))
_QUARTER_TURN: Final = tuple(
    map(_f, (-0.78515625, -2.4187564849853515625e-4, -3.77489497744594108e-8))
)


def _fused(a: Floats, b: Any, c: Any) -> Floats:
    """`a * b + c` rounded once, as the processor's fused instruction does."""
    exact = a.astype(np.float64) * np.asarray(b, np.float64) + np.asarray(c, np.float64)
    return exact.astype(np.float32)


def _polynomial(coefficients: tuple[np.float32, ...], x: Floats) -> Floats:
    value = np.full_like(x, coefficients[0])
    for coefficient in coefficients[1:]:
        value = _fused(value, x, coefficient)
    return value


def fast_log(x: Floats) -> Floats:
    """Natural logarithm of positive float32 numbers, shape kept."""
    mantissa, exponent = np.frexp(x)
    power = exponent.astype(np.float32)
    small = mantissa < _f(0.707106781186547524)
    power = power - small.astype(np.float32)
    rest = mantissa - _f(1) + np.where(small, mantissa, _f(0))
    square = rest * rest
    value = _fused(_polynomial(_LOG, rest) * rest, square, power * _f(-2.12194440e-4))
    value = _fused(square, _f(-0.5), value)
    return _fused(power, _f(0.693359375), rest + value)


def fast_sincos(x: Floats) -> tuple[Floats, Floats]:
    """Sine and cosine of non-negative float32 angles, shape kept."""
    octant = (x * _f(1.27323954473516)).astype(np.int32)
    octant = (octant + 1) & ~1
    turns = octant.astype(np.float32)
    rest = x
    for part in _QUARTER_TURN:
        rest = _fused(turns, part, rest)
    square = rest * rest
    cosine = _fused(_polynomial(_COSINE, square) * square, square, -(square * _f(0.5))) + _f(1)
    sine = _fused(_polynomial(_SINE, square) * square, rest, rest)
    swapped = (octant & 2) != 0
    sine_sign = np.where((octant & 4) != 0, _f(-1), _f(1))
    cosine_sign = np.where((~(octant - 2) & 4) != 0, _f(-1), _f(1))
    return (
        np.where(swapped, cosine, sine) * sine_sign,
        np.where(swapped, sine, cosine) * cosine_sign,
    )
