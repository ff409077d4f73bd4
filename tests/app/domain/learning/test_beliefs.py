import uuid

from app.domain.learning import beliefs_met
from tests.app.domain.learning.answering import answer

TELLS = {"p": {"overwrites"}, "q": {"overwrites"}, "other": {"zeros-for-none"}}


def seen(answers):
    return {belief.code: belief.overcome for belief in beliefs_met(answers, TELLS)}


def test_a_misconception_that_was_seen_is_met_and_not_yet_overcome():
    assert seen([answer("p", 0, score=0, codes=("overwrites",))]) == {"overwrites": False}


def test_it_is_overcome_by_a_right_first_answer_where_it_leads_astray():
    shown = answer("p", 0, score=0, codes=("overwrites",))

    assert seen([shown, answer("q", 1)]) == {"overwrites": True}
    assert seen([shown, answer("other", 1)]) == {"overwrites": False}


def test_a_second_try_at_the_same_exercise_overcomes_nothing():
    variant = uuid.uuid4()
    tries = [
        answer("p", 0, score=0, codes=("overwrites",), variant=variant),
        answer("p", 1, variant=variant),
    ]

    assert seen(tries) == {"overwrites": False}


def test_the_problem_in_which_it_was_seen_tells_it_even_if_it_does_not_name_it():
    shown = answer("unlisted", 0, score=0, codes=("overwrites",))

    assert seen([shown, answer("unlisted", 1)]) == {"overwrites": True}


def test_who_falls_back_has_it_still_to_overcome():
    answers = [
        answer("p", 0, score=0, codes=("overwrites",)),
        answer("q", 1),
        answer("p", 2, score=0.5, codes=("overwrites",)),
    ]

    assert seen(answers) == {"overwrites": False}


def test_exercises_are_counted_once_and_the_newest_comes_first():
    variant = uuid.uuid4()
    answers = [
        answer("p", 0, score=0, codes=("overwrites",), variant=variant),
        answer("p", 1, score=0, codes=("overwrites",), variant=variant),
        answer("other", 2, score=0, codes=("zeros-for-none", "overwrites")),
        answer("other", 3, score=0, codes=("zeros-for-none",)),
    ]

    met = beliefs_met(answers, TELLS)

    assert [(one.code, one.exercises) for one in met] == [("zeros-for-none", 2), ("overwrites", 2)]
