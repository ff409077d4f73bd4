"""Custom functions as a host makes and holds them; what they compute is the oracle's to tell."""

import gc
import weakref
from typing import Any

import pytest

from engine.autograd import Tensor
from engine.autograd import namespace as torch
from engine.autograd.custom.function import Function, FunctionContext, function_class


def _keeping_forward(ctx: FunctionContext, x: Any) -> Any:
    y = x.exp()
    ctx.save_for_backward(y)
    return y


def _keeping_backward(ctx: FunctionContext, g: Any) -> Any:
    (y,) = ctx.saved_tensors
    return g * y


MEMBERS = {"forward": _keeping_forward, "backward": _keeping_backward}


def _leaf() -> Tensor:
    return torch.tensor([0.0, 1.0], requires_grad=True)


def test_a_class_from_callables_is_a_function_of_that_name() -> None:
    made = function_class("Exp", MEMBERS)
    assert issubclass(made, Function)
    assert made.__name__ == "Exp"
    assert made.apply(_leaf()).grad_fn.name() == "ExpBackward"


def test_a_class_from_callables_is_differentiated() -> None:
    x = _leaf()
    function_class("Exp", MEMBERS).apply(x).sum().backward()
    assert x.grad is not None
    assert torch.allclose(x.grad, x.detach().exp())


def test_a_context_of_its_own_is_filled_by_setup_context() -> None:
    members = {
        "forward": lambda x, k=3: x * k,
        "setup_context": lambda ctx, inputs, output: ctx.__dict__.update(k=inputs[1], y=output),
        "backward": lambda ctx, g: (g * ctx.k, None),
    }
    x = _leaf()
    function_class("Scale", members).apply(x).sum().backward()
    assert x.grad is not None
    assert x.grad.tolist() == [3.0, 3.0]


def test_the_attributes_of_a_context_are_the_programs_alone() -> None:
    seen: list[FunctionContext] = []

    def forward(ctx: Any, x: Any) -> Any:
        ctx.mine = 1
        ctx.save_for_backward(x)
        ctx.mark_non_differentiable()
        seen.append(ctx)
        return x * 1

    function_class("F", {"forward": forward}).apply(_leaf())
    assert vars(seen[0]) == {"mine": 1}


@pytest.mark.parametrize("name", ["saved_tensors", "needs_input_grad"])
def test_what_the_engine_tells_a_context_is_not_overwritten(name: str) -> None:
    def forward(ctx: Any, x: Any) -> Any:
        setattr(ctx, name, ())
        return x * 1

    with pytest.raises(AttributeError):
        function_class("F", {"forward": forward}).apply(_leaf())


def test_an_output_that_was_saved_is_forgotten_with_its_last_name() -> None:
    gc.disable()
    try:
        y = function_class("Exp", MEMBERS).apply(_leaf())
        forgotten = weakref.ref(y)
        del y
        assert forgotten() is None
    finally:
        gc.enable()


def test_a_backward_pass_lets_go_of_what_was_saved() -> None:
    members = {
        "forward": lambda ctx, x: (ctx.save_for_backward(x * 2), x * 3)[1],
        "backward": lambda ctx, g: g * ctx.saved_tensors[0],
    }
    y = function_class("F", members).apply(_leaf())
    inner = weakref.ref(y.grad_fn.saved_tensors[0])
    assert inner() is not None
    y.sum().backward()
    gc.collect()
    assert inner() is None
    with pytest.raises(RuntimeError, match="a second time"):
        _ = y.grad_fn.saved_tensors


def test_classes_of_one_name_keep_their_own_derivatives() -> None:
    grads = []
    for factor in (2.0, 5.0):
        members = {**MEMBERS, "backward": lambda ctx, g, k=factor: g * k * len(ctx.saved_tensors)}
        x = _leaf()
        function_class("F", members).apply(x).sum().backward()
        assert x.grad is not None
        grads.append(x.grad.tolist())
    assert grads == [[2.0, 2.0], [5.0, 5.0]]
