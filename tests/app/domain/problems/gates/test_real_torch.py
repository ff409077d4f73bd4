"""A variant's own text in real PyTorch: what it gives, and what is never executed."""

from dataclasses import replace

import pytest

from app.domain.problems import Question, Variant, find_problem, instantiate
from app.domain.problems.gates.real_torch import _builtins, has_torch, run_in_torch
from engine.snippet import Raised, UnsupportedSyntax

LEAF = "import torch\n\nx = torch.tensor([1.0, 2.0], requires_grad=True)\n"


def variant_of(code, *exprs):
    questions = tuple(Question(f"q{number}", expr) for number, expr in enumerate(exprs))
    return Variant("made-up", "0" * 12, 0, code, questions, 1e-3, 1e-6)


@pytest.mark.parametrize(
    ("code", "expr"),
    [
        (f"{LEAF}import os\nos.getcwd()\n", "x"),
        (f"{LEAF}open('made', 'w')\n", "x"),
        (f"{LEAF}y = x.__class__\n", "x"),
        (f"{LEAF}y = torch.load('weights')\n", "x"),
        (f"{LEAF}y = x.sum()\n", "__import__('os').getcwd()"),
        (f"{LEAF}y = x.sum()\n", "x.numpy().tofile('made')"),
    ],
)
def test_what_the_language_refuses_is_not_executed(code, expr, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnsupportedSyntax):
        run_in_torch(variant_of(code, expr))
    assert list(tmp_path.iterdir()) == []


def test_what_is_executed_finds_no_file_no_other_module_and_no_way_to_execute_more():
    names = {"__builtins__": _builtins()}
    for text in ("open", "eval", "exec", "compile", "getattr", "globals", "vars", "input"):
        with pytest.raises(NameError):
            eval(text, names)
    with pytest.raises(ImportError, match="does not import os"):
        exec("import os", names)
    exec("import math", names)


if has_torch():

    def test_answers_are_plain_data_as_the_engines_are():
        code = f"{LEAF}y = (x * x).sum()\ny.backward()\nprint(y)\n"
        outcome = run_in_torch(
            variant_of(
                code, "x.grad", "y.grad", "y.item()", "x.is_leaf", "y.grad_fn.name()", "x.shape"
            )
        )
        assert outcome.error is None
        assert outcome.answers == ([2.0, 4.0], None, 5.0, True, "SumBackward0", [2])

    def test_an_error_of_the_text_is_the_answer_of_every_question():
        outcome = run_in_torch(variant_of(f"{LEAF}(x * x).backward()\n", "x.grad", "x"))
        raised = Raised("RuntimeError", "grad can be implicitly created only for scalar outputs")
        assert outcome.error == raised
        assert outcome.answers == (raised, raised)

    def test_an_error_of_a_question_is_its_answer_alone():
        outcome = run_in_torch(variant_of(LEAF, "x.grad.sum()", "x"))
        assert outcome.error is None
        assert outcome.answers[0].type == "AttributeError"
        assert outcome.answers[1] == [1.0, 2.0]

    def test_classes_and_functions_of_python_are_there():
        code = f"""{LEAF}
class Double(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return 2 * x

    @staticmethod
    def backward(ctx, g):
        return 2 * g

Double.apply(x).sum().backward()
"""
        assert run_in_torch(variant_of(code, "x.grad", "sum([len(x), 1])")).answers == (
            [2.0, 2.0],
            3,
        )

    def test_old_rules_hold_for_the_old_text_only():
        old = instantiate(find_problem("weights-of-an-old-tutorial"), 7)
        assert run_in_torch(old).error is None
        assert run_in_torch(replace(old, legacy=False)).error.type == "RuntimeError"

    def test_what_a_text_switches_is_switched_back():
        code = f"{LEAF}torch.set_grad_enabled(False)\ny = x * x\n"
        assert run_in_torch(variant_of(code, "y.requires_grad")).answers == (False,)
        assert run_in_torch(variant_of(f"{LEAF}y = x * x\n", "y.requires_grad")).answers == (True,)
