"""The programs of the engine's benchmark, each written once for everything that looks like torch."""

from collections.abc import Callable
from typing import Any

Step = Callable[[], None]


def weighted_sum(torch: Any) -> Step:
    """(a) `3*a + 2*b*b + log(c)` on 3-vectors, with weights."""
    a, b, c = (
        torch.tensor(values, requires_grad=True)
        for values in ([1.0, 2.0, 3.0], [0.5, 2.0, 3.0], [1.0, 2.0, 5.0])
    )
    weights = torch.tensor([1.0, 0.5, 2.0])

    def step() -> None:
        y = 3 * a + 2 * b * b + torch.log(c)
        y.backward(weights)
        a.grad = b.grad = c.grad = None

    return step


def doubling(torch: Any) -> Step:
    """(b) The loop that doubles a vector until its norm reaches 1000."""
    x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
    weights = torch.tensor([0.1, 1.0, 0.0001])

    def step() -> None:
        y = x * 2
        while y.norm() < 1000:
            y = y * 2
        y.backward(weights)
        x.grad = None

    return step


def repeated_backward(torch: Any) -> Step:
    """(c) 20 operations, and three backward passes over them."""
    x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
    z = torch.tensor([0.5, 0.25, 0.125], requires_grad=True)
    weights = torch.tensor([1.0, 0.5, 2.0])

    def step() -> None:
        y = x
        for _ in range(5):
            y = y * z
            y = y + x
            y = torch.tanh(y)
            y = y - z
        y.backward(weights, retain_graph=True)
        y.backward(weights, retain_graph=True)
        y.backward(weights)
        x.grad = z.grad = None

    return step


def perceptron(torch: Any) -> Step:
    """(d) One step of descent of a perceptron with 4 inputs, 3 hidden units and one output."""
    torch.manual_seed(0)
    inputs, targets = torch.randn(8, 4), torch.randn(8, 1)
    parameters = [
        torch.randn(4, 3, requires_grad=True),
        torch.zeros(3, requires_grad=True),
        torch.randn(3, 1, requires_grad=True),
        torch.zeros(1, requires_grad=True),
    ]
    w1, b1, w2, b2 = parameters

    def step() -> None:
        hidden = torch.tanh(inputs @ w1 + b1)
        loss = ((hidden @ w2 + b2 - targets) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            for parameter in parameters:
                parameter -= 0.001 * parameter.grad  # noqa: PLW2901 - in place
                parameter.grad = None

    return step


PROGRAMS: dict[str, Callable[[Any], Step]] = {
    "a": weighted_sum,
    "b": doubling,
    "c": repeated_backward,
    "d": perceptron,
}

WEIGHTED_SUM_TEXT = """\
import torch
a = torch.tensor([1., 2., 3.], requires_grad=True)
b = torch.tensor([.5, 2., 3.], requires_grad=True)
c = torch.tensor([1., 2., 5.], requires_grad=True)
y = 3 * a + 2 * b * b + torch.log(c)
y.backward(torch.tensor([1., .5, 2.]))
"""
"""(e) The same as (a), as the text of a problem."""

VARIED_TEXTS = {
    "a": """\
import torch
a = torch.tensor(a0, requires_grad=True)
b = torch.tensor(b0, requires_grad=True)
c = torch.tensor(c0, requires_grad=True)
y = 3 * a + 2 * b * b + torch.log(c)
y.backward(torch.tensor(w))
""",
    "b": """\
import torch
x = torch.tensor(a0, requires_grad=True)
y = x * 2
while y.norm() < 1000:
    y = y * 2
y.backward(torch.tensor(w))
""",
}
"""(a) and (b) with parameters, for many variants at once."""
