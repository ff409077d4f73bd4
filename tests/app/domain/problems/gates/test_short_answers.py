"""Which answers can be written by hand."""

import math

import numpy as np
import pytest

from app.domain.problems.gates.short_answers import is_short


@pytest.mark.parametrize(
    "truth",
    [
        0,
        0.0,
        7,
        -12.5,
        0.0125,
        1234,
        -340000.0,
        1.234e-7,
        1 / 6,
        2 / 3,
        -5 / 12,
        100 / 3,
        17 / 36,
        999 / 7,
        "inf",
        "-inf",
        "nan",
        math.inf,
        None,
        True,
        {"text": "MulBackward0"},
        {"raises": {"type": "RuntimeError", "message": "3.14159265"}},
        [],
        [[1, 0.5], [0.25, 1 / 3]],
    ],
)
def test_short_numbers_fractions_and_all_that_is_no_number_can_be_written(truth):
    assert is_short(truth)


@pytest.mark.parametrize(
    "truth",
    [
        math.log(2),
        math.sqrt(2),
        math.exp(1),
        0.12345,
        12345,
        10001.0,
        1000 / 7,
        1 / 103,
        100 / 37,
        0.1 + 1e-6,
        [1, 2, math.tanh(1)],
        [[0.5], [3.14159]],
    ],
)
def test_long_numbers_cannot(truth):
    assert not is_short(truth)


@pytest.mark.parametrize("exact", [0.1, 2 / 3, 1234, 0.0003, 5 / 12, 1e-9])
def test_what_float32_leaves_of_a_short_number_is_short(exact):
    assert is_short(float(np.float32(exact)))
    assert is_short(float(np.float32(exact) / np.float32(3) * np.float32(3)))
