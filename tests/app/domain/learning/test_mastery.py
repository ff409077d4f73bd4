import uuid
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.learning import MODEL, Answer, KnowledgeTracing, Level, Mastery, masteries
from tests.app.domain.learning.answering import MONDAY, answer

R, W = True, False


# Worked out by hand from the four formulas of Corbett and Anderson, with L0 0.3, T 0.1, G 0.2, S 0.1. One right answer,
# for instance: 0.27 / (0.27 + 0.14) = 27/41, and 27/41 + 14/41 * 0.1 = 284/410.
@pytest.mark.parametrize(
    ("answers", "known"),
    [
        ([], 0.3),
        ([R], 284 / 410),
        ([W], 0.03 / 0.59 + 0.56 / 0.59 * 0.1),
        ([R, R], 0.919231),
        ([R, R, R], 0.982763),
        ([W, R], 27 / 55),
        ([W, W], 0.118796),
        ([R, W], 0.297833),
    ],
)
def test_the_figures_are_those_of_the_published_formulas(answers, known):
    assert MODEL.trace(answers) == pytest.approx(known, abs=5e-7)


@given(st.lists(st.booleans(), max_size=12))
def test_it_agrees_with_counting_every_way_in_which_it_can_have_been_learned(answers):
    """Bayes' theorem by enumeration: the topic was known from the first exercise on, from the second on, ..., or never."""
    known, learned, guess, slip = (Fraction(n, 10) for n in (3, 1, 2, 1))
    weights = []
    for start in range(len(answers) + 2):
        never = start > len(answers)
        weight = known if start == 0 else (1 - known) * (1 - learned) ** (start - 1)
        weight *= 1 if start == 0 or never else learned
        for place, right in enumerate(answers):
            likely = 1 - slip if place >= start else guess
            weight *= likely if right else 1 - likely
        weights.append(weight)
    # The last way, `never`, has passed up every chance to learn.
    expected = 1 - weights[-1] / sum(weights)

    assert MODEL.trace(answers) == pytest.approx(float(expected), abs=1e-9)


@given(st.lists(st.booleans(), max_size=30))
def test_a_right_answer_never_lowers_it_and_it_stays_a_probability(answers):
    before = MODEL.trace(answers)

    assert 0 < before <= 1
    assert MODEL.after(before, right=True) >= before - 1e-12
    assert MODEL.after(before, right=True) > MODEL.after(before, right=False) or before == 1


def test_without_learning_and_with_even_odds_an_answer_says_nothing():
    model = KnowledgeTracing(known=0.4, learned=0, guess=0.5, slip=0.5)

    assert model.trace([R, W, R]) == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("answers", "level"),
    [
        ([], Level.NEW),
        ([W], Level.BEGINNING),
        ([R], Level.GROWING),
        ([R, R], Level.GROWING),
        ([R, R, R], Level.MASTERED),
        ([R, R, R, W], Level.GROWING),
    ],
)
def test_three_right_answers_in_a_row_are_mastery_and_a_slip_is_not_the_end(answers, level):
    known = MODEL.trace(answers) if answers else None

    assert Mastery(known).level is level


def test_only_the_first_answer_to_each_exercise_counts():
    variant = uuid.uuid4()
    again = [
        answer("p", 0, score=0.5, variant=variant),
        answer("p", 1, variant=variant),
        answer("p", 2),
    ]

    found = masteries(again, {"p": "zeroing"})["zeroing"]

    assert (found.answered, found.right) == (2, 1)
    assert found.known == MODEL.trace([W, R])


def test_problems_of_one_topic_count_together_and_unknown_ones_not_at_all():
    answers = [answer("a", 0), answer("b", 1), answer("c", 2), answer("lost", 3)]

    found = masteries(answers, {"a": "zeroing", "b": "zeroing", "c": "leaves"})

    assert {topic: one.answered for topic, one in found.items()} == {"zeroing": 2, "leaves": 1}


def test_an_answer_is_right_only_as_a_whole():
    assert not Answer("p", uuid.uuid4(), MONDAY, 0.75).is_right
    assert Answer("p", uuid.uuid4(), MONDAY, 1.0).is_right
