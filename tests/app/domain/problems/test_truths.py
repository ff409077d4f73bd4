"""The truth is what the engine finds by running the text."""

from dataclasses import replace

import pytest

from app.domain.problems import (
    BrokenProblem,
    Question,
    QuestionKind,
    Variant,
    find_problem,
    find_truth,
    instantiate,
    run_variant,
)
from engine.snippet import LEGACY, PYTORCH


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


X = """import torch

x = torch.tensor([0.1, 2.0], requires_grad=True)
y = x * x
z = y.sum()
"""


def truth_of(code, kind, expr, choices=(), find=find_truth):
    question = Question("q", expr, "", kind, choices)
    return find(replace(make_variant(code), questions=(question,)))["q"]


def run_mistaken(variant):
    return run_variant(variant, PYTORCH)


@pytest.mark.parametrize(
    ("expr", "truth"),
    [
        ("x.is_leaf", True),
        ("z.is_leaf", False),
        ("x.grad is None", True),
        ("(x > 1)[1]", True),
        ("torch.equal(x, y)", False),
    ],
)
def test_a_boolean_question_has_true_or_false(expr, truth):
    assert truth_of(X, QuestionKind.BOOLEAN, expr) is truth


@pytest.mark.parametrize(
    ("expr", "choices", "truth"),
    [
        ("x.grad", ("None", "zeros"), "None"),
        ("x.is_leaf", ("True", "False"), "True"),
        ("'zeros' if x.grad is None else 'None'", ("None", "zeros"), "zeros"),
        ("x.shape[0]", ("1", "2", "3"), "2"),
        ("x[1]", ("1", "2", "3"), "2"),
        ("x[0]", ("0", "0.1", "1"), "0.1"),
        ("y[0]", ("1e-1", "1e-2"), "1e-2"),
        ("x.tolist()[1:]", ("[2.0]", "[1.0]"), "[2.0]"),
    ],
)
def test_a_choice_is_the_text_that_says_the_value(expr, choices, truth):
    assert truth_of(X, QuestionKind.CHOICE, expr, choices) == {"text": truth}


def test_a_text_question_has_a_word():
    assert truth_of(X, QuestionKind.TEXT, "z.grad_fn.name()") == {"text": "SumBackward0"}


@pytest.mark.parametrize(
    ("code", "truth"),
    [
        ("z.backward()", "runs"),
        ("y.backward()", "not-scalar"),
        ("x.grad.zero_()", "none-attribute"),
    ],
)
def test_a_question_about_the_end_has_the_code_of_its_kind(code, truth):
    assert truth_of(X + code, QuestionKind.ERROR, "") == {"text": truth}


def test_questions_of_several_kinds_are_answered_by_one_run():
    variant = replace(
        make_variant(X + "z.backward()\nz.backward()\n"),
        questions=(
            Question("end", "", "", QuestionKind.ERROR),
            Question("grad", "x.grad"),
        ),
    )
    truth = find_truth(variant)
    assert truth["end"] == {"text": "graph-freed"}
    assert truth["grad"]["raises"]["type"] == "RuntimeError"


@pytest.mark.parametrize(
    ("kind", "expr", "choices", "reason", "mistaken"),
    [
        (QuestionKind.BOOLEAN, "x.grad", (), "None: neither True nor False", {"text": "None"}),
        (QuestionKind.BOOLEAN, "1", (), "1: neither True nor False", {"text": "1"}),
        (QuestionKind.TEXT, "x.grad", (), "None: not a word", {"text": "None"}),
        (QuestionKind.TEXT, "''", (), "'': not a word", {"text": ""}),
        (QuestionKind.TEXT, "'two words'", (), "'two words': not a word", {"text": "two words"}),
        (QuestionKind.TEXT, "'<a>'", (), "'<a>': not a word", {"text": "<a>"}),
        (QuestionKind.CHOICE, "x[1]", ("1", "3"), "2.0: none of the choices", {"text": "2.0"}),
        (QuestionKind.CHOICE, "x.is_leaf", ("1", "0"), "True: none of the", {"text": "True"}),
        (QuestionKind.VALUE, "x.is_leaf", (), "a boolean, choice or text", {"text": "True"}),
    ],
)
def test_a_value_that_no_answer_can_say_is_our_fault_but_may_come_of_mistaken_rules(
    kind, expr, choices, reason, mistaken
):
    with pytest.raises(BrokenProblem, match=reason):
        truth_of(X, kind, expr, choices)
    assert truth_of(X, kind, expr, choices, find=run_mistaken) == mistaken


def test_an_error_where_true_or_false_is_asked_for_is_our_fault_but_may_come_of_mistaken_rules():
    code = X + "y.backward()\n"
    with pytest.raises(BrokenProblem, match="a question of the kind error asks how the program"):
        truth_of(code, QuestionKind.BOOLEAN, "x.is_leaf")
    raised = truth_of(code, QuestionKind.BOOLEAN, "x.is_leaf", find=run_mistaken)
    assert raised["raises"]["type"] == "RuntimeError"


def test_other_rules_than_the_variants_own_give_another_truth():
    variant = make_variant(X + "z.backward(torch.ones(2))\n", "x.grad")
    assert "raises" in find_truth(variant)["q0"]
    assert find_truth(variant, LEGACY) == run_variant(variant, LEGACY)
    assert find_truth(variant, LEGACY)["q0"] == pytest.approx([0.4, 8.0])
    assert find_truth(replace(variant, legacy=True)) == find_truth(variant, LEGACY)
