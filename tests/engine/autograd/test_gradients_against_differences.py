"""Every operation's gradient, and its gradient's gradient, against central differences."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from engine.autograd import Tensor
from engine.autograd import namespace as torch
from tests.engine.autograd import (
    cases_of_activations,
    cases_of_blends,
    cases_of_indexing,
    cases_of_linear_algebra,
    cases_of_losses,
    cases_of_pointwise,
    cases_of_reductions,
    cases_of_shapes,
    cases_of_types,
    cases_of_writing,
)

STEP = 1e-6

VECTOR = [0.7, 1.9, 2.6]
OTHER = [1.3, 0.4, 2.1]
MATRIX = [[0.5, 1.5, 2.5], [3.5, 4.5, 0.25]]
SQUARE = [[0.5, 1.5], [2.5, 1.0]]


def _with_row_scaled(a: Tensor, b: Tensor) -> Tensor:
    copy = a * 1
    copy[0].mul_(b)
    return copy * copy


def _with_row_replaced(a: Tensor, b: Tensor) -> Tensor:
    copy = a * 1
    copy[1] = b * b
    return copy * copy


def _with_items_put(a: Tensor, b: Tensor) -> Tensor:
    copy = a * 1
    copy[[0, 2]] = b
    return copy * copy


def _view_after_writing(a: Tensor) -> Tensor:
    copy = a * 1
    view = copy[1:]
    copy.mul_(a)
    return view * view


CASES: dict[str, tuple[Callable[..., Any], list[Any]]] = {
    **cases_of_activations.CASES,
    **cases_of_blends.CASES,
    **cases_of_pointwise.CASES,
    **cases_of_losses.CASES,
    **cases_of_reductions.CASES,
    **cases_of_linear_algebra.CASES,
    **cases_of_shapes.CASES,
    **cases_of_indexing.CASES,
    **cases_of_types.CASES,
    **cases_of_writing.CASES,
    "add": (lambda a, b: a + b, [VECTOR, OTHER]),
    "add with alpha": (lambda a, b: torch.add(a, b, alpha=3), [VECTOR, OTHER]),
    "add a number": (lambda a: 2 + a, [VECTOR]),
    "sub": (lambda a, b: a - b, [VECTOR, OTHER]),
    "sub with alpha": (lambda a, b: torch.sub(a, b, alpha=3), [VECTOR, OTHER]),
    "number minus": (lambda a: 2 - a, [VECTOR]),
    "mul": (lambda a, b: a * b, [VECTOR, OTHER]),
    "mul broadcast": (lambda a, b: a * b, [MATRIX, VECTOR]),
    "mul by a 0-d": (lambda a, b: a * b, [VECTOR, 1.5]),
    "div": (lambda a, b: a / b, [VECTOR, OTHER]),
    "div of a number": (lambda a: 2 / a, [VECTOR]),
    "remainder": (lambda a, b: a % b, [VECTOR, OTHER]),
    "neg": (lambda a: -a, [VECTOR]),
    "reciprocal": (torch.reciprocal, [VECTOR]),
    "pow 0": (lambda a: a**0, [VECTOR]),
    "pow 1": (lambda a: a**1, [VECTOR]),
    "pow 2": (lambda a: a**2, [VECTOR]),
    "pow 3": (lambda a: a**3, [VECTOR]),
    "pow 2.5": (lambda a: a**2.5, [VECTOR]),
    "pow -1": (lambda a: a**-1, [VECTOR]),
    "pow -2": (lambda a: a**-2, [VECTOR]),
    "pow 0.5": (lambda a: a**0.5, [VECTOR]),
    "pow -0.5": (lambda a: a**-0.5, [VECTOR]),
    "pow of tensors": (lambda a, b: a**b, [VECTOR, OTHER]),
    "pow of a number": (lambda a: 3**a, [VECTOR]),
    **{
        name: (getattr(torch, name), [VECTOR])
        for name in (
            "exp",
            "expm1",
            "log",
            "log1p",
            "log2",
            "log10",
            "sqrt",
            "rsqrt",
            "sin",
            "cos",
            "tan",
            "tanh",
            "sigmoid",
            "erf",
            "abs",
            "sign",
            "relu",
            "floor",
            "ceil",
            "round",
            "trunc",
            "square",
            "clone",
        )
    },
    "abs of negatives": (torch.abs, [[-1.5, 2.5]]),
    "relu of negatives": (torch.relu, [[-1.5, 2.5]]),
    "maximum": (torch.maximum, [VECTOR, OTHER]),
    "minimum": (torch.minimum, [VECTOR, OTHER]),
    "clamp": (lambda a: a.clamp(1.0, 2.0), [VECTOR]),
    "clamp from below": (lambda a: a.clamp(min=1.0), [VECTOR]),
    "clamp from above": (lambda a: a.clamp(max=1.0), [VECTOR]),
    "where": (lambda a, b: torch.where(a > 1, a * b, b), [VECTOR, OTHER]),
    "masked_fill": (lambda a: a.masked_fill(a > 2, 5.0) * a, [VECTOR]),
    "masked_fill with a tensor": (lambda a, b: a.masked_fill(a > 2, b) * a, [VECTOR, 1.5]),
    "sum": (lambda a: a.sum(), [MATRIX]),
    "sum(0)": (lambda a: a.sum(0), [MATRIX]),
    "sum keepdim": (lambda a: a.sum(1, keepdim=True), [MATRIX]),
    "mean": (lambda a: a.mean(), [MATRIX]),
    "mean(1)": (lambda a: a.mean(1), [MATRIX]),
    "mean keepdim": (lambda a: a.mean(0, True), [MATRIX]),
    "max": (lambda a: a.max(), [VECTOR]),
    "min": (lambda a: a.min(), [VECTOR]),
    "max(1)": (lambda a: a.max(1).values, [MATRIX]),
    "min(0) keepdim": (lambda a: a.min(0, True).values, [MATRIX]),
    "norm": (lambda a: a.norm(), [MATRIX]),
    "norm(1)": (lambda a: a.norm(1), [[-1.5, 2.5]]),
    "norm(3)": (lambda a: a.norm(3), [VECTOR]),
    "norm(inf)": (lambda a: a.norm(float("inf")), [VECTOR]),
    "norm along 1": (lambda a: a.norm(dim=1), [MATRIX]),
    "dot": (torch.dot, [VECTOR, OTHER]),
    "mv": (torch.mv, [MATRIX, VECTOR]),
    "vector times matrix": (lambda a, b: a @ b, [[1.5, 2.5], MATRIX]),
    "mm": (lambda a, b: a @ b, [SQUARE, MATRIX]),
    "outer": (torch.outer, [VECTOR, OTHER]),
    "t": (lambda a: a.t() * 2, [MATRIX]),
    "transpose": (lambda a: a.transpose(0, 1), [MATRIX]),
    "permute": (lambda a: a.view(1, 2, 3).permute(2, 0, 1), [MATRIX]),
    "view": (lambda a: a.view(3, 2), [MATRIX]),
    "reshape with a copy": (lambda a: a.t().reshape(6), [MATRIX]),
    "flatten": (lambda a: a.flatten(), [MATRIX]),
    "unsqueeze": (lambda a: a.unsqueeze(1), [VECTOR]),
    "squeeze": (lambda a: a.view(1, 3, 1).squeeze(), [VECTOR]),
    "squeeze(0)": (lambda a: a.view(1, 3, 1).squeeze(0), [VECTOR]),
    "expand": (lambda a: a.expand(2, 3), [VECTOR]),
    "select": (lambda a: a[1], [MATRIX]),
    "slice": (lambda a: a[:, 1:], [MATRIX]),
    "slice with a step": (lambda a: a[0, ::2], [MATRIX]),
    "list index": (lambda a: a[[0, 0, 2]], [VECTOR]),
    "mask index": (lambda a: a[a > 1], [VECTOR]),
    "unbind": (lambda a: a.unbind(1)[1], [MATRIX]),
    "cat": (lambda a, b: torch.cat([a, b, a]), [VECTOR, OTHER]),
    "cat along 1": (lambda a, b: torch.cat([a, b], 1), [MATRIX, SQUARE]),
    "stack": (lambda a, b: torch.stack([a, b], 1), [VECTOR, OTHER]),
    "to float64 of itself": (lambda a: a.double(), [VECTOR]),
    "contiguous": (lambda a: a.t().contiguous(), [MATRIX]),
    "written in place": (lambda a, b: (a * 1).mul_(b).add_(a).div_(2), [VECTOR, OTHER]),
    "written through a view": (_with_row_scaled, [MATRIX, VECTOR]),
    "copied into a part": (_with_row_replaced, [MATRIX, VECTOR]),
    "put at a list index": (_with_items_put, [VECTOR, 1.5]),
    "view of what was written": (_view_after_writing, [VECTOR]),
}


def leaves_of(values: list[Any]) -> list[Tensor]:
    return [torch.tensor(value, dtype=torch.float64, requires_grad=True) for value in values]


def _weighted(function: Callable[..., Any], leaves: list[Tensor]) -> Tensor:
    output = function(*leaves)
    weights = np.cos(np.arange(output.numel()) + 0.5).reshape(output.shape)
    return (output * Tensor(weights)).sum()


def _differences(function: Callable[[list[Tensor]], float], leaves: list[Tensor]) -> list[Any]:
    slopes = []
    for leaf in leaves:
        slope = np.zeros_like(leaf.array)
        for place in np.ndindex(leaf.array.shape):
            before = float(leaf.array[place])
            ends = []
            for moved in (before + STEP, before - STEP):
                leaf.array[place] = moved
                ends.append(function(leaves))
            leaf.array[place] = before
            slope[place] = (ends[0] - ends[1]) / (2 * STEP)
        slopes.append(slope)
    return slopes


@pytest.mark.parametrize("name", CASES)
def test_the_gradient_is_what_central_differences_give(name: str) -> None:
    function, values = CASES[name]
    leaves = leaves_of(values)
    _weighted(function, leaves).backward()
    expected = _differences(lambda moved: _weighted(function, moved).item(), leaves)
    for leaf, slope in zip(leaves, expected, strict=True):
        np.testing.assert_allclose(leaf.grad.array, slope, rtol=1e-6, atol=1e-7)


def gradient_product(function: Callable[..., Any], leaves: list[Tensor]) -> Tensor:
    """A number made of the gradients, each with its own weights, still part of the graph."""
    gradients = torch.autograd.grad(
        _weighted(lambda *xs: function(*xs) * sum((x * x).sum() for x in xs), leaves),
        leaves,
        create_graph=True,
    )
    return sum(
        (gradient * Tensor(np.sin(np.arange(gradient.numel()) + 1.0).reshape(gradient.shape))).sum()
        for gradient in gradients
    )


@pytest.mark.parametrize("name", CASES)
def test_the_second_derivative_is_what_central_differences_of_the_first_give(name: str) -> None:
    function, values = CASES[name]
    leaves = leaves_of(values)
    found = torch.autograd.grad(gradient_product(function, leaves), leaves)
    expected = _differences(lambda moved: gradient_product(function, moved).item(), leaves)
    for gradient, slope in zip(found, expected, strict=True):
        np.testing.assert_allclose(gradient.array, slope, rtol=1e-5, atol=1e-6)
