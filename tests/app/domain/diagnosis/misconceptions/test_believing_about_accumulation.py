"""What is answered by who holds a wrong belief about gradients that add up; worked by hand."""

import pytest

from tests.app.domain.diagnosis.programs import LEAF, believed, true_answers

# 2x = [2, 4], then 3.
TWO_LOSSES = LEAF + "(x * x).sum().backward()\n(3 * x).sum().backward()\n"
ONE_LOSS = LEAF + "(x * x).sum().backward()\n"
# x gets 2x, w gets 5; the second loss does not reach w.
TWO_LEAVES = (
    LEAF
    + "w = torch.tensor(4.0, requires_grad=True)\n"
    + "((x * x).sum() + 5 * w).backward()\n(3 * x).sum().backward()\n"
)


@pytest.mark.parametrize("code", ["overwrites", "clears-before-backward", "only-last-loss"])
def test_only_the_last_of_two_losses_counts(code):
    assert true_answers(TWO_LOSSES, "x.grad") == ([5.0, 7.0],)
    assert believed(code, TWO_LOSSES, "x.grad") == ([3.0, 3.0],)


@pytest.mark.parametrize("code", ["overwrites", "clears-before-backward", "only-last-loss"])
def test_with_one_loss_there_is_nothing_to_lose(code):
    assert believed(code, ONE_LOSS, "x.grad") == true_answers(ONE_LOSS, "x.grad")


def test_what_becomes_of_a_leaf_that_the_last_loss_does_not_reach_is_believed_differently():
    assert true_answers(TWO_LEAVES, "w.grad") == (5.0,)
    assert believed("overwrites", TWO_LEAVES, "w.grad") == (5.0,)
    assert believed("clears-before-backward", TWO_LEAVES, "w.grad") == (0.0,)
    assert believed("only-last-loss", TWO_LEAVES, "w.grad") == (None,)


def test_retaining_the_graph_doubles_what_that_call_brings():
    body = LEAF + "y = x * x\ny.backward(torch.tensor([1.0, 10.0]), retain_graph=True)\n"
    again = body + "y.backward(torch.tensor([1.0, 1.0]))\n"
    assert true_answers(again, "x.grad") == ([4.0, 44.0],)
    assert believed("retain-graph-doubles", again, "x.grad") == ([6.0, 84.0],)
    assert believed("retain-graph-doubles", ONE_LOSS, "x.grad") == ([2.0, 4.0],)


def test_a_call_of_grad_fills_the_leaf_too():
    body = LEAF + "g = torch.autograd.grad((x * x).sum(), x)[0]\n"
    assert true_answers(body, "g", "x.grad") == ([2.0, 4.0], None)
    assert believed("grad-call-fills", body, "g", "x.grad") == ([2.0, 4.0], [2.0, 4.0])
    assert believed("grad-call-fills", ONE_LOSS, "x.grad") == ([2.0, 4.0],)
