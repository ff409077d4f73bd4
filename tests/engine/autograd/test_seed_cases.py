"""The cases the project was born from, row by row, with the text they must print."""

from typing import Any

import pytest

from engine.autograd import Run, run_context
from engine.autograd import namespace as torch
from engine.autograd.rules import LEGACY, PYTORCH

WEIGHTS = [0.1, 1.0, 0.0001]
FREED = "Trying to backward through the graph a second time"


def leaf(value: Any) -> Any:
    return torch.tensor(value, requires_grad=True)


def three(value: Any) -> tuple[Any, Any, Any]:
    return leaf(value), leaf(value), leaf(value)


def f(a: Any, b: Any, c: Any) -> Any:
    return 3 * a + 2 * b**2 + torch.log(c)


def printed(*tensors: Any) -> list[str]:
    return [repr(tensor.grad) for tensor in tensors]


def test_s1_three_vectors_with_weights() -> None:
    a, b, c = leaf([1.0, 2.0, 3.0]), leaf([3.0, 4.0, 5.0]), leaf([6.0, 7.0, 8.0])
    f(a, b, c).backward(torch.tensor(WEIGHTS))
    assert printed(a, b, c) == [
        "tensor([3.0000e-01, 3.0000e+00, 3.0000e-04])",
        "tensor([1.2000e+00, 1.6000e+01, 2.0000e-03])",
        "tensor([1.6667e-02, 1.4286e-01, 1.2500e-05])",
    ]


def test_s2_today_a_weight_vector_does_not_fit_a_0d_output() -> None:
    a, b, c = three(1.0)
    with pytest.raises(RuntimeError) as raised:
        f(a, b, c).backward(torch.tensor(WEIGHTS))
    assert str(raised.value) == (
        "Mismatch in shape: grad_output[0] has a shape of torch.Size([3]) and output[0] has a "
        "shape of torch.Size([])."
    )


def test_s2_in_old_pytorch_the_weights_act_as_their_sum() -> None:
    with run_context(rules=LEGACY):
        a, b, c = three(1.0)
        f(a, b, c).backward(torch.tensor(WEIGHTS))
    assert printed(a, b, c) == ["tensor(3.3003)", "tensor(4.4004)", "tensor(1.1001)"]


def test_s3_today_a_one_element_weight_does_not_fit_a_0d_output() -> None:
    a, b, c = three(1.0)
    with pytest.raises(RuntimeError) as raised:
        f(a, b, c).backward(torch.tensor([0.1]), retain_graph=True)
    assert str(raised.value) == (
        "Mismatch in shape: grad_output[0] has a shape of torch.Size([1]) and output[0] has a "
        "shape of torch.Size([])."
    )


@pytest.mark.parametrize(("legacy", "wrap"), [(False, float), (True, lambda v: [v])])
def test_s3_three_calls_add_up_to_the_weighted_sum(legacy: bool, wrap: Any) -> None:
    with run_context(LEGACY if legacy else PYTORCH):
        a, b, c = three(1.0)
        y = f(a, b, c)
        y.backward(torch.tensor(wrap(0.1)), retain_graph=True)
        y.backward(torch.tensor(wrap(1.0)), retain_graph=True)
        y.backward(torch.tensor(wrap(0.0001)))
    assert printed(a, b, c) == ["tensor(3.3003)", "tensor(4.4004)", "tensor(1.1001)"]


def test_s4_a_0d_output_needs_no_argument() -> None:
    a, b, c = leaf(0.1), leaf(1.0), leaf(0.1)
    f(a, b, c).backward()
    assert printed(a, b, c) == ["tensor(3.)", "tensor(4.)", "tensor(10.)"]


def test_s5_today_three_weights_do_not_fit_one_element() -> None:
    a, b, c = three([0.0])
    with pytest.raises(RuntimeError) as raised:
        f(a, b, c).backward(torch.tensor(WEIGHTS))
    assert str(raised.value) == (
        "Mismatch in shape: grad_output[0] has a shape of torch.Size([3]) and output[0] has a "
        "shape of torch.Size([1])."
    )


@pytest.mark.parametrize(("legacy", "weights"), [(False, [1.1001]), (True, WEIGHTS)])
def test_s5_one_element_tensors_at_zero(legacy: bool, weights: list[float]) -> None:
    with run_context(LEGACY if legacy else PYTORCH):
        a, b, c = three([0.0])
        f(a, b, c).backward(torch.tensor(weights))
    assert printed(a, b, c) == ["tensor([3.3003])", "tensor([0.])", "tensor([inf])"]


def test_s6_gradients_accumulate() -> None:
    a, b, c = three(1.0)
    y = f(a, b, c)
    y.backward(retain_graph=True)
    y.backward()
    assert printed(a, b, c) == ["tensor(6.)", "tensor(8.)", "tensor(2.)"]


def doubled(x: Any) -> Any:
    y = 2 * x
    while y.norm() < 1000:
        y = y * 2
    return y


def test_s7_the_doubling_loop() -> None:
    x = leaf([2.0, 3.0, 4.0])
    y = doubled(x)
    y.backward(torch.ones_like(y))
    assert repr(y) == "tensor([ 512.,  768., 1024.], grad_fn=<MulBackward0>)"
    assert printed(x) == ["tensor([256., 256., 256.])"]


def test_s8_a_vector_needs_an_argument() -> None:
    with pytest.raises(RuntimeError) as raised:
        doubled(leaf([2.0, 3.0, 4.0])).backward()
    assert str(raised.value) == "grad can be implicitly created only for scalar outputs"


@pytest.mark.parametrize("seed", [0, 1, 2, 3])
def test_s9_the_length_of_the_loop_depends_on_x(seed: int) -> None:
    torch.manual_seed(seed)
    x = torch.randn(3, requires_grad=True)
    y, doublings = x * 2, 1
    while y.data.norm() < 1000:
        y, doublings = y * 2, doublings + 1
    y.backward(torch.tensor(WEIGHTS))
    assert torch.equal(x.grad, 2**doublings * torch.tensor(WEIGHTS))
    assert doublings > 8


@pytest.mark.parametrize("argument", [False, True])
def test_s10_the_mean_of_three_y_squared(argument: bool) -> None:
    x = torch.ones(2, 2, requires_grad=True)
    y = x + 2
    z = 3 * y**2
    out = z.mean()
    out.backward(*([torch.tensor(1.0)] if argument else []))
    assert y.grad_fn.name() == "AddBackward0"
    assert x.grad_fn is None
    assert z.tolist() == [[27.0, 27.0], [27.0, 27.0]]
    assert repr(out) == "tensor(27., grad_fn=<MeanBackward0>)"
    assert printed(x) == ["tensor([[4.5000, 4.5000],\n        [4.5000, 4.5000]])"]


def test_s11_two_losses_accumulate() -> None:
    x = leaf(2.0)
    y, z = x**2, x
    y.backward()
    assert printed(x) == ["tensor(4.)"]
    z.backward()
    assert printed(x) == ["tensor(5.)"]


X, Y, Z = [1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [0.5, 1.0, 2.0]


def test_s12_a_dot_product_reaches_all_three(run: Run) -> None:
    x, y, z = leaf(X), leaf(Y), leaf(Z)
    t = x + y
    t.dot(z).backward(retain_graph=True)
    assert [x.grad.tolist(), y.grad.tolist(), z.grad.tolist()] == [Z, Z, t.tolist()]
    assert run.warnings == []
    assert t.grad is None
    assert run.warnings[0].startswith(
        "The .grad attribute of a Tensor that is not a leaf Tensor is being accessed."
    )


def test_s13_the_weights_only_weigh() -> None:
    x, y, z = leaf(X), leaf(Y), leaf(Z)
    (x + y).backward(z, retain_graph=True)
    assert [x.grad.tolist(), y.grad.tolist()] == [Z, Z]
    assert z.grad is None


def test_s14_a_leaf_is_its_own_root() -> None:
    x, y, z = leaf(X), leaf(Y), leaf(Z)
    t = x + y
    z.backward(t)
    assert z.grad.tolist() == t.tolist()
    assert x.grad is None
    assert y.grad is None


@pytest.mark.parametrize("zeroing", [False, True])
def test_s15_one_after_the_other(zeroing: bool) -> None:
    x, y, z = leaf(X), leaf(Y), leaf(Z)
    t = x + y
    t.backward(z, retain_graph=True)
    if zeroing:
        x.grad.zero_()
        y.grad.zero_()
    z.backward(t)
    kept = [0.0, 0.0, 0.0] if zeroing else Z
    assert [x.grad.tolist(), y.grad.tolist(), z.grad.tolist()] == [kept, kept, t.tolist()]


def test_s16_lists_of_tensors_and_weights() -> None:
    x = leaf([1.0, 2.0])
    torch.autograd.backward(
        [x * x, x.sum()], [torch.tensor([1.0, 10.0]), None], retain_graph=True, create_graph=False
    )
    assert printed(x) == ["tensor([ 3., 41.])"]
    with pytest.raises(RuntimeError, match=r"^got 2 tensors and 1 gradients$"):
        torch.autograd.backward([x * x, x.sum()], [torch.ones(2)])


def test_s17_the_five_attributes() -> None:
    x = leaf([1.0, 2.0])
    y, c = x * 2, torch.tensor([1.0, 2.0])
    facts = [(q.data.tolist(), q.grad, q.requires_grad, q.is_leaf) for q in (x, y, c)]
    assert facts == [
        ([1.0, 2.0], None, True, True),
        ([2.0, 4.0], None, True, False),
        ([1.0, 2.0], None, False, True),
    ]
    assert [q.grad_fn and q.grad_fn.name() for q in (x, y, c)] == [None, "MulBackward0", None]


def test_s18_assigning_data_keeps_the_leaf_and_its_gradient() -> None:
    x = leaf([1.0, 2.0])
    (x * x).sum().backward()
    x.data = x.data - 0.1 * x.grad
    assert repr(x) == "tensor([0.8000, 1.6000], requires_grad=True)"
    assert printed(x) == ["tensor([2., 4.])"]


def test_s18_a_new_name_loses_the_leaf_and_its_gradient() -> None:
    x = leaf([1.0, 2.0])
    (x * x).sum().backward()
    x = x - 0.1 * x.grad
    assert not x.is_leaf
    (x * x).sum().backward()
    assert x.grad is None


@pytest.mark.parametrize("option", ["retain_graph", "create_graph"])
def test_s19_the_second_call_works_after_either(option: str) -> None:
    x = leaf(3.0)
    y = x**2
    y.backward(**{option: True})
    assert (x.grad.grad_fn is not None) == (option == "create_graph")
    y.backward()
    assert x.grad.item() == 12.0
    with pytest.raises(RuntimeError, match=FREED):
        y.backward()


def test_s20_old_names() -> None:
    x = torch.autograd.Variable(torch.FloatTensor([1.0, 2.0]), requires_grad=True)
    (x * torch.ones_like(x)).sum().backward()
    assert repr(x) == "tensor([1., 2.], requires_grad=True)"
    assert printed(x) == ["tensor([1., 1.])"]
    assert repr(torch.empty(2, 3).shape) == "torch.Size([2, 3])"
    torch.manual_seed(0)
    assert repr(torch.randn(3)) == "tensor([ 1.5410, -0.2934, -2.1788])"


@pytest.mark.parametrize("maker", ["ones", "zeros", "empty", "rand", "randn"])
def test_s20_memory_cannot_be_pinned(maker: str) -> None:
    with pytest.raises(RuntimeError) as raised:
        getattr(torch, maker)(2, pin_memory=True)
    assert str(raised.value) == (
        "pin_memory=True requires a CUDA or other accelerator backend; no pinned memory allocator "
        "is available on this system."
    )


def test_s21_there_is_nothing_to_zero_before_the_first_backward() -> None:
    with pytest.raises(AttributeError) as raised:
        leaf([1.0]).grad.zero_()
    assert str(raised.value) == "'NoneType' object has no attribute 'zero_'"


S22 = {
    "S1": (lambda a: 3 * a + 2 * a**2 + torch.log(a), [6.0, 7.0, 8.0]),
    "S7": (doubled, [2.0, 3.0, 4.0]),
    "S10": (lambda x: 3 * (x + 2) ** 2, [1.0, 1.0, 1.0]),
}


@pytest.mark.parametrize("row", S22)
def test_s22_backward_is_the_weights_times_the_jacobian(row: str) -> None:
    function, values = S22[row]
    v = torch.tensor(WEIGHTS)
    product = v @ torch.autograd.functional.jacobian(function, torch.tensor(values))
    x, same = leaf(values), leaf(values)
    function(x).backward(v)
    (function(same) * v).sum().backward()
    assert torch.allclose(x.grad, product)
    assert torch.equal(x.grad, same.grad)
