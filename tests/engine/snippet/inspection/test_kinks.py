"""How near a run comes to the points where its functions have a kink or a jump."""

import pytest

from engine.snippet import LEGACY, LimitExceeded, Limits, parse
from engine.snippet.inspection import Inspector

HEAD = """import math
import torch
import torch.nn.functional as F

x = torch.tensor([1.0, -2.0, 0.5], requires_grad=True)
m = torch.tensor([[1.0, 4.0], [2.0, 2.25]])
n = torch.tensor([1, 2, 3])
"""


def kinks_of(code):
    snippet = parse(f"{HEAD}{code}\n")
    assert snippet.run().error is None
    return [(kink.text, kink.distance) for kink in Inspector(snippet).run().kinks]


@pytest.mark.parametrize(
    ("expression", "distance"),
    [
        ("torch.relu(x - 0.25)", 0.25),
        ("x.relu()", 0.5),
        ("F.relu(input=x)", 0.5),
        ("F.relu6(x + 5.25)", 0.25),
        ("F.leaky_relu(x, 0.1)", 0.5),
        ("F.hardtanh(x)", 0.0),
        ("F.hardtanh(x, -3.0, 0.75)", 0.25),
        ("torch.abs(x)", 0.5),
        ("x.abs()", 0.5),
        ("torch.sign(x + 1.75)", 0.25),
        ("x.clamp(-1, 3)", 1.0),
        ("torch.clamp(x, min=-1.5)", 0.5),
        ("x.clamp(max=0.75)", 0.25),
        ("x.clamp_max(0.75)", 0.25),
        ("torch.floor(x * 0.7)", pytest.approx(0.3)),
        ("(x * 0.7).int()", pytest.approx(0.3)),
        ("torch.round(x * 0.7)", pytest.approx(0.1, abs=1e-6)),
        ("x.detach().fmod(torch.tensor(3.0))", pytest.approx(1 / 6)),
        ("x.max()", 0.5),
        ("x.min()", 2.5),
        ("x.argmin()", 2.5),
        ("m.max(dim=0)", 1.0),
        ("m.max(1)", 0.25),
        ("torch.amax(m, dim=(0, 1))", 1.75),
        ("m.amin(1)", 0.25),
        ("torch.max(x, torch.tensor(0.75))", 0.25),
        ("torch.maximum(x, torch.tensor(0.75))", 0.25),
        ("m.sort()", 0.25),
        ("x.sort(descending=True)", 0.5),
        ("m.topk(1, dim=0)", 1.0),
        ("m.median()", 0.25),
        ("x.norm()", pytest.approx(5.25**0.5)),
        ("x.norm(1)", 0.5),
        ("x.norm(p=math.inf)", 1.0),
        ("F.l1_loss(x, torch.tensor([0.75, 0.0, 0.0]))", 0.25),
        ("x > 0.25", 0.25),
        ("x.sum() <= -0.75", 0.25),
        ("x.detach() == x.detach() - 0.125", 0.125),
        ("0.25 < x[0] < 1.125", 0.125),
        ("x[0] % 0.75", pytest.approx(1 / 3)),
        ("x.gt(0.25)", 0.25),
        ("abs(x)", 0.5),
        ("max(x[0], x[2])", 0.5),
        ("min(0.5, 1.0, 0.75)", 0.25),
        ("max([1.0, 0.5])", 0.5),
        ("int(1.25)", 0.25),
        ("round(1.25)", 0.25),
        ("round(0.126, 2)", pytest.approx(0.001)),
        ("math.floor(1.25)", 0.25),
    ],
)
def test_an_operation_tells_its_distance_from_its_nearest_kink(expression, distance):
    assert kinks_of(f"y = {expression}")[-1] == (expression, distance)


@pytest.mark.parametrize(
    "code",
    [
        "y = torch.exp(x).sum()",
        "y = x.sigmoid() * x",
        "for i in range(3):\n    y = x * i",
        "k = 0\nwhile k < 3:\n    k = k + 1",
        "y = x[0].max()",
        "y = n.max() + n.abs().sum()",
        "y = 7 // 2 + 7 % 2",
        "y = max(2, 3)",
        "y = x.grad is None",
        "def relu(t):\n    return t * t\ny = relu(x)",
    ],
)
def test_what_has_no_kink_or_is_whole_tells_nothing(code):
    assert kinks_of(code) == []


def test_values_count_as_they_were_when_the_operation_took_them():
    assert kinks_of("y = x.detach().clone()\ny.relu_()\ny.add_(0.001)") == [("y.relu_()", 0.5)]


def test_operations_inside_one_another_are_told_apart():
    assert kinks_of("y = torch.relu(x.abs() - 0.75).max()") == [
        ("x.abs()", 0.5),
        ("torch.relu(x.abs() - 0.75)", 0.25),
        ("torch.relu(x.abs() - 0.75).max()", 1.0),
    ]


def test_a_function_that_calls_itself_keeps_its_values_apart():
    code = """
def f(a):
    return a if a < 1.25 else max(a, f(a - 1.0))

y = f(2.5)
"""
    assert kinks_of(code) == [
        ("a < 1.25", 1.25),
        ("a < 1.25", 0.25),
        ("a < 1.25", 0.75),
        ("max(a, f(a - 1.0))", 1.0),
        ("max(a, f(a - 1.0))", 1.0),
    ]


def test_conditions_of_loops_and_branches_are_looked_at():
    code = "y = x[0]\nwhile y < 3.5:\n    y = 2 * y\nif y > 3.75:\n    y = y + 1"
    assert kinks_of(code) == [
        ("y < 3.5", 2.5),
        ("y < 3.5", 1.5),
        ("y < 3.5", 0.5),
        ("y > 3.75", 0.25),
    ]


def test_each_is_told_with_its_line():
    (kink,) = Inspector(parse(f"{HEAD}y = x * x\nz = y.relu()\n")).run().kinks
    assert kink.line == 9


def test_what_comes_before_an_error_is_told():
    (kink,) = Inspector(parse(f"{HEAD}y = x.relu()\ny.backward()\nz = x.abs()\n")).run().kinks
    assert kink.text == "x.relu()"


def test_parameters_rules_and_bounds_hold():
    code = "import torch\nx = torch.tensor(a, requires_grad=True)\ny = x.abs()\n"
    finder = Inspector(parse(code, parameters=["a"]))
    for value in (0.5, -2.0):
        (kink,) = finder.run(parameters={"a": value}).kinks
        assert kink.distance == abs(value)
    old = Inspector(parse(f"{HEAD}x.sum().backward(torch.tensor([1.0, 2.0]))\ny = x.grad.abs()\n"))
    assert old.run().kinks == ()
    (kink,) = old.run(rules=LEGACY).kinks
    assert kink.distance == 3.0
    with pytest.raises(LimitExceeded):
        old.run(Limits(steps=3))
