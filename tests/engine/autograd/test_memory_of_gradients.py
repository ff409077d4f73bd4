"""Whose memory the gradient of a leaf is."""

import weakref
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from engine.autograd import Tensor
from engine.autograd import namespace as torch
from engine.autograd.batch import Batch, is_free
from engine.autograd.custom.function import FunctionContext, function_class
from engine.snippet import evaluate_many, parse


def leaf(value: Any) -> Any:
    return torch.tensor(value, requires_grad=True)


def test_a_stored_gradient_shares_memory_with_nothing() -> None:
    a, b, v = leaf([1.0, 1.0]), leaf([1.0, 1.0]), torch.tensor([1.0, 2.0])
    (a + b).backward(v)
    a.grad.add_(10)
    assert [v.tolist(), b.grad.tolist()] == [[1.0, 2.0], [1.0, 2.0]]


def _sending(send: Callable[[Tensor], Any], inputs: int = 1) -> Any:
    """A custom function that sends back what another one makes of its cotangent."""

    def forward(ctx: FunctionContext, *values: Tensor) -> Any:
        return values[0] * 1

    def backward(ctx: FunctionContext, g: Tensor) -> Any:
        return (send(g),) * inputs

    return function_class("Sending", {"forward": forward, "backward": backward}).apply


def test_a_gradient_that_nobody_holds_is_taken_over() -> None:
    made: list[weakref.ref[Any]] = []

    def doubled(g: Tensor) -> Tensor:
        result: Tensor = g * 2
        made.append(weakref.ref(result.array))
        return result

    x = leaf([1.0, 2.0])
    _sending(doubled)(x).sum().backward()
    assert x.grad.array is made[0]()


def test_a_gradient_that_the_program_holds_is_copied() -> None:
    kept = torch.tensor([3.0, 4.0])
    x = leaf([1.0, 2.0])
    _sending(lambda g: kept)(x).sum().backward()
    x.grad.add_(10)
    assert kept.tolist() == [3.0, 4.0]


def test_a_gradient_of_which_the_program_holds_a_part_is_copied() -> None:
    parts: list[Any] = []

    def doubled(g: Tensor) -> Tensor:
        result: Tensor = g * 2
        parts.append(result[:1])
        return result

    x = leaf([1.0, 2.0])
    _sending(doubled)(x).sum().backward()
    x.grad.add_(10)
    assert parts[0].tolist() == [2.0]


def test_one_gradient_for_two_leaves_becomes_two() -> None:
    a, b = leaf([1.0, 2.0]), leaf([1.0, 2.0])
    _sending(lambda g: g * 2, 2)(a, b).sum().backward()
    a.grad.add_(10)
    assert b.grad.tolist() == [2.0, 2.0]


@pytest.mark.parametrize("on_leaf", [True, False])
def test_what_a_hook_kept_is_nobodys_gradient(on_leaf: bool) -> None:
    kept: list[Any] = []
    x = leaf([1.0, 2.0])
    y = x + 1
    (x if on_leaf else y).register_hook(kept.append)
    (y * 2).sum().backward()
    x.grad.add_(10)
    assert kept[0].tolist() == [2.0, 2.0]


def test_a_retained_gradient_is_of_its_own() -> None:
    x = leaf([1.0, 2.0])
    y = x + 1
    y.retain_grad()
    (y * 2).sum().backward()
    x.grad.add_(10)
    assert y.grad.tolist() == [2.0, 2.0]


def test_a_graph_that_is_kept_gives_the_same_again() -> None:
    x, w = leaf([1.0, 2.0]), leaf([3.0, 4.0])
    y = (x * w).exp().sum()
    y.backward(retain_graph=True)
    first = [x.grad.tolist(), w.grad.tolist()]
    for tensor in (x, w):
        tensor.grad.add_(10)
        tensor.grad = None
    y.backward()
    assert [x.grad.tolist(), w.grad.tolist()] == first


def test_variants_have_gradients_of_their_own() -> None:
    snippet = parse(
        "import torch\n"
        "a = torch.tensor(p, requires_grad=True)\n"
        "b = torch.tensor(p, requires_grad=True)\n"
        "v = torch.tensor(p)\n"
        "(a + b).backward(v)\n"
        "a.grad.add_(10)\n",
        parameters=["p"],
    )
    values = np.arange(10.0).reshape(2, 5)
    outcomes = evaluate_many(snippet, {"p": values}, ["b.grad", "v", "a.grad"])
    grown = (values[:, 4] + 10).tolist()
    assert outcomes[4].answers == (values[:, 4].tolist(), values[:, 4].tolist(), grown)


def test_who_holds_an_array_is_counted() -> None:
    found: dict[str, Any] = {"alone": np.zeros(3), "held": np.zeros(3), "part": np.zeros(3)[:2]}
    holder = [found["held"]]
    told = [is_free(found, key) for key in (*found, "missing")]
    assert told == [True, False, False, False]
    assert len(holder) == 1


def test_who_holds_a_batch_is_counted() -> None:
    found: dict[str, Any] = {"alone": Batch(np.zeros((3, 4))), "held": Batch(np.zeros((3, 4)))}
    found["part"] = found["held"][:2]
    assert [is_free(found, key) for key in found] == [True, False, False]
