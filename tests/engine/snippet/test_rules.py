"""A program under other rules gives what somebody who believes them would write; worked by hand."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from engine.autograd.dtypes import float64
from engine.snippet import PYTORCH, Raised, Rules, evaluate_many, parse
from engine.snippet.limits import DEFAULT_LIMITS

HEAD = "import torch\n"


def answers(body: str, *ask: str, **changes: Any) -> tuple[Any, ...]:
    return parse(HEAD + body).run(ask, rules=replace(PYTORCH, **changes)).answers


LEAF = "x = torch.tensor([1.0, 2.0], requires_grad=True)\n"


def test_what_is_held_may_be_replaced_by_what_arrives():
    body = LEAF + "y = (x * x).sum()\ny.backward(retain_graph=True)\n(3 * x).sum().backward()\n"
    assert answers(body, "x.grad") == ([5.0, 7.0],)
    assert answers(body, "x.grad", accumulate=lambda held, new: new) == ([3.0, 3.0],)


def test_a_retained_graph_may_send_twice_as_much():
    body = LEAF + "y = (x * x).sum()\ny.backward(retain_graph=True)\ny.backward()\n"
    doubled = answers(body, "x.grad", send=lambda g, retain: g * 2 if retain else g)
    assert doubled == ([6.0, 12.0],)


def test_a_vector_of_weights_may_be_sent_twice_as_large():
    body = LEAF + "y = x * x\ny.backward(torch.tensor([1.0, 2.0]), retain_graph=True)\n"
    doubled = answers(body, "x.grad", send=lambda g, retain: g * 2 if retain else g)
    assert doubled == ([4.0, 16.0],)


def test_a_backward_call_may_begin_by_clearing_every_gradient():
    body = (
        LEAF + "w = torch.tensor(3.0, requires_grad=True)\n(w * w).backward()\nx.sum().backward()\n"
    )

    def clear(tensor: Any) -> None:
        tensor.held_grad = None

    assert answers(body, "w.grad", "x.grad") == (6.0, [1.0, 1.0])
    assert answers(body, "w.grad", "x.grad", begin=clear) == (None, [1.0, 1.0])


def test_a_nodes_formulas_may_be_replaced():
    body = LEAF + "((3 * x) ** 2).sum().backward()\n"
    names = []

    def keep_the_exponent(step: Any) -> Any:
        names.append((step.name, step.came_through))
        return [step.true[0] * step.saved("self")] if step.name == "PowBackward0" else step.true

    assert answers(body, "x.grad") == ([18.0, 36.0],)
    assert answers(body, "x.grad", local=keep_the_exponent) == ([54.0, 216.0],)
    assert names == [
        ("SumBackward0", frozenset()),
        ("PowBackward0", {"SumBackward0"}),
        ("MulBackward0", {"SumBackward0", "PowBackward0"}),
    ]


def test_a_replaced_formula_sees_the_operand_that_is_a_leaf():
    body = (
        "x = torch.tensor([-1.0, 0.0, 2.0], requires_grad=True)\ntorch.relu(x).sum().backward()\n"
    )

    def one_at_the_kink(step: Any) -> Any:
        return [step.cotangent * (step.operand(0) >= 0)] if "Relu" in step.name else step.true

    assert answers(body, "x.grad") == ([0.0, 0.0, 1.0],)
    assert answers(body, "x.grad", local=one_at_the_kink) == ([0.0, 1.0, 1.0],)


def test_the_gradient_of_a_non_leaf_may_be_shown():
    body = LEAF + "y = x * x\n(3 * y).sum().backward(retain_graph=True)\ny.sum().backward()\n"
    shown = {
        "absent": lambda tensor, cotangent: None if cotangent is None else tensor.new_tensor(0)
    }
    assert answers(body, "y.grad") == (None,)
    assert answers(body, "y.grad", **shown) == (0,)

    def arrived(tensor: Any, cotangent: Any) -> Any:
        return None if cotangent is None else type(tensor)(cotangent)

    assert answers(body, "y.grad", "x.grad", absent=arrived) == ([4.0, 4.0], [8.0, 16.0])
    recorded = body.replace("backward(", "backward(create_graph=True, ", 1)
    assert answers(recorded, "y.grad", absent=arrived) == ([4.0, 4.0],)


def test_zeroing_may_reach_the_tensor_whose_gradient_it_is():
    body = LEAF + "(x * x).sum().backward()\nx.grad.zero_()\n(x * x).sum().backward()\n"

    def both(tensor: Any, owner: Any) -> None:
        tensor.array.fill(0)
        if owner is not None:
            owner.array.fill(0)

    assert answers(body, "x.grad", "x") == ([2.0, 4.0], [1.0, 2.0])
    assert answers(body, "x.grad", "x", zero=both) == ([0.0, 0.0], [0.0, 0.0])
    assert answers(body, "x.grad", zero=lambda tensor, owner: None) == ([4.0, 8.0],)


def test_zeroing_a_tensor_that_is_no_gradient_has_no_owner():
    owners = []
    answers("a = torch.ones(2)\na.zero_()\n", "a", zero=lambda tensor, owner: owners.append(owner))
    assert owners == [None]


def test_setting_a_gradient_to_none_may_have_no_effect():
    body = LEAF + "x.sum().backward()\nx.grad = None\n(2 * x).sum().backward()\n"
    assert answers(body, "x.grad", drop=lambda tensor: None) == ([3.0, 3.0],)
    optimiser = LEAF + "opt = torch.optim.SGD([x], lr=1.0)\nx.sum().backward()\nopt.zero_grad()\n"
    assert answers(optimiser, "x.grad") == (None,)
    assert answers(optimiser, "x.grad", drop=lambda tensor: None) == ([1.0, 1.0],)


@pytest.mark.parametrize("constant", ["x.detach()", "x.data"])
def test_detaching_may_have_no_effect(constant: str):
    body = LEAF + f"(x * {constant}).sum().backward()\n"
    assert answers(body, "x.grad") == ([1.0, 2.0],)
    assert answers(body, "x.grad", detached=lambda tensor: tensor) == ([2.0, 4.0],)


@pytest.mark.parametrize("mode", ["torch.no_grad()", "torch.set_grad_enabled(False)"])
def test_no_grad_may_have_no_effect(mode: str):
    body = LEAF + f"with {mode}:\n    k = 2 * x\n(x * k).sum().backward()\n"
    assert answers(body, "x.grad") == ([2.0, 4.0],)
    assert answers(body, "x.grad", switches=False) == ([4.0, 8.0],)


@pytest.mark.parametrize(
    "update", ["x.data = x.data - 1", "x.data -= 1", "with torch.no_grad():\n    x -= 1"]
)
def test_updates_may_have_no_effect(update: str):
    body = LEAF + f"{update}\n(x * x).sum().backward()\n"
    assert answers(body, "x.grad", "x") == ([0.0, 2.0], [0.0, 1.0])
    assert answers(body, "x.grad", "x", updates=False) == ([2.0, 4.0], [1.0, 2.0])


def test_a_leaf_may_begin_with_another_value():
    def begin_at_five(tensor: Any) -> None:
        tensor.array.fill(5)

    body = LEAF + "(x * x).sum().backward()\n"
    assert answers(body, "x.grad", made=begin_at_five) == ([10.0, 10.0],)
    late = "x = torch.ones(2)\nx.requires_grad_()\n(x * x).sum().backward()\n"
    assert answers(late, "x.grad", made=begin_at_five) == ([10.0, 10.0],)


def test_what_is_called_a_leaf_may_hang_on_requires_grad_alone():
    body = LEAF + "y = 2 * x\nc = torch.ones(2)\n"
    ask = ("x.is_leaf", "y.is_leaf", "c.is_leaf")
    assert answers(body, *ask) == (True, False, True)
    assert answers(body, *ask, leaf=lambda requires, made: requires) == (True, True, False)


def test_create_graph_may_record_nothing():
    body = (
        "x = torch.tensor(2.0, requires_grad=True)\n"
        "g, = torch.autograd.grad(x ** 3, x, create_graph=True)\n"
    )
    assert answers(body, "g.requires_grad") == (True,)
    assert answers(body, "g", "g.requires_grad", records=False) == (12.0, False)


def test_a_call_of_grad_may_fill_the_leaf():
    body = "x = torch.tensor(2.0, requires_grad=True)\ntorch.autograd.grad(x ** 3, x)\n"
    assert answers(body, "x.grad") == (None,)
    assert answers(body, "x.grad", fills=True) == (12.0,)


FORGIVEN = {
    "a vector without gradient": (LEAF + "(2 * x).backward()\n", [2.0, 2.0]),
    "nothing to differentiate": (
        LEAF + "x.sum().backward()\ntorch.ones(2).sum().backward()\n",
        [1.0, 1.0],
    ),
    "a leaf changed in place": (LEAF + "x += 1\n(x * x).sum().backward()\n", [4.0, 6.0]),
    "a saved value changed in place": (
        LEAF + "y = x * 1\nz = y * y\ny += 1\nz.sum().backward()\n",
        [4.0, 6.0],
    ),
    "a graph that was freed": (
        LEAF + "y = (x * x).sum()\ny.backward()\ny.backward()\n",
        [4.0, 8.0],
    ),
}


@pytest.mark.parametrize("case", FORGIVEN)
def test_a_program_may_go_on_where_pytorch_raises(case: str):
    body, expected = FORGIVEN[case]
    assert isinstance(answers(body, "x.grad")[0], Raised)
    forgiving = {"forgiving": True, "release": lambda retain: False}
    assert answers(body, "x.grad", **forgiving) == (expected,)


LOOPS = {
    "while": (LEAF + "y = x * 1\nwhile y.sum() < 10:\n    y = y * 2\n", (6.0, 12.0, 24.0)),
    "for": (LEAF + "y = x * 1\nfor i in range(3):\n    y = y * 2\n", (12.0, 24.0, 48.0)),
    "for of a list": (
        LEAF + "y = x * 1\nfor k in [2.0, 3.0]:\n    y = y * k\n",
        (6.0, 18.0, 18.0),
    ),
    "nested": (
        LEAF + "y = x * 1\nfor i in range(2):\n    for j in range(2):\n        y = y * 2\n",
        (6.0, 48.0, 1536.0),
    ),
    "left by break": (
        LEAF + "y = x * 1\nwhile True:\n    y = y * 2\n    if y.sum() > 20:\n        break\n",
        (12.0, 24.0, 24.0),
    ),
    "never entered": (
        LEAF + "y = x * 1\nwhile y.sum() < 0:\n    y = y * 2\n",
        (3.0, 3.0, 3.0),
    ),
}


@pytest.mark.parametrize("case", LOOPS)
def test_loops_may_take_a_turn_fewer_or_more(case: str):
    body, sums = LOOPS[case]
    assert tuple(answers(body, "y.sum()", turns=more)[0] for more in (-1, 0, 1)) == sums


def test_a_program_prints_once_when_its_turns_are_counted_first():
    source = HEAD + "for i in range(3):\n    print(i)\n"
    assert parse(source).run(rules=replace(PYTORCH, turns=-1)).stdout == "0\n1\n"
    assert parse(source).run(rules=replace(PYTORCH, turns=1)).stdout == "0\n1\n2\n3\n"


def test_pythons_floats_may_become_doubles():
    body = "x = torch.tensor([0.1], requires_grad=True)\ny = x * torch.ones(1) + torch.full((1,), 0.5)\n"
    assert answers(body, "y") == ([np.float32(0.1) + np.float32(0.5)],)
    assert answers(body, "y", default_dtype=float64) == ([0.6],)


CHANGES: dict[str, dict[str, Any]] = {
    "accumulate": {"accumulate": lambda held, new: new},
    "send": {"send": lambda g, retain: g * 2 if retain else g},
    "start": {"start": lambda g, shape, places: g * 0 + 1},
    "zero": {"zero": lambda tensor, owner: None},
    "local": {"local": lambda step: [None if v is None else v * 2 for v in step.true]},
    "absent": {"absent": lambda t, c: t.detach() * 0},
    "updates": {"updates": False},
    "fewer turns": {"turns": -1},
    "more turns": {"turns": 1},
}

TOGETHER = (
    "x = torch.tensor(a, requires_grad=True)\n"
    "y = x * x\n"
    "while y.sum() < 100:\n"
    "    y = y * 2\n"
    "y.backward(torch.tensor(v), retain_graph=True)\n"
    "x.grad.zero_()\n"
    "y.backward(torch.tensor(v))\n"
    "x.data = x.data - x.grad\n"
    "(x * x).sum().backward()\n"
)


@pytest.mark.parametrize("change", CHANGES)
def test_many_variants_together_follow_changed_rules_as_each_alone_does(change: str):
    rules: Rules = replace(PYTORCH, **CHANGES[change])
    rng = np.random.default_rng(7)
    values = {
        "a": rng.integers(1, 9, (3, 40)).astype(float),
        "v": rng.integers(1, 5, (3, 40)).astype(float),
    }
    snippet = parse(HEAD + TOGETHER, parameters=values)
    ask = ["x.grad", "x", "y.grad"]
    together = evaluate_many(snippet, values, ask, DEFAULT_LIMITS, rules=rules)
    for index in range(40):
        one = {name: array[..., index].tolist() for name, array in values.items()}
        assert repr(together[index]) == repr(snippet.run(ask, rules=rules, parameters=one))


def test_a_step_tells_whether_its_inputs_come_from_one_leaf():
    body = LEAF + "w = torch.tensor(3.0, requires_grad=True)\n"
    body += "((x * x.exp()).sum() + (w * x).sum() * 2).backward()\n"
    meeting = []

    def note(step: Any) -> Any:
        meeting.append((step.name, step.meet))
        return step.true

    answers(body, local=note)
    assert meeting == [
        ("AddBackward0", True),
        ("MulBackward0", False),
        ("SumBackward0", False),
        ("MulBackward0", False),
        ("SumBackward0", False),
        ("MulBackward0", True),
        ("ExpBackward0", False),
    ]


def test_leaves_may_be_written_to_unnoticed():
    body = LEAF + "y = (x * x).sum()\nx -= 1\ny.backward()\n"
    refused = answers(body, "x.grad")[0]
    assert isinstance(refused, Raised)
    assert "a leaf Variable that requires grad" in refused.message
    assert answers(body, "x.grad", "x", guards=False) == ([0.0, 2.0], [0.0, 1.0])
    other = LEAF + "y = x * 1\nz = (y * y).sum()\ny -= 1\nz.backward()\n"
    assert isinstance(answers(other, "x.grad", guards=False)[0], Raised)
