"""What a recording tells, and that telling it changes nothing."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from engine.snippet import DEFAULT_LIMITS, Limits, SnippetError, parse
from engine.snippet.recording import Recording, record
from engine.snippet.recording.events import (
    Began,
    Bound,
    Change,
    Event,
    Failed,
    Filled,
    GradChanged,
    LeftOut,
    Ran,
    Started,
    ValueChanged,
)
from tests.oracle.runner import families, programs

ADDRESS = re.compile(r" at 0x[0-9a-f]+")


def recorded(source: str) -> Recording:
    return record(parse(f"import torch\n{source}"))


def of_kind(recording: Recording, kind: type[Event]) -> list[Event]:
    return [event for event in recording.events if isinstance(event, kind)]


def flat(numbers: object) -> tuple[float, ...] | None:
    return None if numbers is None else numbers.flat


def test_each_expression_that_gives_a_tensor_is_told_with_its_text_in_order():
    recording = recorded("x = torch.tensor([2., 3.], requires_grad=True)\ny = (3*x + x**2).sum()")
    told = [(made.text, made.operation, flat(made.numbers)) for made in recording.made()]
    assert told == [
        ("torch.tensor([2., 3.], requires_grad=True)", "", (2.0, 3.0)),
        ("3*x", "MulBackward0", (6.0, 9.0)),
        ("x**2", "PowBackward0", (4.0, 9.0)),
        ("3*x + x**2", "AddBackward0", (10.0, 18.0)),
        ("(3*x + x**2).sum()", "SumBackward0", (28.0,)),
    ]


def test_sources_lead_from_the_result_to_the_leaf():
    recording = recorded("x = torch.tensor(2., requires_grad=True)\ny = (x * x).exp()")
    leaf, product, result = recording.made()
    assert product.sources == (leaf.place, leaf.place)
    assert result.sources == (product.place,)


def test_names_are_told_when_they_are_bound_and_when_they_change():
    recording = recorded("x = torch.ones(2)\ny = x\nx = x + 1")
    assert [(event.line, event.name) for event in of_kind(recording, Bound)] == [
        (2, "x"),
        (3, "y"),
        (4, "x"),
    ]


def test_a_backward_call_is_told_node_by_node():
    recording = recorded("x = torch.tensor([1., 2.], requires_grad=True)\n(x * 3).sum().backward()")
    (started,) = of_kind(recording, Started)
    assert (started.line, flat(started.cotangents[0])) == (3, (1.0,))
    total, product = of_kind(recording, Ran)
    assert [flat(sent.arrived) for sent in total.sent] == [(1.0, 1.0)]
    assert (product.operation, flat(product.cotangents[0])) == ("MulBackward0", (1.0, 1.0))
    assert [flat(sent.arrived) for sent in product.sent] == [(3.0, 3.0)]


def test_a_broadcast_operand_is_told_what_its_rule_gave_and_what_arrived():
    recording = recorded(
        "b = torch.tensor(1., requires_grad=True)\n(b * torch.tensor([2., 5.])).sum().backward()"
    )
    _, product = of_kind(recording, Ran)
    (sent,) = product.sent
    assert (flat(sent.sent), flat(sent.arrived)) == ((2.0, 5.0), (7.0,))


@pytest.mark.parametrize(
    "call",
    ["torch.autograd.grad((a * b).sum(), a)", "(a * b).sum().backward(inputs=[a])"],
)
def test_a_pass_for_some_tensors_is_told_to_send_nothing_elsewhere(call):
    recording = recorded(
        "a = torch.tensor([1., 2.], requires_grad=True)\n"
        f"b = torch.tensor([3., 4.], requires_grad=True)\n{call}"
    )
    _, product = of_kind(recording, Ran)
    assert [(sent.operand, flat(sent.arrived)) for sent in product.sent] == [(0, (3.0, 4.0))]


def test_accumulation_is_told_with_what_was_held_before():
    recording = recorded(
        "x = torch.tensor([1., 2.], requires_grad=True)\n(x * x).sum().backward()\nx.sum().backward()"
    )
    told = [(flat(e.before), flat(e.arriving), flat(e.after)) for e in of_kind(recording, Filled)]
    assert told == [(None, (2.0, 4.0), (2.0, 4.0)), ((2.0, 4.0), (1.0, 1.0), (3.0, 5.0))]


def test_a_retained_gradient_of_a_non_leaf_is_told():
    recording = recorded(
        "x = torch.tensor(3., requires_grad=True)\ny = x * 2\ny.retain_grad()\n(y * y).backward()"
    )
    numbers = {event.name: event.tensor for event in of_kind(recording, Bound)}
    filled = {event.tensor: flat(event.after) for event in of_kind(recording, Filled)}
    assert filled == {numbers["y"]: (12.0,), numbers["x"]: (24.0,)}


@pytest.mark.parametrize(
    ("statement", "how", "after"),
    [
        ("x.grad.zero_()", Change.ZEROED, (0.0,)),
        ("x.grad = None", Change.NONE, None),
        ("x.grad = torch.tensor(7.)", Change.ASSIGNED, (7.0,)),
        ("x.grad.data.mul_(2)", Change.WRITTEN, (2.0,)),
        ("torch.optim.SGD([x], lr=0.1).zero_grad()", Change.NONE, None),
    ],
)
def test_what_a_statement_does_to_a_gradient_is_told(statement, how, after):
    recording = recorded(
        f"x = torch.tensor(3., requires_grad=True)\nx.sum().backward()\n{statement}"
    )
    (change,) = of_kind(recording, GradChanged)
    assert (change.line, change.how, flat(change.before), flat(change.after)) == (
        4,
        how,
        (1.0,),
        after,
    )


def test_zeroing_zeros_is_told_too():
    recording = recorded(
        "x = torch.tensor(3., requires_grad=True)\nx.sum().backward()\nx.grad.zero_()\nx.grad.zero_()"
    )
    assert [change.line for change in of_kind(recording, GradChanged)] == [4, 5]


@pytest.mark.parametrize(
    "statement",
    [
        "x.data = x.data - 1",
        "x.data.sub_(1)",
        "with torch.no_grad(): x -= 1",
        "torch.optim.SGD([x], lr=1.).step()",
    ],
)
def test_an_update_of_a_leaf_is_told(statement):
    recording = recorded(
        f"x = torch.tensor(3., requires_grad=True)\nx.sum().backward()\n{statement}"
    )
    (change,) = of_kind(recording, ValueChanged)
    assert (flat(change.before), flat(change.after)) == ((3.0,), (2.0,))


@pytest.mark.parametrize("statement", ["x.requires_grad_()", "x.requires_grad = True"])
def test_a_tensor_that_becomes_a_leaf_is_told_again(statement):
    recording = recorded(f"x = torch.ones(2)\n{statement}\nx.sum().backward()")
    first, second = [made for made in recording.made() if made.tensor == 1]
    assert (first.requires_grad, second.requires_grad) == (False, True)
    assert (second.line, second.text, second.place) == (3, statement, first.place)


def test_an_operation_in_place_is_told_as_a_new_place_of_the_same_tensor():
    recording = recorded("x = torch.ones(2, requires_grad=True)\ny = x * 3\ny.mul_(2)")
    _, first, second = recording.made()
    assert first.tensor == second.tensor
    assert (second.sources, flat(second.numbers)) == ((first.place,), (6.0, 6.0))


def test_the_error_that_ends_a_program_is_told_last():
    recording = recorded("x = torch.tensor([1.], requires_grad=True)\nx.grad.zero_()")
    failed = recording.events[-1]
    assert isinstance(failed, Failed)
    assert (failed.line, failed.error.type) == (3, "AttributeError")


def test_an_operation_inside_another_is_told_without_value():
    recording = recorded(
        "x = torch.tensor([[1., 2.]], requires_grad=True)\n"
        "y = torch.nn.functional.cross_entropy(x, torch.tensor([0]))\ny.backward()"
    )
    inside = [made for made in recording.made() if made.tensor is None]
    assert [(made.operation, made.numbers, made.text) for made in inside] == [
        ("LogSoftmaxBackward0", None, "")
    ]
    assert {event.place for event in of_kind(recording, Ran)} <= {
        made.place for made in recording.made()
    }


def test_what_the_questions_compute_is_not_part_of_the_story():
    snippet = parse("import torch\ndef f(t):\n    return t * 2\nx = torch.tensor([1., 2.])")
    assert record(snippet, ["f(x).sum()"]).events == record(snippet).events


def test_a_tensor_in_the_memory_of_one_that_is_gone_is_another_tensor():
    recording = recorded("for i in range(20):\n    torch.zeros(2) + i")
    assert len({made.tensor for made in recording.made()}) == 40


def test_statements_of_functions_are_told_and_the_call_goes_on_after_them():
    recording = recorded("def f(t):\n    return t * 2\nx = torch.ones(2)\ny = f(x) + f(x)")
    assert [event.line for event in of_kind(recording, Began)] == [1, 2, 4, 5, 3, 3]
    assert recording.events[-1] == Bound(5, "y", 4)


def test_of_a_long_loop_the_first_and_the_last_steps_are_told():
    recording = recorded(
        "w = torch.tensor(0., requires_grad=True)\n"
        "for i in range(5000):\n    (w * i).backward()\n    w.data = w.data + 1"
    )
    assert len(recording.events) < 2000
    (gap,) = of_kind(recording, LeftOut)
    assert gap.statements > 9000
    assert flat(recording.events[-1].after) == (5000.0,)
    assert recording.events[4].line == 3


def test_a_large_tensor_is_told_without_its_numbers():
    recording = recorded("x = torch.zeros(40, 50)")
    (made,) = recording.made()
    assert (made.numbers.shape, made.numbers.flat) == ((40, 50), None)


def test_deep_recursion_is_recorded_like_any_other_run():
    source = (
        "import torch\ndef f(n):\n    if n == 0:\n        return torch.ones(1, 1)\n"
        f"    return f(n - 1){'.T' * 12}\n"
    )
    depth = next(n for n in range(49, 0, -1) if runs(f"{source}y = f({n})"))
    snippet = parse(f"{source}y = f({depth})")
    # Under a host that has used up some of Python's stack, expressions cannot be told one by one.
    assert further_down(200, lambda: record(snippet, ["y"]).outcome) == snippet.run(["y"])


def further_down(frames: int, function: Callable[[], Any]) -> Any:
    return further_down(frames - 1, function) if frames else function()


def runs(text: str) -> bool:
    try:
        parse(text).run()
    except SnippetError:
        return False
    return True


def test_a_snippet_with_open_parameters_cannot_be_recorded():
    snippet = parse("import torch\nx = torch.tensor(a)", parameters=["a"])
    with pytest.raises(ValueError, match="parameters"):
        record(snippet)


def outcome(text: str, recording: bool) -> str:
    """What a program did, as text without addresses, or why it is refused."""
    limits = Limits(seconds=60.0)
    try:
        snippet = parse(f"import torch\n{text}", DEFAULT_LIMITS)
        found = record(snippet, limits=limits).outcome if recording else snippet.run(limits=limits)
    except SnippetError as refusal:
        return str(refusal)
    return ADDRESS.sub("", repr(found))


@pytest.mark.parametrize("family", families())
def test_recording_changes_nothing_of_what_any_program_does(family):
    for title, text in programs(family).items():
        if "rand" in text and "manual_seed" not in text:
            continue
        assert outcome(text, recording=True) == outcome(text, recording=False), title
