"""Properties that hold for every answer and every truth."""

import math

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.domain.marking import (
    Answer,
    AnswerFormatError,
    AnswerKind,
    Verdict,
    mark_answers,
    parse_answer,
    truth_text,
)
from app.domain.problems import Question

X = Question(id="x", expr="x.grad")

finite = st.floats(min_value=-1e30, max_value=1e30).filter(
    lambda number: number == 0 or abs(number) > 1e-30
)
numbers = finite | st.sampled_from(["inf", "-inf", "nan"])


@st.composite
def tensors(draw, elements=numbers):
    """Truths of up to three axes."""
    truth = draw(elements)
    for size in draw(st.lists(st.integers(1, 3), max_size=3)):
        truth = draw(st.just([truth] * size) if size > 1 else st.just([truth]))
    return truth


errors = st.sampled_from(["RuntimeError", "TypeError"]).map(
    lambda name: {"raises": {"type": name, "message": "m"}}
)
truths = st.none() | tensors() | st.lists(numbers, min_size=1, max_size=8) | errors


def verdict(text, truth, rtol=1e-3, atol=1e-6):
    (mark,) = mark_answers([X], {"x": text}, {"x": truth}, rtol, atol)
    return mark.verdict


@given(truths)
def test_the_canonical_text_reads_as_the_answer_it_was_written_from(truth):
    answer = Answer.from_truth(truth)
    again = parse_answer(answer.text())
    assert again == answer
    assert again.text() == answer.text()


@given(truths)
def test_the_truth_itself_is_always_right(truth):
    assert verdict(Answer.from_truth(truth).text(), truth) is Verdict.RIGHT
    assert verdict(truth_text(truth), truth) is Verdict.RIGHT


@given(st.lists(finite, min_size=1, max_size=6), st.data())
def test_one_element_beyond_the_tolerance_is_wrong_and_within_is_right(truth, data):
    place = data.draw(st.integers(0, len(truth) - 1))
    share = data.draw(st.floats(-3, 3))
    assume(abs(abs(share) - 1) > 1e-3)
    answer = list(truth)
    answer[place] += share * (1e-6 + 1e-3 * abs(truth[place]))
    expected = Verdict.RIGHT if abs(share) < 1 else Verdict.WRONG
    assert verdict(Answer.from_truth(answer).text(), truth) is expected


@given(truths, truths)
def test_answers_of_another_kind_or_shape_are_never_right(one, other):
    first, second = Answer.from_truth(one), Answer.from_truth(other)
    assume(first.kind is not second.kind or first.shape != second.shape)
    assert verdict(first.text(), other) is Verdict.WRONG


@given(st.lists(finite, min_size=1, max_size=4), st.lists(finite, min_size=1, max_size=4))
def test_no_note_holds_a_digit_of_the_truth(truth, typed):
    (mark,) = mark_answers([X], {"x": Answer.from_truth(typed).text()}, {"x": truth}, 1e-3, 1e-6)
    shape = f"The shape differs: yours is [{len(typed)}]."
    assert mark.note == ("" if len(truth) == len(typed) else shape)


@settings(max_examples=500)
@given(
    st.text(alphabet="[](),. \n-+/eE0123456789infaNotersqd=_<>'", max_size=60)
    | st.text(max_size=30)
)
def test_any_text_is_either_read_or_explained(text):
    outcome = read_or_explain(text)
    if isinstance(outcome, AnswerFormatError):
        assert outcome.message
        assert outcome.hint
        assert 0 <= outcome.start <= outcome.end <= len(text)
    else:
        elements = math.prod(outcome.shape) if outcome.kind is AnswerKind.TENSOR else 0
        assert len(outcome.numbers) == elements
        assert parse_answer(outcome.text()) == outcome


def read_or_explain(text):
    try:
        return parse_answer(text)
    except AnswerFormatError as error:
        return error
