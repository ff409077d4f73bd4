"""The truth is what the engine finds by running the text."""

from dataclasses import replace

import pytest

from app.domain.problems import (
    BrokenProblem,
    Question,
    Variant,
    find_problem,
    find_truth,
    instantiate,
)


def make_variant(code, *exprs):
    questions = tuple(Question(id=f"q{i}", expr=expr) for i, expr in enumerate(exprs))
    return Variant("made-up", "0" * 12, 0, code, questions, 1e-3, 1e-6)


def truths_of(code, *exprs):
    return list(find_truth(make_variant(f"import torch\n{code}", *exprs)).values())


def test_truths_keep_none_scalars_and_lists_apart():
    code = """
x = torch.tensor(2.0, requires_grad=True)
m = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
z = torch.tensor([1.0], requires_grad=True)
(x * m).sum().backward()
"""
    assert truths_of(code, "x.grad", "m.grad", "z.grad", "z.data") == [
        10.0,
        [[2.0, 2.0], [2.0, 2.0]],
        None,
        [1.0],
    ]


def test_what_is_not_finite_is_a_word_in_a_numbers_place():
    code = """
x = torch.tensor([0.0, -0.0, 0.0], requires_grad=True)
(x.log() * torch.tensor([1.0, 1.0, 0.0])).sum().backward()
"""
    assert truths_of(code, "x.grad") == [["inf", "-inf", "nan"]]


def test_a_raised_error_is_the_truth_of_every_question():
    code = """
x = torch.tensor([1.0, 2.0], requires_grad=True)
y = x * x
y.backward()
"""
    raised = {
        "raises": {
            "type": "RuntimeError",
            "message": "grad can be implicitly created only for scalar outputs",
        }
    }
    assert truths_of(code, "x.grad", "y.grad") == [raised, raised]


@pytest.mark.parametrize(
    ("code", "expr", "reason"),
    [
        ("import os\n", "x.grad", "cannot be run"),
        ("x = 1\nwhile True:\n    x = x\n", "x", "cannot be run"),
        ("x = 'word'\n", "x", "which is 'word'"),
        ("x = True\n", "x", "which is True"),
    ],
)
def test_a_text_that_gives_no_answer_is_our_fault_and_says_so(code, expr, reason):
    with pytest.raises(BrokenProblem, match=reason) as caught:
        find_truth(make_variant(code, expr))
    assert "made-up (version 000000000000, seed 0)" in str(caught.value)


def test_the_truth_belongs_to_the_stored_text_not_to_the_file():
    dealt = instantiate(find_problem("backward-twice"), 1)
    changed = replace(
        dealt, code="import torch\nx = torch.tensor(1.0, requires_grad=True)\n(5 * x).backward()\n"
    )
    assert find_truth(changed) == {"x_grad": 5.0}
