"""No operation escapes the comparison with differences: whoever adds one adds a line of test data."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import engine.autograd
from engine.autograd import Tensor
from engine.autograd.primitive import Primitive
from tests.engine.autograd.test_gradients_against_differences import (
    CASES,
    gradient_product,
    leaves_of,
)

# PyTorch has no derivative for the first four, and the others draw random numbers.
WITHOUT_A_SLOPE = {
    "NotImplemented", "AsinhBackward1", "AcoshBackward1", "AtanhBackward1", "BernoulliBackward0", "BernoulliBackward1", "BernoulliBackward2",
    "NormalBackward0", "NormalBackward1", "NormalBackward2", "NormalBackward3",
    "UniformBackward0",
}  # fmt: skip


def _primitives(value: Any) -> Iterator[Primitive]:
    if isinstance(value, Primitive):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _primitives(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _primitives(item)


def _declared() -> set[str]:
    modules = pkgutil.walk_packages(engine.autograd.__path__, "engine.autograd.")
    return {
        primitive.name
        for module in modules
        for value in vars(importlib.import_module(module.name)).values()
        for primitive in _primitives(value)
    }


def _names_in_graph(output: Tensor) -> set[str]:
    waiting, seen, names = [output.grad_fn], set(), set()
    while waiting:
        node = waiting.pop()
        if node is not None and id(node) not in seen:
            seen.add(id(node))
            names.add(node.name())
            waiting += [function for function, _ in node.next_functions]
    return names


def test_every_operation_is_differentiated_twice_somewhere() -> None:
    checked: set[str] = set()
    for function, values in CASES.values():
        checked |= _names_in_graph(gradient_product(function, leaves_of(values)))
    assert _declared() - checked == WITHOUT_A_SLOPE
