"""How gradients travel, accumulate and are given up."""

import gc
import math
from typing import Any

import pytest

from engine.autograd import NoRun, Run, Tensor, Unsupported, run_context
from engine.autograd import namespace as torch
from engine.autograd.primitive import Primitive
from engine.autograd.rules import LEGACY

FREED = "Trying to backward through the graph a second time"


def leaf(value: Any) -> Any:
    return torch.tensor(value, requires_grad=True)


def test_a_pass_that_fails_keeps_what_complete_leaves_received() -> None:
    a, b, c = leaf(2.0), leaf(3.0), leaf(4.0)
    y = a * b + c
    y.backward()
    with pytest.raises(RuntimeError, match=FREED):
        y.backward()
    assert [q.grad.item() for q in (a, b, c)] == [3.0, 2.0, 2.0]


def test_a_node_that_saved_nothing_runs_again() -> None:
    x = leaf(2.0)
    y = x + x
    y.backward()
    y.backward()
    assert x.grad.item() == 4.0


def test_a_node_that_saved_a_number_does_not_run_again() -> None:
    y = 3 * leaf(2.0)
    y.backward()
    with pytest.raises(RuntimeError, match=FREED):
        y.backward()


def test_nodes_are_released_one_by_one() -> None:
    x = leaf(2.0)
    shared = x * x
    one, other = shared * 2, shared + 1
    one.backward()
    with pytest.raises(RuntimeError, match=FREED):
        other.backward()
    assert x.grad.item() == 8.0


def test_what_a_formula_reads_decides_what_is_saved() -> None:
    reading = Primitive("ReadsOther", lambda a, b: a * b, a=lambda g, b: g * b, b=lambda g: g)
    assert reading.recipe(0b01).inputs == (1,)
    assert reading.recipe(0b10).inputs == ()
    assert reading.recipe(0b11).inputs == (1,)


def test_later_gradients_are_added_to_the_same_tensor() -> None:
    x = leaf([1.0, 2.0])
    (x * x).sum().backward()
    first = x.grad
    (x * x).sum().backward()
    assert x.grad is first
    assert first.tolist() == [4.0, 8.0]


def test_two_runs_do_not_see_each_other(run: Run) -> None:
    x = leaf(2.0)
    torch.set_grad_enabled(False)
    torch.manual_seed(1)
    expected = torch.rand(2).tolist()
    torch.manual_seed(1)
    with run_context() as inner:
        assert torch.is_grad_enabled()
        assert (x * 2).grad is None
        torch.rand(5)
    assert torch.rand(2).tolist() == expected
    assert not torch.is_grad_enabled()
    assert len(inner.warnings) == 1
    assert run.warnings == []


def test_runs_without_a_seed_draw_the_same_numbers() -> None:
    drawn = []
    for _ in range(2):
        with run_context():
            drawn.append(torch.rand(3).tolist())
    assert drawn[0] == drawn[1]


def test_ten_thousand_chained_operations_run_back_and_are_taken_down() -> None:
    x = leaf(1.0)
    y = x
    for _ in range(10_000):
        y = y + 1
    y.backward()
    assert x.grad.item() == 1.0
    del y
    gc.collect()


def test_a_graph_is_taken_down_without_the_garbage_collector() -> None:
    gc.collect()
    gc.disable()
    try:
        before = sum(type(thing) is Tensor for thing in gc.get_objects())
        x = leaf([1.0, 2.0])
        y = (x.exp() * x).sqrt().sum()
        y.backward()
        del x, y
        after = sum(type(thing) is Tensor for thing in gc.get_objects())
    finally:
        gc.enable()
    assert after == before


def test_the_host_is_asked_before_memory_is_taken() -> None:
    class TooLargeError(Exception):
        pass

    def allow(elements: int) -> None:
        if elements > 10_000:
            raise TooLargeError

    with run_context(allocate=allow):
        row, column = torch.ones(1000), torch.ones(1000, 1)
        for attempt in (
            lambda: torch.zeros(10**6, 10**6),
            lambda: torch.arange(10**12),
            lambda: torch.linspace(0, 1, 10**9),
            lambda: torch.eye(10**6),
            lambda: torch.full((10**9,), 1.0),
            lambda: row * column,
            lambda: torch.where(row > column, 1.0, 0.0),
            lambda: column @ row.view(1, 1000),
            lambda: torch.cat([row] * 20),
            lambda: torch.outer(row, row),
            lambda: torch.randn(10**9),
            lambda: row.expand(1000, 1000) + 1,
            lambda: row.expand(1000, 1000).clone(),
            lambda: row.expand(1000, 1000).reshape(10**6),
            lambda: row[torch.zeros(20_000, dtype=torch.int64)],
            lambda: torch.autograd.functional.jacobian(lambda t: t * 2, row),
            lambda: torch.zeros_like(row.expand(1000, 1000)),
        ):
            with pytest.raises(TooLargeError):
                attempt()


def test_operations_outside_a_run_are_refused() -> None:
    import contextvars

    with pytest.raises(NoRun):
        contextvars.Context().run(torch.zeros, 2)


def test_what_pytorch_could_do_is_refused_not_guessed() -> None:
    x = torch.ones(2, 2, 2)
    with pytest.raises(Unsupported):
        torch.matmul(x, x, out=x)
    with pytest.raises(Unsupported):
        x.norm("nuc")
    with pytest.raises(Unsupported):
        torch.sum(x, 0, out=x)


def test_create_graph_warns_once_in_a_run(run: Run) -> None:
    for _ in range(2):
        leaf(2.0).backward(create_graph=True)
    assert [text[:40] for text in run.warnings] == ["Using backward() with create_graph=True "]


def test_reading_the_gradient_of_a_non_leaf_warns_each_time(run: Run) -> None:
    y = leaf(2.0) * 2
    assert y.grad is None
    assert y.grad is None
    assert len(run.warnings) == 2
    assert run.warned[0].category == "UserWarning"


def test_a_legacy_gradient_must_still_be_summable_to_the_output() -> None:
    with run_context(rules=LEGACY), pytest.raises(RuntimeError) as raised:
        (leaf([1.0, 2.0, 3.0]) * 2).backward(torch.ones(2))
    assert str(raised.value) == (
        "invalid gradient at index 0 - got [2] but expected shape compatible with [3]"
    )


def test_legacy_sums_only_what_was_broadcast() -> None:
    with run_context(rules=LEGACY):
        x = leaf([[1.0], [2.0]])
        (x * 1).backward(torch.tensor([[1.0, 10.0], [100.0, 1000.0]]))
    assert x.grad.tolist() == [[11.0], [1100.0]]


def test_hooks_of_leaves_run_as_pytorch_orders_its_queue() -> None:
    seen: list[int] = []
    leaves = [leaf(float(number)) for number in range(8)]
    for number, one in enumerate(leaves):
        one.register_hook(lambda _, number=number: seen.append(number))
    torch.stack(leaves).sum().backward()
    assert seen == [0, 2, 6, 5, 7, 4, 1, 3]


def test_a_hook_registered_twice_is_removed_once() -> None:
    seen: list[float] = []
    x = leaf(2.0)

    def note(gradient: Tensor) -> None:
        seen.append(gradient.item())

    x.register_hook(note)
    handle = x.register_hook(note)
    handle.remove()
    handle.remove()
    (x * 3).backward()
    assert seen == [3.0]


def test_the_gradient_mode_survives_a_pass_that_fails() -> None:
    x = leaf(2.0)
    y = x * x
    y.backward()
    with pytest.raises(RuntimeError, match=FREED):
        y.backward()
    assert torch.is_grad_enabled()
    assert (x * 2).requires_grad


def test_non_finite_values_cause_no_warning_of_numpy() -> None:
    x = leaf([0.0, -1.0])
    (x.log() - 1 / x).sum().backward()
    assert x.grad.tolist() == [math.inf, 0.0]
