"""How much arithmetic a run asks of a hand."""

import pytest

from engine.snippet import parse
from engine.snippet.inspection import Inspector

HEAD = """import torch
import torch.nn.functional as F

x = torch.tensor([2.0, -3.0, 5.0], requires_grad=True)
w = torch.tensor([7.0, 0.0, 1.0])
s = torch.tensor(3.0, requires_grad=True)
m = torch.tensor([[1.0, 4.0, 2.0], [2.0, 3.0, 2.0]], requires_grad=True)
"""


def steps_of(code):
    snippet = parse(f"{HEAD}{code}\n")
    outcome = snippet.run()
    assert outcome.error is None, outcome.error
    return Inspector(snippet).run().steps


@pytest.mark.parametrize(
    ("code", "steps"),
    [
        ("y = x + x", 3),
        ("y = x + w", 2),
        ("y = 2 * x", 3),
        ("y = x * w", 1),
        ("y = -1 * x", 0),
        ("y = x / 4", 3),
        ("y = x / 1", 0),
        ("y = x**2", 3),
        ("y = x**1", 0),
        ("y = -x", 0),
        ("y = torch.exp(x)", 3),
        ("y = x.tanh()", 3),
        ("y = F.softplus(x)", 6),
        ("y = x.mul(s)", 3),
        ("y = torch.pow(x, exponent=3)", 3),
        ("y = x.sum()", 2),
        ("y = m.sum(dim=0)", 3),
        ("y = x.mean()", 3),
        ("y = x.norm()", 6),
        ("y = m @ x", 10),
        ("y = torch.dot(x, w)", 5),
        ("y = m.t() @ m", 27),
        ("y = x.relu().abs().max()", 0),
        ("y = m.reshape(3, 2)[0]", 0),
        ("y = x > 2", 0),
        ("y = 2.5 * 3.5", 0),
        ("i = 1\nwhile i < 4:\n    i += 1", 0),
        ("for i in range(3):\n    y = 2 * s", 3),
        ("def f(t):\n    return t * t\ny = f(x)", 3),
    ],
)
def test_forward_each_element_of_an_operation_is_a_step(code, steps):
    assert steps_of(code) == steps


@pytest.mark.parametrize(
    ("forward", "backward", "steps"),
    [
        # The cotangent is 1, the factor is in sight.
        ("y = (2 * x).sum()", "y.backward()", 0),
        # The factors meet at the leaf.
        ("y = (x * x).sum()", "y.backward()", 3),
        # The derivative of a power is worked out.
        ("y = (x**2).sum()", "y.backward()", 3),
        # And multiplied by the cotangent, of which one is 1 and one is 0.
        ("y = x**2", "y.backward(torch.tensor([3.0, 1.0, 0.0]))", 2 + 1),
        ("y = 2 * x", "y.backward(torch.tensor([3.0, 4.0, 1.0]))", 2),
        # The exponential is its own derivative.
        ("y = torch.exp(x).sum()", "y.backward()", 0),
        ("y = x.relu().sum()", "y.backward()", 0),
        # Broadcasting is undone: the sum of equal numbers is one step, of others two.
        ("y = (x + s).sum()", "y.backward()", 1),
        ("y = x + s", "y.backward(torch.tensor([3.0, 4.0, 1.0]))", 2),
        ("y = m @ x.detach()", "y.backward(torch.tensor([3.0, 4.0]))", 6),
        ("y = m.detach() @ x", "y.backward(torch.tensor([3.0, 4.0]))", 9),
        ("y = torch.dot(x, w)", "y.backward(torch.tensor(2.0))", 3),
        # Two paths meet.
        ("h = 2 * x\ny = (h + h).sum()", "y.backward()", 3 + 3),
        # Accumulation adds; what is added to zeros is there.
        ("y = (2 * x).sum()\nz = (3 * x).sum()", "y.backward()\nz.backward()", 3),
        ("y = (2 * x).sum()\nz = (3 * x).sum()", "y.backward()\nx.grad.zero_()\nz.backward()", 0),
    ],
)
def test_backward_each_node_asks_for_its_own_steps(forward, backward, steps):
    assert steps_of(f"{forward}\n{backward}") - steps_of(forward) == steps


@pytest.mark.parametrize(
    "step",
    [
        "with torch.no_grad():\n    x -= 0.5 * x.grad",
        "x.data -= 0.5 * x.grad",
        "x.data = x.data - 0.5 * x.grad",
    ],
)
def test_a_step_of_descent_is_a_product_and_a_difference(step):
    before = "(2 * x * w).sum().backward()"
    # One element of the gradient is 0.
    assert steps_of(f"{before}\n{step}") - steps_of(before) == 2 + 2


def test_a_graph_of_the_graph_asks_for_both_passes():
    first = "y = (x**3).sum()\n(g,) = torch.autograd.grad(y, x, create_graph=True)"
    assert steps_of(f"{first}\ng.sum().backward()") > steps_of(first) > steps_of("y = (x**3).sum()")


def test_what_comes_after_an_error_is_not_done():
    code = f"{HEAD}y = 2 * x\ny.backward()\nz = 3 * x\n"
    assert Inspector(parse(code)).run().steps == 3
