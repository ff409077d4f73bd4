"""Recipes that are written out do what the general one does."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from engine.autograd import Tensor
from engine.autograd import namespace as torch
from engine.autograd.recipe import Recipe

BRIEF: dict[str, Callable[[Any, Any], Any]] = {
    "a product of two": lambda x, z: x * z,
    "a product with itself": lambda x, _: x * x,
    "a product with a constant": lambda x, z: x * z.detach(),
    "a constant's product": lambda x, z: x.detach() * z,
    "a product with a number": lambda x, _: x * 3,
    "an input that is read": lambda x, _: torch.log(x),
    "an output that is read": lambda x, _: torch.exp(x),
    "a sum": lambda x, z: x + z,
    "a difference": lambda x, z: x - z,
    "a difference from a constant": lambda x, z: x.detach() - z,
    "a negative": lambda x, _: -x,
    "a product of matrices": lambda x, z: x.reshape(1, 3) @ z.reshape(3, 1),
}


def leaf(values: list[float]) -> Any:
    return torch.tensor(values, requires_grad=True)


def recorded(title: str) -> Any:
    """The node of one of these applications."""
    return BRIEF[title](leaf([1.0, 2.0, 3.0]), leaf([0.5, 4.0, -1.0])).grad_fn


@pytest.mark.parametrize("title", BRIEF)
def test_both_send_the_same(title: str) -> None:
    node = recorded(title)
    assert type(node.operation) is not Recipe
    cotangent = np.full(node.shape, 2.5, node.dtype)
    brief = node.operation.pull_back(node, cotangent, False)
    general = Recipe.pull_back(node.operation, node, cotangent, False)
    assert len(brief) == len(general) == len(node.edges)
    for one, other in zip(brief, general, strict=True):
        np.testing.assert_array_equal(one, other)
    assert list(node.operation.pull_back(node, None, False)) == [None] * len(node.edges)


@pytest.mark.parametrize("title", BRIEF)
def test_both_send_tensors_when_recorded(title: str) -> None:
    node = recorded(title)
    for value in node.operation.pull_back(node, Tensor(np.ones(node.shape, node.dtype)), True):
        assert value is None or isinstance(value, Tensor)


def test_what_was_written_to_is_noticed_for_each_operand() -> None:
    for number in range(2):
        operands = [leaf([1.0, 2.0]) * 1, leaf([3.0, 4.0]) * 1]
        product = operands[0] * operands[1]
        operands[number].add_(1)
        with pytest.raises(RuntimeError, match="modified by an inplace operation"):
            product.sum().backward()
