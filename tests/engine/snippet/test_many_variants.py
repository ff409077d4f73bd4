"""Many variants in one pass give what each gives alone: prints, warnings, errors and every bit."""

from typing import Any

import numpy as np
import pytest

from engine.autograd.batch import Varying
from engine.snippet import (
    LEGACY,
    LimitExceeded,
    Limits,
    Outcome,
    Raised,
    Snippet,
    SnippetError,
    evaluate_many,
    parse,
)
from tests.engine.snippet.variants import VARIANTS, Program, alone, drawn, refused_or
from tests.engine.snippet.variants_of_flows import ERRORS, FLOWS, MEMORY
from tests.engine.snippet.variants_of_values import NUMBERS, TENSORS

PROGRAMS = {**FLOWS, **ERRORS, **MEMORY, **NUMBERS, **TENSORS}


def questions(program: Program) -> list[str]:
    return [question.strip() for question in program.ask.split(";")]


@pytest.mark.parametrize("title", PROGRAMS)
@pytest.mark.parametrize("seed", [0, 1])
def test_variants_together_give_what_each_gives_alone(title: str, seed: int) -> None:
    program = PROGRAMS[title]
    snippet = parse("import torch\n" + program.source, parameters=program.parameters)
    values, ask = drawn(program, seed), questions(program)
    before = {name: array.copy() for name, array in values.items()}
    outcomes = evaluate_many(snippet, values, ask)
    assert len(outcomes) == VARIANTS
    for index in range(VARIANTS):
        together = refused_or(lambda index=index: outcomes[index])  # type: ignore[misc]
        # Compared as text, so that nan equals nan, and 0.0 does not equal -0.0.
        assert repr(together) == repr(alone(snippet, values, ask, index))
    assert len(outcomes.parts) <= program.parts
    for name, array in values.items():
        np.testing.assert_array_equal(array, before[name])


SUM = parse("import torch\nx = torch.tensor(a)\ny = (x * k).sum()", parameters=("a", "k"))


def test_the_answers_of_a_part_are_arrays_with_the_variants_along_the_last_axis() -> None:
    a, k = np.ones((3, 5), np.float32), np.arange(5)
    ask = ["x", "y", "k", "2", "[2, 3]", "None", "[x, y]"]
    outcomes = evaluate_many(SUM, {"a": a, "k": k}, ask)
    assert outcomes.answer(0)[0].indices.tolist() == [0, 1, 2, 3, 4]
    found = [outcomes.answer(place)[0].values for place in range(len(ask))]
    assert found[0].shape == (3, 5)
    assert found[1].tolist() == [0.0, 3.0, 6.0, 9.0, 12.0]
    assert found[2].tolist() == [0, 1, 2, 3, 4]
    assert found[3].tolist() == [2] * 5
    assert found[4].tolist() == [[2] * 5, [3] * 5]
    assert found[5] is None
    assert [part.shape for part in found[6]] == [(3, 5), (5,)]


def test_the_answers_of_variants_that_part_ways_come_by_parts() -> None:
    snippet = parse("y = 1 / k", parameters=("k",))
    parts = evaluate_many(snippet, {"k": np.array([2, 0, 4, 0, 8, 5])}, ["y"]).answer(0)
    values = {index: part.values for part in parts for index in part.indices.tolist()}
    assert values[1] == values[3] == Raised("ZeroDivisionError", "division by zero")
    (right,) = [part for part in parts if not isinstance(part.values, Raised)]
    assert dict(zip(right.indices.tolist(), right.values.tolist(), strict=True)) == {
        0: 0.5,
        2: 0.25,
        4: 0.125,
        5: 0.2,
    }


def test_outcomes_are_a_sequence() -> None:
    outcomes = evaluate_many(SUM, {"a": np.ones((3, 5)), "k": np.arange(5)}, ["y"])
    assert [outcome.answers for outcome in outcomes] == [(3.0 * k,) for k in range(5)]
    assert outcomes[-1] == outcomes[4]
    assert outcomes[1:3] == [outcomes[1], outcomes[2]]
    with pytest.raises(IndexError):
        outcomes[5]


def test_what_one_variant_may_use_all_may_use() -> None:
    """Bounds hold for each variant, however many there are."""
    snippet = parse("import torch\nx = torch.zeros(100) + k", parameters=("k",))
    limits = Limits(tensor_elements=100, total_elements=201)
    values = {"k": np.arange(300.0)}
    assert evaluate_many(snippet, values, ["x.sum()"], limits)[299].answers == (29900.0,)
    with pytest.raises(LimitExceeded, match="bound of 99 elements"):
        evaluate_many(snippet, values, ["x"], Limits(tensor_elements=99))[0]


def test_a_tensor_too_large_for_all_variants_together_divides_them() -> None:
    snippet = parse("import torch\nx = torch.zeros(200_000) + k", parameters=("k",))
    outcomes = evaluate_many(snippet, {"k": np.arange(64.0)}, ["x[0]"])
    assert 1 < len(outcomes.parts) < 64
    assert [outcome.answers for outcome in outcomes] == [(float(k),) for k in range(64)]


def test_a_refusal_of_all_variants_is_told_for_each() -> None:
    snippet = parse("import torch\nx = torch.tensor(k)\nprint(len)", parameters=("k",))
    outcomes = evaluate_many(snippet, {"k": np.arange(9)}, ["x"])
    with pytest.raises(SnippetError, match="printing"):
        outcomes[8]
    assert isinstance(outcomes.answer(0)[0].values, SnippetError)


@pytest.fixture
def passes(monkeypatch: pytest.MonkeyPatch) -> list[Snippet]:
    """The snippet of each pass that is made, which is made all the same."""
    made: list[Snippet] = []
    perform = Snippet.perform

    def noted(snippet: Snippet, *args: Any, **named: Any) -> Outcome:
        made.append(snippet)
        return perform(snippet, *args, **named)

    monkeypatch.setattr(Snippet, "perform", noted)
    return made


def test_variants_that_all_go_their_own_way_cost_few_passes_more(passes: list[Snippet]) -> None:
    """The first pass finds no two that agree; what follows is what it takes one by one."""
    snippet = parse("d = {k: 1}\ny = d[k]", parameters=("k",))
    assert len(evaluate_many(snippet, {"k": np.arange(200.0)}, ["y"]).parts) == 200
    assert len(passes) <= 201


def test_variants_that_leave_one_after_the_other_are_not_run_again_for_ever(
    passes: list[Snippet],
) -> None:
    snippet = parse("n = 0\nwhile n < k:\n    n += 1", parameters=("k",))
    outcomes = evaluate_many(snippet, {"k": np.arange(400)}, ["n"])
    assert [outcome.answers for outcome in outcomes] == [(k,) for k in range(400)]
    assert len(passes) <= 400 + 16 + 400 // 16


def test_an_error_is_believed_only_if_a_variant_alone_raises_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What stands for a number may lack what a number has; the variants do not suffer from it."""
    monkeypatch.delattr(Varying, "__sub__")
    for source in ("y = k - 1", "try:\n    y = k - 1\nexcept TypeError:\n    y = 0"):
        outcomes = evaluate_many(parse(source, parameters=("k",)), {"k": np.arange(9)}, ["y"])
        assert [outcome.answers for outcome in outcomes] == [(k - 1,) for k in range(9)]


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"a": np.ones((3, 5))}, ValueError),
        ({"a": np.ones((3, 5)), "k": np.ones(5), "j": np.ones(5)}, ValueError),
        ({"a": np.ones((3, 5)), "k": np.ones(4)}, ValueError),
        ({"a": np.ones((3, 5)), "k": np.float64(1)}, TypeError),
        ({"a": np.full((3, 5), "1"), "k": np.ones(5)}, TypeError),
    ],
)
def test_parameters_that_do_not_fit_are_refused(given: object, error: type[Exception]) -> None:
    with pytest.raises(error):
        evaluate_many(SUM, given)  # type: ignore[arg-type]


def test_old_rules_hold_for_all_variants() -> None:
    """A gradient longer than its output is summed, as before PyTorch 1.4."""
    source = "import torch\nx = torch.tensor(a, requires_grad=True)\ny = x.sum()\n"
    snippet = parse(source + "y.backward(torch.tensor(w))", parameters=("a", "w"))
    values = {"a": np.ones((2, 5)), "w": np.arange(15.0).reshape(3, 5)}
    outcomes = evaluate_many(snippet, values, ["x.grad"], rules=LEGACY)
    assert [outcome.answers for outcome in outcomes] == [([15.0 + 3 * k] * 2,) for k in range(5)]
    assert outcomes[0] == snippet.run(
        ["x.grad"], rules=LEGACY, parameters={"a": [1.0, 1.0], "w": [0.0, 5.0, 10.0]}
    )
    assert evaluate_many(snippet, values)[0].error is not None


def test_more_variants_than_run_together_keep_their_order() -> None:
    variants = 40_000
    outcomes = evaluate_many(SUM, {"a": np.ones((3, variants)), "k": np.arange(variants)}, ["y"])
    assert len(outcomes.parts) == 3
    assert [outcomes[k].answers for k in (0, 17_000, 39_999)] == [(0.0,), (51_000.0,), (119_997.0,)]


def test_values_may_lie_in_memory_in_any_order() -> None:
    a = np.asfortranarray(np.arange(15.0).reshape(3, 5))
    outcomes = evaluate_many(SUM, {"a": a[:, ::-1], "k": np.ones(10)[::2]}, ["x", "y"])
    assert outcomes[0].answers == ([4.0, 9.0, 14.0], 27.0)


def test_no_variants_give_no_outcomes() -> None:
    assert list(evaluate_many(SUM, {"a": np.ones((3, 0)), "k": np.ones(0)}, ["y"])) == []
