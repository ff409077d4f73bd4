"""What a typed answer is read as."""

import math
import time

import pytest

from app.domain.marking import AnswerKind, parse_answer

TENSORS = [
    ("[0.3, 3, 3e-4]", (3,), (0.3, 3.0, 0.0003)),
    ("0.3, 3, 0.0003", (3,), (0.3, 3.0, 0.0003)),
    ("0.3,\n3,\n3E-4", (3,), (0.3, 3.0, 0.0003)),
    ("1, 5", (2,), (1.0, 5.0)),
    ("[1,5]", (2,), (1.0, 5.0)),
    ("3", (), (3.0,)),
    ("[3]", (1,), (3.0,)),
    ("3,", (1,), (3.0,)),
    ("[[3]]", (1, 1), (3.0,)),
    ("3. ", (), (3.0,)),
    (".5", (), (0.5,)),
    ("+2", (), (2.0,)),
    ("- 2", (), (-2.0,)),
    ("[1, 2, ]", (2,), (1.0, 2.0)),
    ("[[1, 2], [3, 4]]", (2, 2), (1.0, 2.0, 3.0, 4.0)),
    ("[1, 2], [3, 4]", (2, 2), (1.0, 2.0, 3.0, 4.0)),
    ("[[1, 2, 3],\n [4, 5, 6],]", (2, 3), (1.0, 2.0, 3.0, 4.0, 5.0, 6.0)),
    ("[[[[1]]]]", (1, 1, 1, 1), (1.0,)),
    ("1/60", (), (1 / 60,)),
    ("[-1/3, 1 / 4, 1/-2]", (3,), (-1 / 3, 0.25, -0.5)),
    ("[inf, -inf, Inf, infinity]", (4,), (math.inf, -math.inf, math.inf, math.inf)),
    ("tensor(3.3003)", (), (3.3003,)),
    ("torch.tensor([1., 2.])", (2,), (1.0, 2.0)),
    ("tensor([3.0000e-01, 3.0000e+00, 3.0000e-04])", (3,), (0.3, 3.0, 0.0003)),
    ("tensor([[ 1., -2.],\n        [ 3.,  4.]])", (2, 2), (1.0, -2.0, 3.0, 4.0)),
    ("tensor([1., 2.], requires_grad=True)", (2,), (1.0, 2.0)),
    ("tensor([1., 2.],\n       grad_fn=<MulBackward0>)", (2,), (1.0, 2.0)),
    ("tensor([1.], dtype=torch.float64, requires_grad=True)", (1,), (1.0,)),
    ("tensor(7., device='cuda:0')", (), (7.0,)),
    ("tensor([1, 2, ])", (2,), (1.0, 2.0)),
    ("tensor([1, 2], )", (2,), (1.0, 2.0)),
    ("0", (), (0.0,)),
    ("0.500", (), (0.5,)),
    ("1e05", (), (100_000.0,)),
    ("[1000,200]", (2,), (1000.0, 200.0)),
    ("[0,100]", (2,), (0.0, 100.0)),
]


@pytest.mark.parametrize(("text", "shape", "numbers"), TENSORS)
def test_numbers_are_read_with_their_shape(text, shape, numbers):
    answer = parse_answer(text)
    assert answer.kind is AnswerKind.TENSOR
    assert answer.shape == shape
    assert answer.numbers == pytest.approx(numbers, rel=1e-15)


@pytest.mark.parametrize("text", ["None", "none", "  NONE\n"])
def test_none_is_an_answer_of_its_own(text):
    assert parse_answer(text).kind is AnswerKind.NONE


def test_nan_is_a_value():
    (number,) = parse_answer("nan").numbers
    assert math.isnan(number)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("RuntimeError", "RuntimeError"),
        ("runtimeerror", "RuntimeError"),
        ("raises RuntimeError", "RuntimeError"),
        ("It raises a RuntimeError", "RuntimeError"),
        (
            "RuntimeError: Trying to backward through the graph a second time (or\nso)",
            "RuntimeError",
        ),
        ("AttributeError: 'NoneType' object has no attribute 'zero_'", "AttributeError"),
        ("error", ""),
        ("an error", ""),
        ("raises an exception", ""),
    ],
)
def test_an_error_is_an_answer_and_its_message_is_passed_over(text, error):
    answer = parse_answer(text)
    assert answer.kind is AnswerKind.RAISES
    assert answer.error == error


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("[0.3, 3, 3e-4]", "tensor([3.0000e-01, 3., 0.0003])"),
        ("1/4", "0.25"),
        ("nan", "tensor(nan)"),
        ("-0.0", "0"),
        ("none", "None"),
        ("error", "raises an error"),
    ],
)
def test_answers_that_mean_the_same_are_equal(one, other):
    assert parse_answer(one) == parse_answer(other)
    assert hash(parse_answer(one)) == hash(parse_answer(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [("3", "[3]"), ("0", "None"), ("error", "RuntimeError"), ("[1, 2]", "[2, 1]"), ("inf", "-inf")],
)
def test_answers_that_mean_something_else_are_not_equal(one, other):
    assert parse_answer(one) != parse_answer(other)


@pytest.mark.parametrize(
    ("text", "preview"),
    [
        ("0.3,3,3e-4", "tensor of shape [3]: [0.3, 3, 0.0003]"),
        ("[[1,2],[3,4]]", "tensor of shape [2, 2]: [[1, 2], [3, 4]]"),
        ("1, 5", "tensor of shape [2]: [1, 5]"),
        ("[3]", "tensor of shape [1]: [3]"),
        ("3.0", "single number: 3"),
        ("-inf", "single number: -inf"),
        ("none", "None"),
        ("runtimeerror: no", "raises RuntimeError"),
        ("error", "raises an error"),
    ],
)
def test_the_preview_says_what_was_read(text, preview):
    assert parse_answer(text).read_as() == preview


def test_the_preview_of_a_large_tensor_gives_its_shape_alone():
    assert (
        parse_answer(", ".join(["1"] * 101)).read_as() == "tensor of shape [101] with 101 elements"
    )


def test_values_are_nested_like_the_tensor():
    assert parse_answer("[[1, 2], [3, 4]]").values == ((1.0, 2.0), (3.0, 4.0))
    assert parse_answer("7").values == 7.0
    assert parse_answer("None").values is None


def test_ten_thousand_elements_are_read_in_well_under_half_a_second():
    text = ", ".join(["-1.25"] * 7_000 + ["1"] * 3_000)
    start = time.process_time()
    answer = parse_answer(text)
    assert time.process_time() - start < 0.5
    assert len(answer.numbers) == 10_000
