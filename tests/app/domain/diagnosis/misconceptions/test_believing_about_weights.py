"""What is answered by who holds a wrong belief about the argument of backward(); worked by hand."""

import pytest

from tests.app.domain.diagnosis.programs import LEAF, believed, true_answers

# Slopes 2x = [2, 4]; weights that sum to 5.
WEIGHTED = LEAF + "y = x * x\ny.backward(torch.tensor([0.5, 4.5]))\n"
PLAIN = LEAF + "y = x * x\ny.sum().backward()\n"
CODES = ["ignores-weights", "sums-weights", "averages-output"]


def test_weights_are_left_out():
    assert true_answers(WEIGHTED, "x.grad") == ([1.0, 18.0],)
    assert believed("ignores-weights", WEIGHTED, "x.grad") == ([2.0, 4.0],)


def test_weights_are_summed_first():
    assert believed("sums-weights", WEIGHTED, "x.grad") == ([10.0, 20.0],)


def test_a_vector_is_averaged():
    assert believed("averages-output", WEIGHTED, "x.grad") == ([0.5, 9.0],)


@pytest.mark.parametrize("code", CODES)
def test_without_weights_nothing_is_different(code):
    assert believed(code, PLAIN, "x.grad") == true_answers(PLAIN, "x.grad") == ([2.0, 4.0],)


@pytest.mark.parametrize("code", CODES)
def test_weights_that_pytorch_refuses_are_refused(code):
    body = LEAF + "y = x * x\ny.backward(torch.tensor([1.0, 2.0, 3.0]))\n"
    assert believed(code, body, "x.grad") == true_answers(body, "x.grad")


@pytest.mark.parametrize("code", CODES)
def test_the_programs_own_weights_stay_what_they_are(code):
    body = LEAF + "y = x * x\nv = torch.tensor([0.5, 4.5])\ny.backward(v)\n"
    assert believed(code, body, "v") == ([0.5, 4.5],)
