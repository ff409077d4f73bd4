"""Answers that are a word or one of several options."""

import pytest

from app.domain.marking import (
    Answer,
    AnswerFormatError,
    AnswerKind,
    Mark,
    Verdict,
    check_answers,
    is_right,
    mark_answers,
    read_answer,
    truth_text,
)
from app.domain.problems import ERROR_KINDS, Question, QuestionKind

BOOLEAN = Question("leaf", "x.is_leaf", "", QuestionKind.BOOLEAN)
CHOICE = Question("grad", "x.grad", "", QuestionKind.CHOICE, ("None", "0", "a tensor"))
TEXT = Question("name", "y.grad_fn.name()", "", QuestionKind.TEXT)
ERROR = Question("ending", "", "How does it end?", QuestionKind.ERROR)


def verdict(question, text, truth):
    (mark,) = mark_answers([question], {question.id: text}, {question.id: truth}, 1e-3, 1e-6)
    assert mark == Mark(question.id, mark.verdict, "")
    return mark.verdict


@pytest.mark.parametrize(
    ("question", "truth", "right"),
    [
        (BOOLEAN, True, "True"),
        (BOOLEAN, False, "False"),
        *((CHOICE, {"text": choice}, choice) for choice in CHOICE.choices),
        *((ERROR, {"text": kind.code}, kind.code) for kind in ERROR_KINDS),
    ],
)
def test_of_all_options_exactly_the_true_one_is_right(question, truth, right):
    for option in question.options:
        expected = Verdict.RIGHT if option.value == right else Verdict.WRONG
        assert verdict(question, option.value, truth) is expected


@pytest.mark.parametrize(
    "typed",
    ["MulBackward0", " mulbackward0\n", "'MulBackward0'", '"MULBACKWARD0"', "<MulBackward0>"],
)
def test_a_word_is_right_whatever_its_case_and_what_stands_around_it(typed):
    assert verdict(TEXT, typed, {"text": "MulBackward0"}) is Verdict.RIGHT


@pytest.mark.parametrize(
    "typed", ["MulBackward1", "Mul", "MulBackward", "None", "0", "MulBackward0>0"]
)
def test_another_word_is_wrong(typed):
    assert verdict(TEXT, typed, {"text": "MulBackward0"}) is Verdict.WRONG


@pytest.mark.parametrize(
    ("question", "text", "message"),
    [
        (BOOLEAN, "", "There is no answer here."),
        (BOOLEAN, "true", "This is none of the answers to choose from."),
        (BOOLEAN, "True ", "This is none of the answers to choose from."),
        (CHOICE, "1", "This is none of the answers to choose from."),
        (CHOICE, "A tensor", "This is none of the answers to choose from."),
        (ERROR, "RuntimeError", "This is none of the answers to choose from."),
        (ERROR, "It runs to its end", "This is none of the answers to choose from."),
        (ERROR, " ", "There is no answer here."),
        (TEXT, "", "There is no answer here."),
        (TEXT, "''", "There is no answer here."),
        (TEXT, "Mul Backward0", "There is more than one word here."),
        (TEXT, "Mul\u0412ackward0", "No such word has this character in it. (U+0412)"),
        (TEXT, "a" * 81, "The word is longer than 80 characters."),
    ],
)
def test_what_is_no_option_or_no_word_is_told_before_it_is_stored(question, text, message):
    errors = check_answers([question], {question.id: text})
    assert errors[question.id].message == message
    assert errors[question.id].hint
    with pytest.raises(AnswerFormatError):
        read_answer(question, text)


def test_the_error_shows_where_in_a_word_it_goes_wrong():
    with pytest.raises(AnswerFormatError) as caught:
        read_answer(TEXT, " '<Mul Back>'")
    assert (caught.value.start, caught.value.end) == (6, 7)


def test_a_value_question_reads_what_it_always_has():
    assert read_answer(Question("x", "x.grad"), "[1, 1/2]") == Answer(
        AnswerKind.TENSOR, (2,), (1.0, 0.5)
    )


@pytest.mark.parametrize(
    ("truth", "kind", "text"),
    [
        (True, AnswerKind.BOOLEAN, "True"),
        (False, AnswerKind.BOOLEAN, "False"),
        ({"text": "MulBackward0"}, AnswerKind.TEXT, "MulBackward0"),
    ],
)
def test_a_truth_is_read_and_written_as_an_answer(truth, kind, text):
    answer = Answer.from_truth(truth)
    assert (answer.kind, answer.word, answer.shape, answer.numbers) == (kind, text, (), ())
    assert answer.text() == answer.read_as() == truth_text(truth) == text


def test_answers_of_different_kinds_are_never_equal():
    truths = [True, {"text": "True"}, 1.0, None, {"raises": {"type": "TypeError", "message": ""}}]
    answers = [Answer.from_truth(truth) for truth in truths]
    for first in answers:
        for second in answers:
            assert is_right(first, second, 1e-3, 1e-6) == (first is second)
            assert (first == second) == (first is second)


def test_words_that_differ_in_case_are_the_same_answer():
    first, second = (Answer(AnswerKind.TEXT, word=word) for word in ("Exp", "exp"))
    assert first == second
    assert hash(first) == hash(second)
    assert first != Answer(AnswerKind.TEXT, word="log")
