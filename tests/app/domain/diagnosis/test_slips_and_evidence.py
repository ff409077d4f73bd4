"""What a slip of the pen may give, and how much an agreement says."""

from random import Random

import pytest

from app.domain.diagnosis.evidence import bits
from app.domain.diagnosis.slips import chance_of_slip
from app.domain.marking import Answer
from app.domain.problems import Question
from app.domain.problems.questions import QuestionKind
from tests.bench.diagnosis.students import SLIPS

VALUE = Question("q", "x.grad")


def answer(value):
    return Answer.from_truth(value)


@pytest.mark.parametrize("kind", SLIPS)
def test_every_kind_of_slip_is_known_as_one(kind):
    random = Random(kind)
    for _ in range(300):
        numbers = [random.choice((1, 0.5, 0.01)) * random.randint(-99, 99) for _ in range(4)]
        true = answer([float(f"{number:.4g}") for number in numbers])
        slipped = SLIPS[kind](true, random)
        if slipped != true:
            assert chance_of_slip(true, slipped) > 0


@pytest.mark.parametrize(
    "other",
    [[-3.0, -4.0, 5.0], [6.0, 8.0, 10.0], [3.0], None, [9.0, 4.0, 7.0], [[3.0, 4.0, -5.0]]],
)
def test_what_takes_two_slips_or_more_is_none(other):
    assert chance_of_slip(answer([3.0, 4.0, 50.0]), answer(other)) == 0


def test_a_slip_in_one_of_many_elements_is_less_probable():
    assert chance_of_slip(answer(24.0), answer(-24.0)) == pytest.approx(0.2)
    assert chance_of_slip(answer([24.0, 3.0]), answer([-24.0, 3.0])) == pytest.approx(0.1)


def test_one_digit_for_another_is_one_of_nine_for_each_digit():
    assert chance_of_slip(answer(24.0), answer(27.0)) == pytest.approx(0.2 / 18)
    assert chance_of_slip(answer(2.0), answer(7.0)) == pytest.approx(0.2 / 9)
    assert chance_of_slip(answer(24.0), answer(2.7)) == 0


def test_chances_add_up_where_a_number_can_be_reached_in_several_ways():
    # 5 for 4: one off, or another digit.
    assert chance_of_slip(answer(4.0), answer(5.0)) == pytest.approx(0.1 + 0.2 / 9)
    # The first or the second 4 left out.
    assert chance_of_slip(answer([4.0, 4.0, 1.0]), answer([4.0, 1.0])) == pytest.approx(0.2 / 3)


@pytest.mark.parametrize(
    ("predicted", "worth"),
    [(3.0, 4.3), (300.0, 4.3), (0.25, 7.6), (1.125, 14.3), (0.0, 2.0), (None, 6.0), ("inf", 2.0)],
)
def test_digits_say_something(predicted, worth):
    assert bits(VALUE, answer(24.0), answer(predicted)) == pytest.approx(worth, abs=0.05)


def test_only_elements_that_differ_count_and_each_value_once():
    true, predicted = answer([1.0, 2.0, 3.0]), answer([1.0, 7.0, 7.0])
    assert bits(VALUE, true, predicted) == pytest.approx(4.3, abs=0.05)


def test_another_shape_says_something_besides_its_numbers():
    assert bits(VALUE, answer([1.0]), answer([[7.0]])) == pytest.approx(7.3, abs=0.05)


def test_one_of_few_options_says_little():
    boolean = Question("q", "x.is_leaf", kind=QuestionKind.BOOLEAN)
    assert bits(boolean, answer(True), answer(False)) == 1
    choice = Question(
        "q", "x.grad_fn.name()", kind=QuestionKind.CHOICE, choices=("a", "b", "c", "d")
    )
    assert bits(choice, answer({"text": "a"}), answer({"text": "b"})) == 2
    word = Question("q", "x.grad_fn.name()", kind=QuestionKind.TEXT)
    assert bits(word, answer({"text": "a"}), answer({"text": "b"})) == 3
