"""What is answered by who holds a wrong belief about which tensors hold a gradient; by hand."""

import pytest

from app.domain.diagnosis import find_misconception, predict
from app.domain.problems.questions import QuestionKind
from tests.app.domain.diagnosis.programs import LEAF, believed, true_answers, variant_of

# y = x * x is computed; the gradient 3 flows through it.
THROUGH = LEAF + "y = x * x\n(3 * y).sum().backward()\n"
UNREACHED = LEAF + "w = torch.tensor([[1.0, 2.0]], requires_grad=True)\n(x * x).sum().backward()\n"


def test_a_computed_tensor_keeps_its_gradient():
    assert true_answers(THROUGH, "y.grad") == (None,)
    assert believed("grad-on-nonleaf", THROUGH, "y.grad", "x.grad") == ([3.0, 3.0], [6.0, 12.0])


def test_what_flows_through_a_computed_tensor_adds_up_over_calls():
    body = LEAF + "y = x * x\ny.sum().backward(retain_graph=True)\n(3 * y).sum().backward()\n"
    assert believed("grad-on-nonleaf", body, "y.grad") == ([4.0, 4.0],)


def test_what_no_gradient_reaches_has_zeros():
    assert true_answers(UNREACHED, "w.grad") == (None,)
    assert believed("zeros-for-none", UNREACHED, "w.grad") == ([[0.0, 0.0]],)
    assert believed("zeros-for-none", THROUGH, "y.grad") == ([0.0, 0.0],)


def test_a_gradient_that_is_asked_for_in_vain_is_zeros():
    body = LEAF + "w = torch.tensor([3.0], requires_grad=True)\n"
    body += "g, h = torch.autograd.grad(x.sum(), [x, w], allow_unused=True)\n"
    assert true_answers(body, "g", "h") == ([1.0, 1.0], None)
    assert believed("zeros-for-none", body, "g", "h") == ([1.0, 1.0], [0.0])
    assert believed("grad-on-nonleaf", body, "g", "h") == ([1.0, 1.0], None)


def test_a_leaf_keeps_what_it_has():
    for code in ("grad-on-nonleaf", "zeros-for-none"):
        assert believed(code, THROUGH, "x.grad") == ([6.0, 12.0],)
    assert believed("grad-on-nonleaf", UNREACHED, "w.grad") == (None,)


def test_both_beliefs_together_give_the_gradient_where_one_flows_and_zeros_elsewhere():
    body = UNREACHED + "y = x * x\ny.sum().backward()\n"
    for codes in ("grad-on-nonleaf zeros-for-none", "zeros-for-none grad-on-nonleaf"):
        assert believed(codes, body, "y.grad", "w.grad") == ([1.0, 1.0], [[0.0, 0.0]])


@pytest.mark.parametrize(
    ("name", "true", "mistaken"), [("x", True, True), ("y", False, True), ("v", True, False)]
)
def test_a_leaf_is_what_requires_a_gradient(name, true, mistaken):
    body = LEAF + "y = x * x\nv = torch.tensor([1.0])\n"
    variant = variant_of(body, f"{name}.is_leaf", kind=QuestionKind.BOOLEAN)
    held = find_misconception("leaf-means-requires-grad")
    assert predict(variant, ()) == {"q0": true}
    assert predict(variant, (held,)) == {"q0": mistaken}
