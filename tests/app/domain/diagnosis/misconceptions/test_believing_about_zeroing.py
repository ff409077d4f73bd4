"""What is answered by who holds a wrong belief about clearing gradients; worked by hand."""

import pytest

from tests.app.domain.diagnosis.programs import LEAF, believed, true_answers

CODES = ["forgets-zeroing", "zeroing-resets-tensor", "zeroing-gives-none", "clearing-gives-zeros"]
# 2x = [2, 4]; cleared; then 3.
CLEARED = LEAF + "(x * x).sum().backward()\n{}\n(3 * x).sum().backward()\n"
ZEROED = CLEARED.format("x.grad.zero_()")
DROPPED = CLEARED.format("x.grad = None")


@pytest.mark.parametrize("body", [ZEROED, DROPPED])
def test_clearing_is_overlooked(body):
    assert true_answers(body, "x.grad") == ([3.0, 3.0],)
    assert believed("forgets-zeroing", body, "x.grad") == ([5.0, 7.0],)


def test_zeroing_something_else_is_not_overlooked():
    body = "w = torch.tensor([1.0, 2.0])\nw.zero_()\n"
    assert believed("forgets-zeroing", body, "w") == ([0.0, 0.0],)


def test_zeroing_a_gradient_zeroes_the_tensor():
    body = LEAF + "y = (x * x).sum()\ny.backward(retain_graph=True)\nx.grad.zero_()\ny.backward()\n"
    assert true_answers(body, "x.grad", "x.data") == ([2.0, 4.0], [1.0, 2.0])
    assert believed("zeroing-resets-tensor", body, "x.grad", "x.data") == ([0.0, 0.0], [0.0, 0.0])


def test_a_zeroed_gradient_is_none():
    body = LEAF + "(x * x).sum().backward()\nx.grad.zero_()\n"
    assert true_answers(body, "x.grad") == ([0.0, 0.0],)
    assert believed("zeroing-gives-none", body, "x.grad") == (None,)
    assert believed("zeroing-gives-none", ZEROED, "x.grad") == ([3.0, 3.0],)


def test_a_gradient_set_to_none_holds_zeros():
    body = LEAF + "(x * x).sum().backward()\nx.grad = None\n"
    assert true_answers(body, "x.grad") == (None,)
    assert believed("clearing-gives-zeros", body, "x.grad") == ([0.0, 0.0],)
    assert believed("clearing-gives-zeros", DROPPED, "x.grad") == ([3.0, 3.0],)


@pytest.mark.parametrize("code", CODES)
def test_where_nothing_is_cleared_nothing_is_different(code):
    body = CLEARED.format("")
    assert believed(code, body, "x.grad") == true_answers(body, "x.grad") == ([5.0, 7.0],)
