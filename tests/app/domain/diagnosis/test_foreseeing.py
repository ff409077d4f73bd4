from dataclasses import replace

import pytest

from app.domain.diagnosis import deal, foresee, predictions_of
from app.domain.problems import find_problem, library

SEVERAL = 5


@pytest.mark.parametrize("slug", [problem.slug for problem in library()[::12]])
def test_many_are_foreseen_as_each_would_be_alone(slug):
    problem = find_problem(slug)
    dealt = [deal(problem, seed) for seed in range(SEVERAL)]

    together = foresee(problem, [(one.variant, one.truth) for one in dealt])

    for one, found in zip(dealt, together, strict=True):
        alone = predictions_of(one.variant, one.truth, problem.misconceptions)
        assert found.listed == alone.listed
        assert found.answers.keys() == alone.answers.keys()
        for codes, changes in alone.answers.items():
            assert found.answers[codes].keys() == changes.keys()


def test_what_is_no_variant_of_the_problem_as_it_is_now_is_left_out():
    problem = find_problem("one-weight-per-component")
    dealt = deal(problem, 7)
    others = [
        replace(dealt.variant, version="another"),
        replace(dealt.variant, code="x = 1\n"),
        dealt.variant,
    ]

    found = foresee(problem, [(one, dealt.truth) for one in others])

    assert [one is None for one in found] == [True, True, False]


def test_a_variant_that_was_drawn_again_is_foreseen():
    drawn_again = (
        (problem, dealt)
        for problem in library()
        for seed in range(20)
        if (dealt := deal(problem, seed)).redraws
    )
    problem, dealt = next(drawn_again)

    assert foresee(problem, [(dealt.variant, dealt.truth)]) != [None]
