"""What is answered by who misreads what a program does, or what it asks; worked by hand."""

import pytest

from app.domain.diagnosis import find_misconception, predict
from app.domain.problems.questions import QuestionKind
from tests.app.domain.diagnosis.programs import LEAF, believed, true_answers, variant_of

PLAIN = LEAF + "(x * x).sum().backward()\n"
EVERYWHERE_TRUE = [
    "detach-ignored",
    "no-grad-ignored",
    "update-ignored",
    "evaluates-at-updated",
    "loop-one-early",
    "loop-one-late",
    "create-graph-ignored",
    "graph-always-freed",
    "expects-no-error",
    "none-for-zeros",
    "transposed",
]


@pytest.mark.parametrize("code", EVERYWHERE_TRUE)
def test_a_plain_program_is_read_rightly(code):
    assert believed(code, PLAIN, "x.grad") == true_answers(PLAIN, "x.grad") == ([2.0, 4.0],)


def test_gradients_go_through_detach():
    for detached in ("y.detach()", "y.data"):
        body = LEAF + f"y = x * x\n(y + 10 * {detached}).sum().backward()\n"
        assert true_answers(body, "x.grad") == ([2.0, 4.0],)
        assert believed("detach-ignored", body, "x.grad") == ([22.0, 44.0],)


def test_data_is_still_a_way_to_write_to_a_leaf():
    body = LEAF + "y = (x * x).sum()\nx.data -= 1\ny.backward()\n"
    assert true_answers(body, "x", "x.grad") == ([0.0, 1.0], [0.0, 2.0])
    assert believed("detach-ignored", body, "x", "x.grad") == ([0.0, 1.0], [0.0, 2.0])


def test_gradients_go_through_no_grad():
    body = LEAF + "with torch.no_grad():\n    k = 5 * x\n(k * x).sum().backward()\n"
    assert true_answers(body, "x.grad") == ([5.0, 10.0],)
    assert believed("no-grad-ignored", body, "x.grad") == ([10.0, 20.0],)


def test_a_step_within_no_grad_is_still_taken():
    body = (
        "w = torch.tensor(4.0, requires_grad=True)\n(w * w).backward()\n"
        "with torch.no_grad():\n    w -= 0.25 * w.grad\n"
    )
    assert believed("no-grad-ignored", body, "w") == true_answers(body, "w") == (2.0,)


# w = 4: gradient 8, then w = 2: gradient 4.
DESCENT = (
    "w = torch.tensor(4.0, requires_grad=True)\n"
    "for i in range(2):\n"
    "    w.grad = None\n"
    "    (w * w).backward()\n"
    "    w.data = w.data - 0.25 * w.grad\n"
)


def test_updates_are_overlooked():
    assert true_answers(DESCENT, "w.grad", "w") == (4.0, 1.0)
    assert believed("update-ignored", DESCENT, "w.grad", "w") == (8.0, 4.0)


def test_the_gradient_is_found_at_the_value_after_the_last_step():
    assert believed("evaluates-at-updated", DESCENT, "w.grad", "w") == (2.0, 1.0)


def test_a_for_loop_takes_one_turn_fewer_or_more():
    body = "x = torch.tensor(3.0, requires_grad=True)\ny = x\nfor i in range(2):\n    y = 2 * y\n"
    body += "y.backward()\n"
    assert true_answers(body, "x.grad") == (4.0,)
    assert believed("loop-one-early", body, "x.grad") == (2.0,)
    assert believed("loop-one-late", body, "x.grad") == (8.0,)


def test_a_while_loop_takes_one_turn_fewer_or_more():
    body = "x = torch.tensor(3.0, requires_grad=True)\ny = 2 * x\nwhile y < 20:\n    y = 2 * y\n"
    body += "y.backward()\n"
    # y is 6, then 12, then 24.
    assert true_answers(body, "x.grad") == (8.0,)
    assert believed("loop-one-early", body, "x.grad") == (4.0,)
    assert believed("loop-one-late", body, "x.grad") == (16.0,)


def test_a_gradient_made_with_create_graph_is_a_constant():
    body = (
        "x = torch.tensor(3.0, requires_grad=True)\n"
        "g = torch.autograd.grad(x ** 3, x, create_graph=True)[0]\n(g + x).backward()\n"
    )
    assert true_answers(body, "x.grad") == (19.0,)
    assert believed("create-graph-ignored", body, "x.grad") == (1.0,)


TWICE = LEAF + "y = (x * x).sum()\ny.backward({})\ny.backward()\n"


def test_a_second_backward_fails_also_where_the_graph_is_retained():
    body = TWICE.format("retain_graph=True")
    variant = variant_of(body, "", kind=QuestionKind.ERROR)
    assert true_answers(body, "x.grad") == ([4.0, 8.0],)
    assert predict(variant, ()) == {"q0": {"text": "runs"}}
    held = find_misconception("graph-always-freed")
    assert predict(variant, (held,)) == {"q0": {"text": "graph-freed"}}


REFUSED = {
    "a freed graph": (TWICE.format(""), [4.0, 8.0]),
    "a vector output": (LEAF + "(x * x).backward()\n", [2.0, 4.0]),
    "weights that are too many": (
        LEAF + "(x.sum()).backward(torch.tensor([1.0, 2.0]))\n",
        [3.0, 3.0],
    ),
    "a single weight": (LEAF + "(x * x).backward(torch.tensor(3.0))\n", [6.0, 12.0]),
    "nothing to differentiate": (LEAF + "v = torch.tensor(3.0)\nv.backward()\n", None),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_program_goes_on_where_pytorch_refuses(name):
    body, gradient = REFUSED[name]
    assert true_answers(body, "x.grad")[0]["raises"]["type"] == "RuntimeError"
    assert believed("expects-no-error", body, "x.grad") == (gradient,)
    held = find_misconception("expects-no-error")
    assert predict(variant_of(body, "", kind=QuestionKind.ERROR), (held,)) == {
        "q0": {"text": "runs"}
    }


@pytest.mark.parametrize(
    "line", ["(x * x).backward(torch.tensor([1.0, 2.0, 3.0]))", "x.grad.zero_()"]
)
def test_a_program_that_nothing_helps_has_no_values_but_is_thought_to_end(line):
    body = LEAF + line + "\n"
    assert believed("expects-no-error", body, "x.grad") == true_answers(body, "x.grad")
    held = find_misconception("expects-no-error")
    ending = variant_of(body, "", kind=QuestionKind.ERROR)
    assert predict(ending, ()) != predict(ending, (held,)) == {"q0": {"text": "runs"}}


def test_an_error_is_expected():
    assert believed("expects-error", PLAIN, "x.grad") == ({"raises": {"type": "", "message": ""}},)
    held = find_misconception("expects-error")
    ending = variant_of(PLAIN, "", kind=QuestionKind.ERROR)
    assert predict(ending, (held,)) == {"q0": {"raises": {"type": "", "message": ""}}}
    whether = variant_of(PLAIN, "x.is_leaf", kind=QuestionKind.BOOLEAN)
    assert predict(whether, (held,)) == {"q0": True}


def test_where_an_error_is_raised_it_is_not_expected_in_vain():
    body = LEAF + "(x * x).backward()\n"
    assert believed("expects-error", body, "x.grad") == true_answers(body, "x.grad")
    ending = variant_of(body, "", kind=QuestionKind.ERROR)
    held = find_misconception("expects-error")
    assert predict(ending, (held,)) == predict(ending, ()) == {"q0": {"text": "not-scalar"}}


def test_a_value_is_given_for_a_gradient():
    assert believed("value-for-gradient", PLAIN, "x.grad", "x.grad[1]") == ([1.0, 2.0], 2.0)
    assert believed("value-for-gradient", PLAIN, "2 * x") == true_answers(PLAIN, "2 * x")


def test_rows_and_columns_are_exchanged():
    body = "m = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], requires_grad=True)\n"
    body += "(m * m).sum().backward()\n"
    assert believed("transposed", body, "m.grad") == ([[2.0, 8.0], [4.0, 10.0], [6.0, 12.0]],)


def test_none_is_given_for_zeros():
    body = LEAF + "(0 * x).sum().backward()\n"
    assert true_answers(body, "x.grad", "x.grad.sum()", "0 * x") == ([0.0, 0.0], 0.0, [0.0, 0.0])
    mistaken = believed("none-for-zeros", body, "x.grad", "x.grad.sum()", "0 * x")
    assert mistaken == (None, 0.0, [0.0, 0.0])
    called = LEAF + "g = torch.autograd.grad((0 * x).sum(), x)\n"
    assert believed("none-for-zeros", called, "g[0]") == (None,)
