"""What is answered by who holds a wrong belief about the derivative of a function; by hand."""

import pytest

from tests.app.domain.diagnosis.programs import LEAF, believed, true_answers

HALF = "x = torch.tensor([0.5, 2.0], requires_grad=True)\n"
PLAIN = LEAF + "(3 * x).sum().backward()\n"


def near(*numbers):
    return pytest.approx(list(numbers), rel=1e-4, abs=1e-6)


# Each with the truth for x = [1, 2] (or [0.5, 2]) and with what is believed.
FUNCTIONS = {
    "inner-derivative-dropped": (LEAF, "(3 * x) ** 2", near(18, 36), near(6, 12)),
    "product-one-sided": (LEAF, "x * torch.log(x)", near(1, 1.693147), near(0, 0.693147)),
    "quotient-sign-lost": (HALF, "torch.tensor([1.0, 6.0]) / x", near(-4, -1.5), near(4, 1.5)),
    "sign-of-subtraction-lost": (LEAF, "7 - x", near(-1, -1), near(1, 1)),
    "power-exponent-kept": (LEAF, "x ** 3", near(3, 12), near(3, 24)),
    "power-factor-dropped": (LEAF, "x ** 3", near(3, 12), near(1, 4)),
    "log-derivative": (HALF, "torch.log(x)", near(2, 0.5), near(0.5, 2)),
    # 0.5 e^-0.5 and 2 e
    "exp-derivative": (HALF, "torch.exp(x)", near(1.648721, 7.389056), near(0.303265, 5.436564)),
    # tanh 1 = 0.761594, tanh 2 = 0.964028
    "tanh-derivative": (LEAF, "torch.tanh(x)", near(0.419974, 0.070651), near(0.238406, 0.035972)),
    # s(1) = 0.731059, s(2) = 0.880797
    "sigmoid-derivative": (
        LEAF, "torch.sigmoid(x)", near(0.196612, 0.104994), near(0.268941, 0.119203)
    ),
    "trig-sign-lost": (LEAF, "torch.cos(x)", near(-0.841471, -0.909297), near(0.841471, 0.909297)),
    "sqrt-derivative": (LEAF, "torch.sqrt(x)", near(0.5, 0.353553), near(1, 0.707107)),
}  # fmt: skip


@pytest.mark.parametrize("code", FUNCTIONS)
def test_the_derivative_is_believed_to_be_another(code):
    leaf, function, true, mistaken = FUNCTIONS[code]
    body = leaf + f"({function}).sum().backward()\n"
    assert true_answers(body, "x.grad")[0] == true
    assert believed(code, body, "x.grad")[0] == mistaken


@pytest.mark.parametrize("code", FUNCTIONS)
def test_a_program_without_that_function_gives_what_it_gives(code):
    assert believed(code, PLAIN, "x.grad") == true_answers(PLAIN, "x.grad") == ([3.0, 3.0],)


@pytest.mark.parametrize(
    ("code", "mistaken"),
    [("power-exponent-kept", [2.0, 8.0]), ("power-factor-dropped", [1.0, 2.0])],
)
def test_a_square_written_as_a_product_is_read_as_a_power(code, mistaken):
    body = LEAF + "(x * x).sum().backward()\n"
    assert believed(code, body, "x.grad") == (mistaken,)


@pytest.mark.parametrize("code", ["product-one-sided", "power-exponent-kept"])
def test_a_product_of_two_leaves_is_no_matter_of_the_product_rule(code):
    body = LEAF + "w = torch.tensor([5.0, 6.0], requires_grad=True)\n(x * w).sum().backward()\n"
    assert believed(code, body, "x.grad", "w.grad") == ([5.0, 6.0], [1.0, 2.0])


def test_a_square_inside_a_function_is_dropped_once():
    # exp(x * x) without its inner derivative.
    body = LEAF + "torch.exp(x * x).sum().backward()\n"
    assert believed("inner-derivative-dropped", body, "x.grad")[0] == near(2.718282, 54.598150)


def test_a_function_inside_a_function_is_dropped():
    # exp(sin x) without cos x.
    body = LEAF + "torch.exp(torch.sin(x)).sum().backward()\n"
    assert believed("inner-derivative-dropped", body, "x.grad")[0] == near(2.319777, 2.482578)


def test_a_reciprocal_and_a_divided_number_lose_their_sign_alike():
    for function in ("3 / x", "3 * torch.reciprocal(x)"):
        body = LEAF + f"({function}).sum().backward()\n"
        assert true_answers(body, "x.grad") == ([-3.0, -0.75],)
        assert believed("quotient-sign-lost", body, "x.grad") == ([3.0, 0.75],)


def test_what_is_subtracted_from_a_tensor_loses_its_sign():
    body = LEAF + "w = torch.tensor([5.0, 6.0], requires_grad=True)\n(w - 2 * x).sum().backward()\n"
    assert true_answers(body, "w.grad", "x.grad") == ([1.0, 1.0], [-2.0, -2.0])
    assert believed("sign-of-subtraction-lost", body, "w.grad", "x.grad") == (
        [1.0, 1.0],
        [2.0, 2.0],
    )


KINK = "x = torch.tensor([-3.0, 0.0, 4.0], requires_grad=True)\n"


@pytest.mark.parametrize(
    ("function", "true", "at_kink", "ignored"),
    [
        ("torch.relu", [0.0, 0.0, 5.0], [0.0, 5.0, 5.0], [5.0, 5.0, 5.0]),
        ("torch.abs", [-5.0, 0.0, 5.0], [-5.0, 5.0, 5.0], [5.0, 5.0, 5.0]),
    ],
)
def test_at_a_kink_and_before_it(function, true, at_kink, ignored):
    body = KINK + f"(5 * {function}(x)).sum().backward()\n"
    assert true_answers(body, "x.grad") == (true,)
    assert believed("kink-takes-one", body, "x.grad") == (at_kink,)
    assert believed("kink-ignored", body, "x.grad") == (ignored,)


def test_of_equal_maxima_the_first_takes_all():
    body = "x = torch.tensor([1.0, 6.0, 6.0], requires_grad=True)\n(4 * x.max()).backward()\n"
    assert true_answers(body, "x.grad") == ([0.0, 2.0, 2.0],)
    assert believed("max-to-first", body, "x.grad") == ([0.0, 4.0, 0.0],)
    alone = body.replace("6.0]", "5.0]")
    assert believed("max-to-first", alone, "x.grad") == true_answers(alone, "x.grad")


def test_along_a_dimension_the_first_of_equal_maxima_takes_all_too():
    body = "x = torch.tensor([[6.0, 6.0], [1.0, 5.0]], requires_grad=True)\n"
    rows = body + "x.amax(dim=1).backward(torch.tensor([4.0, 10.0]))\n"
    assert true_answers(rows, "x.grad") == ([[2.0, 2.0], [0.0, 10.0]],)
    assert believed("max-to-first", rows, "x.grad") == ([[4.0, 0.0], [0.0, 10.0]],)
    whole = body + "(4 * x.amax()).backward()\n"
    assert believed("max-to-first", whole, "x.grad") == ([[4.0, 0.0], [0.0, 0.0]],)
    cube = "x = torch.ones(2, 2, 2, requires_grad=True)\nx.amax(dim=(0, 2)).sum().backward()\n"
    assert believed("max-to-first", cube, "x.grad") == true_answers(cube, "x.grad")
