"""A number that differs between variants computes as Python's own do, one after the other."""

import operator
from typing import Any

import numpy as np
import pytest

from engine.autograd.batch import (
    NotBatched,
    Split,
    lifted,
    number_as,
    numbers_in,
    settled,
    varying,
    whole,
)

NUMBERS = {
    "float": np.array([1.5, -2.0, 0.25, 3.0]),
    "int": np.array([3, -2, 7, 1]),
    "bool": np.array([True, False, True, True]),
}
OPERATORS = ("add", "sub", "mul", "truediv", "floordiv", "mod", "lt", "le", "eq", "ne", "gt", "ge")


@pytest.mark.parametrize("kind", NUMBERS)
@pytest.mark.parametrize("name", OPERATORS)
@pytest.mark.parametrize("other", [3, 2.5, True])
def test_a_varying_number_computes_as_pythons(kind: str, name: str, other: Any) -> None:
    native = getattr(operator, name)
    numbers = NUMBERS[kind].tolist()
    result = native(varying(NUMBERS[kind]), other)
    expected = [native(number, other) for number in numbers]
    assert [type(x) for x in result.values.tolist()] == [type(x) for x in expected]
    assert result.values.tolist() == expected
    mirrored = native(other, varying(NUMBERS["int"]))
    assert mirrored.values.tolist() == [native(other, number) for number in [3, -2, 7, 1]]


def test_a_varying_number_stands_for_pythons_in_isinstance_and_messages() -> None:
    for kind, numbers in NUMBERS.items():
        number = varying(numbers)
        assert isinstance(number, {"float": float, "int": int, "bool": bool}[kind])
        assert type(number).__name__ == kind
    with pytest.raises(TypeError, match="'float' object cannot be interpreted as an integer"):
        range(varying(NUMBERS["float"]))
    with pytest.raises(TypeError, match="object of type 'int' has no len"):
        len(varying(NUMBERS["int"]))  # type: ignore[arg-type]


def test_functions_of_numbers_are_called_for_each_variant() -> None:
    number = varying(NUMBERS["int"])
    assert lifted(lambda x: x**2, number).values.tolist() == [9, 4, 49, 1]
    assert (number**2).values.tolist() == [9, 4, 49, 1]
    with pytest.raises(Split):
        lifted(lambda x: 1 if x > 0 else 1.0, number)
    with pytest.raises(Split):
        1 / (number + 2)
    with pytest.raises(ZeroDivisionError, match="division by zero"):
        1 / (number - number)
    with pytest.raises(NotBatched):
        lifted(str, number)
    with pytest.raises(NotBatched):
        (number + 2**62) * 2**62 * 4


def test_a_number_that_is_the_same_after_all_is_pythons_own() -> None:
    assert settled(varying(np.array([2, 2]))) == 2
    assert {varying(np.array([2, 2])): 1}[2] == 1
    assert f"{varying(np.array([0.5, 0.5])):.2f}" == "0.50"
    assert list(range(varying(np.array([3, 3])))) == [0, 1, 2]
    with pytest.raises(Split):
        str(varying(np.array([1, 2])))


def test_numbers_become_arrays_and_batches() -> None:
    number = varying(np.array([1, 2]))
    assert numbers_in([1, 2], np.dtype(np.float32)).dtype == np.float32
    batch: Any = numbers_in([number, 5], np.dtype(np.float32))
    assert batch.values.tolist() == [[1.0, 2.0], [5.0, 5.0]]
    assert number_as(3, np.dtype(np.int64)).shape == ()
    weak: Any = np.ones(3, np.float32) * number
    assert weak.dtype == np.float32
    assert weak.values.tolist() == [[1.0, 2.0]] * 3


def test_all_numbers_of_an_array_in_their_order_are_the_array() -> None:
    array = np.arange(6.0).reshape(3, 2)
    items: list[Any] = []
    items += [varying(row, (array, items)) for row in array]
    assert whole(list(items)).values is array
    for changed in (items[:2], items[::-1], [*items[:2], 1.0], [*items, items[0]], [1.0], []):
        assert whole(changed) is None
