"""A slip that is carried on loses marks once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.marking import carry_slips, mark_answers, read_answer, score
from app.domain.problems import Question, Variant, find_problem, find_truth, instantiate, library

THREE_CALLS = """import torch
x = torch.tensor([1., 2.], requires_grad=True)
y = x * x
y.backward(torch.tensor([1., 10.]), retain_graph=True)
first = x.grad.clone()
y.backward(torch.tensor([2., 3.]), retain_graph=True)
second = x.grad.clone()
y.sum().backward()
"""
ZEROED = THREE_CALLS.replace("second = x.grad.clone()", "second = x.grad.clone()\nx.grad.zero_()")
DESCENT = """import torch
x = torch.tensor([1., 2.], requires_grad=True)
(x * x).sum().backward()
first = x.grad.clone()
x.data = x.data - 0.5 * x.grad
"""


def variant_of(code, *asked, legacy=False):
    questions = tuple(Question(expr, expr) for expr in asked)
    return Variant("a-problem", "1", 0, code, questions, 1e-3, 1e-6, legacy)


def verdicts(variant, *typed):
    """Mark with slips carried on; the truth of the three calls is [2, 40], [6, 52], [8, 56]."""
    answers = dict(zip((one.id for one in variant.questions), typed, strict=True))
    truth = find_truth(variant)
    read = {one.id: read_answer(one, answers[one.id]) for one in variant.questions}
    marks = mark_answers(variant.questions, answers, truth, variant.rtol, variant.atol)
    return [mark.verdict.value for mark in carry_slips(variant, truth, read, marks)]


CALLS = variant_of(THREE_CALLS, "first", "second", "x.grad")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (("[2, 40]", "[6, 52]", "[8, 56]"), ["right", "right", "right"]),
        # Weighting forgotten in the first call, and all that follows rightly added to it.
        (("[2, 4]", "[6, 16]", "[8, 20]"), ["wrong", "carried", "carried"]),
        # A second slip on top, and that carried on as well.
        (("[2, 4]", "[6, 17]", "[8, 21]"), ["wrong", "wrong", "carried"]),
        (("[2, 40]", "[6, 51]", "[8, 55]"), ["right", "wrong", "carried"]),
        # What was right without the slip is right, and what then follows from both is not.
        (("[2, 4]", "[6, 52]", "[8, 56]"), ["wrong", "right", "right"]),
        (("[2, 4]", "[6, 52]", "[8, 20]"), ["wrong", "right", "wrong"]),
        # Whoever thinks that nothing is kept goes on from nothing.
        (("None", "[4, 12]", "[6, 16]"), ["wrong", "carried", "carried"]),
        # No program goes on from these.
        (("[2, 4, 6]", "[6, 16]", "[8, 20]"), ["wrong", "wrong", "carried"]),
        (("RuntimeError", "[6, 16]", "[8, 20]"), ["wrong", "wrong", "carried"]),
        (("[inf, 4]", "[inf, 16]", "[inf, 20]"), ["wrong", "wrong", "wrong"]),
        (("0", "0", "0"), ["wrong", "wrong", "wrong"]),
    ],
)
def test_what_follows_from_a_slip_is_right(typed, expected):
    assert verdicts(CALLS, *typed) == expected


def test_nothing_follows_across_a_zeroing():
    variant = variant_of(ZEROED, "first", "second", "x.grad")

    assert verdicts(variant, "[2, 4]", "[6, 16]", "[2, 4]") == ["wrong", "carried", "right"]
    assert verdicts(variant, "[2, 4]", "[6, 16]", "[8, 20]") == ["wrong", "carried", "wrong"]


def test_a_step_goes_from_the_gradient_that_was_answered():
    variant = variant_of(DESCENT, "first", "x.data")

    assert verdicts(variant, "[1, 2]", "[0.5, 1]") == ["wrong", "carried"]
    assert verdicts(variant, "[1, 2]", "[0, 1]") == ["wrong", "wrong"]


def test_only_a_note_of_a_gradient_is_gone_on_from():
    code = THREE_CALLS.replace("first = x.grad.clone()", "first = x.detach() * 2")

    assert verdicts(variant_of(code, "first", "x.grad"), "[1, 1]", "[7, 53]") == ["wrong", "wrong"]


def test_a_note_that_is_taken_twice_is_not_gone_on_from():
    code = THREE_CALLS.replace("second =", "first =")

    assert verdicts(variant_of(code, "first", "x.grad"), "[6, 51]", "[8, 55]") == ["wrong", "wrong"]


def test_old_programs_are_carried_on_by_old_rules():
    code = THREE_CALLS.replace("torch.tensor([2., 3.])", "torch.tensor([[2., 1.], [0., 2.]])")
    variant = variant_of(code, "first", "x.grad", legacy=True)

    assert verdicts(variant, "[2, 4]", "[8, 20]") == ["wrong", "carried"]


@given(st.data())
def test_carrying_only_ever_turns_wrong_into_carried(data):
    slugs = [problem.slug for problem in library() if ".grad.clone()" in problem.code]
    problem = find_problem(data.draw(st.sampled_from(slugs)))
    variant = instantiate(problem, data.draw(st.integers(0, 50)))
    number = st.integers(-5, 5).map(str)
    typed = {
        one.id: data.draw(
            st.one_of(
                number,
                st.just("None"),
                st.lists(number, min_size=2, max_size=2).map(lambda two: f"[{', '.join(two)}]"),
            )
        )
        for one in variant.questions
    }
    truth = find_truth(variant)
    read = {one.id: read_answer(one, typed[one.id]) for one in variant.questions}
    marks = mark_answers(variant.questions, typed, truth, variant.rtol, variant.atol)

    carried = carry_slips(variant, truth, read, marks)

    assert [mark.question for mark in carried] == [mark.question for mark in marks]
    for before, after in zip(marks, carried, strict=True):
        assert after == before or (before.verdict, after.verdict) == ("wrong", "carried")
    assert score(carried) < 1 or score(marks) == 1
