"""Sums with products are rounded once."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.autograd.operations.fusing import added_product

MODERATE = st.floats(-1e50, 1e50, allow_subnormal=False).filter(
    lambda value: value == 0 or abs(value) > 1e-50
)
NARROW = st.floats(-(2.0**20), 2.0**20, width=32, allow_subnormal=False)


@given(MODERATE, MODERATE, MODERATE)
def test_float64_is_within_one_rounding_of_the_exact_sum(a: float, b: float, c: float) -> None:
    exact = Fraction(a) + Fraction(b) * Fraction(c)
    found = added_product(np.array([a]), np.array([b]), np.array([c]))[0]
    nearest = float(exact)
    assert found == nearest or abs(found - nearest) <= np.spacing(abs(nearest))


@given(NARROW, NARROW, NARROW)
def test_float32_is_the_exact_sum_rounded(a: float, b: float, c: float) -> None:
    arrays = [np.array([value], np.float32) for value in (a, b, c)]
    found = added_product(*arrays)[0]
    wide = np.float32(np.float64(a) + np.float64(b) * np.float64(c))
    assert found == wide


def test_what_two_roundings_would_lose_is_kept() -> None:
    left = right = np.array([1 + 2.0**-30])
    product = left * right
    assert added_product(-product, left, right)[0] == 2.0**-60


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_zeros_keep_their_sign(dtype: type) -> None:
    minus, zero = np.array([-0.0], dtype), np.array([0.0], dtype)
    assert np.signbit(added_product(minus, minus, np.array([1.0], dtype)))[0]
    assert not np.signbit(added_product(zero, minus, np.array([1.0], dtype)))[0]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_infinities_and_nan_pass(dtype: type) -> None:
    with np.errstate(all="ignore"):
        values = added_product(
            np.array([np.inf, 1.0, np.nan, -np.inf], dtype),
            np.array([1.0, np.inf, 1.0, np.inf], dtype),
            np.array([1.0, 2.0, 1.0, 1.0], dtype),
        )
    assert values[0] == np.inf
    assert values[1] == np.inf
    assert np.isnan(values[2])
    assert np.isnan(values[3])


def test_products_too_large_to_be_halved_are_rounded_twice() -> None:
    with np.errstate(all="ignore"):
        assert added_product(np.array([1.0]), np.array([1e300]), np.array([2.0]))[0] == 2e300


def test_integers_are_added_as_they_are() -> None:
    assert added_product(np.array([1]), np.array([2]), 3).tolist() == [7]
