"""A parsed snippet is a value: run again, run by several threads, asked after its run."""

import math
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from engine.snippet import LEGACY, LimitExceeded, Outcome, Raised, UnsupportedSyntax, parse

TWICE = """import torch
x = torch.tensor([1., 2.], requires_grad=True)
y = x * x
for i in range(2):
    y.sum().backward(retain_graph=True)
y.grad
seen = []
def note(a, more=[]):
    more.append(a)
    return len(more)
print(x.grad, note(1), note(2), y)
torch.set_grad_enabled(False)
z = x * 2
print(z.requires_grad)
None + 1
"""


def test_a_snippet_run_twice_gives_equal_outcomes():
    snippet = parse(TWICE)
    first, second = snippet.run(), snippet.run()
    assert first == second
    assert first.error == Raised(
        "TypeError", "unsupported operand type(s) for +: 'NoneType' and 'int'"
    )
    assert first.stdout.splitlines()[0].startswith("tensor([4., 8.]) 1 2 tensor")
    assert len(first.warnings) == 1


def test_threads_that_run_one_snippet_do_not_disturb_each_other():
    snippet = parse(TWICE)
    expected = snippet.run()
    barrier = threading.Barrier(4)

    def run() -> list[Outcome]:
        barrier.wait()
        return [snippet.run() for _ in range(10)]

    with ThreadPoolExecutor(4) as pool:
        for running in [pool.submit(run) for _ in range(4)]:
            assert running.result() == [expected] * 10


def test_threads_with_different_snippets_keep_their_own_switches_and_output():
    recording = parse(
        "import torch\nx = torch.ones(1, requires_grad=True)\nfor i in range(200):\n    y = x * 2\n    if not y.requires_grad:\n        print('lost')\nprint('a')"
    )
    silent = parse(
        "import torch\nx = torch.ones(1, requires_grad=True)\nwith torch.no_grad():\n    for i in range(200):\n        y = x * 2\n        if y.requires_grad:\n            print('gained')\nprint('b')"
    )
    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(snippet.run) for snippet in [recording, silent] * 4]
        assert [run.result().stdout for run in runs] == ["a\n", "b\n"] * 4


def test_answers_are_plain_data_after_the_program():
    source = "import torch\nx = torch.tensor([1., 2.], requires_grad=True)\n(x * x).sum().backward()\nname = 'g'"
    asked = [
        "x.grad",
        "x.grad[0]",
        "x.grad is None",
        "None",
        "[x.sum(), 1, [True]]",
        "name",
        "x.shape",
        "0.1",
        "x.grad_fn",
    ]
    answers = parse(source).run(ask=asked).answers
    assert answers == ([2.0, 4.0], 2.0, False, None, [3.0, 1, [True]], "g", [2], 0.1, None)


def test_a_float32_answer_is_the_exact_double():
    assert parse("import torch").run(ask=["torch.tensor(0.1)"]).answers == (0.10000000149011612,)


def test_infinite_answers_stay_floats():
    infinite, undefined = parse("x = float('inf')").run(ask=["x", "x - x"]).answers
    assert infinite == math.inf
    assert math.isnan(undefined)


def test_an_answer_that_raises_is_told_as_raised():
    answers = parse("import torch\nx = torch.ones(2)").run(ask=["x.grad.data", "1"]).answers
    assert answers == (Raised("AttributeError", "'NoneType' object has no attribute 'data'"), 1)


def test_a_program_that_raises_answers_every_question_so():
    result = parse("x = 1\ny = x / 0").run(ask=["x", "y"])
    assert result.error == Raised("ZeroDivisionError", "division by zero")
    assert result.answers == (result.error, result.error)


def test_questions_see_functions_and_comprehensions():
    assert parse("def f(n):\n    return n + 1\na = [1]").run(ask=["[f(i) for i in a]"]).answers == (
        [2],
    )


def test_questions_print_into_the_same_output():
    assert parse("print(1)").run(ask=["print(2)"]).stdout == "1\n2\n"


@pytest.mark.parametrize(
    "question", ["y", "x = 1", "x; x", "", "x.gradient", "lambda: 1", "{1}", "\0", "x\nx"]
)
def test_a_question_outside_the_language_is_refused(question: str):
    with pytest.raises(UnsupportedSyntax):
        parse("x = 1").run(ask=[question])


def test_a_question_keeps_to_the_bounds():
    with pytest.raises(LimitExceeded):
        parse("x = 9").run(ask=["x**x**x"])


def test_old_pytorch_sums_a_longer_gradient():
    source = "import torch\nx = torch.tensor(1., requires_grad=True)\n(3 * x).backward(torch.tensor([0.5, 1., 2.]))"
    today = parse(source).run(ask=["x.grad"])
    assert today.error.message.startswith("Mismatch in shape: grad_output[0] has a shape of")
    assert parse(source).run(ask=["x.grad"], rules=LEGACY).answers == (10.5,)


def test_a_jacobian_calls_the_snippets_function_back():
    source = "import torch\nfrom torch.autograd.functional import jacobian\nv = torch.tensor([0.1, 1., 2.])\ndef f(x):\n    return x * x\nx = torch.tensor([1., 2., 3.])\nJ = jacobian(f, x)"
    asked = ["J", "v @ J", "jacobian(torch.exp, torch.zeros(1))", "jacobian(lambda t: 1 / 0, x)"]
    jacobian, product, of_torch, raised = parse(source).run(ask=asked).answers
    assert jacobian == [[2.0, 0.0, 0.0], [0.0, 4.0, 0.0], [0.0, 0.0, 6.0]]
    assert product == pytest.approx([0.2, 4.0, 12.0])
    assert of_torch == [[1.0]]
    assert raised == Raised("ZeroDivisionError", "division by zero")


def test_a_jacobian_counts_its_backward_passes():
    source = "import torch\nx = torch.ones(1)\ntorch.autograd.functional.jacobian(lambda t: t.expand(100000) * 2, x)"
    with pytest.raises(LimitExceeded, match="steps"):
        parse(source).run()
