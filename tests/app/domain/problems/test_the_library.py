"""The built-in problems: enough of them, readable, solvable by hand, and true in PyTorch."""

import ast
import math
from collections import Counter
from dataclasses import replace

import pytest

from app.domain.marking import Answer, AnswerKind
from app.domain.problems import (
    TOPICS,
    UnknownProblem,
    find_problem,
    find_topic,
    find_truth,
    instantiate,
    library,
)
from tests.app.domain.problems.real_torch import HAS_TORCH, run_in_torch

SEEDS = range(100)

each_problem = pytest.mark.parametrize("problem", library(), ids=lambda problem: problem.slug)


def truths(problem, seeds=SEEDS):
    for seed in seeds:
        for truth in find_truth(instantiate(problem, seed)).values():
            yield Answer.from_truth(truth)


def test_there_are_at_least_eight_problems_over_exactly_three_topics():
    topics = Counter(problem.topic for problem in library())
    assert set(topics) == {"grad-tensors", "repeated-backward", "zeroing"}
    assert all(count >= 3 for count in topics.values())
    assert len(library()) >= 8


def test_problems_come_in_the_order_of_topics_and_difficulty():
    places = [(find_topic(problem.topic).order, problem.difficulty) for problem in library()]
    assert places == sorted(places)
    assert [topic.order for topic in TOPICS] == [1, 2, 3]
    for topic in TOPICS:
        levels = [problem.difficulty for problem in library() if problem.topic == topic.slug]
        assert levels[0] <= 2
        assert levels[-1] >= 4


def test_an_old_tutorials_problem_runs_by_old_rules_only():
    variant = instantiate(find_problem("weights-of-an-old-tutorial"), 7)
    assert all(isinstance(truth, float) for truth in find_truth(variant).values())
    today = find_truth(replace(variant, legacy=False))
    assert [truth["raises"]["type"] for truth in today.values()] == ["RuntimeError"] * 2


def test_slugs_and_titles_are_unique():
    assert len({problem.slug for problem in library()}) == len(library())
    assert len({problem.title for problem in library()}) == len(library())


def test_an_unknown_slug_is_answered_with_near_ones():
    assert find_problem("backward-twice").title == "The same backward() twice"
    with pytest.raises(UnknownProblem, match="Did you mean backward-twice"):
        find_problem("backwards-twice")
    with pytest.raises(UnknownProblem, match="gradmark problems"):
        find_problem("zzz")


def test_an_unknown_topic_is_a_key_error():
    with pytest.raises(KeyError):
        find_topic("zero")


@each_problem
def test_it_says_in_one_sentence_what_it_is_about(problem):
    assert problem.summary.endswith(".")
    assert problem.summary.count(". ") == 0
    assert len(problem.summary) <= 88


@each_problem
def test_it_is_readable_at_a_glance(problem):
    for seed in SEEDS:
        lines = instantiate(problem, seed).code.splitlines()
        assert len(lines) < 25
        assert max(map(len, lines)) <= 88
        assert not any(line.startswith("#") for line in lines)


@each_problem
def test_it_has_at_least_five_hundred_variants(problem):
    assert len({instantiate(problem, seed).code for seed in range(2000)}) >= 500


@each_problem
def test_its_parameters_are_gone_from_the_variants_text(problem):
    names = {
        node.id
        for node in ast.walk(ast.parse(instantiate(problem, 0).code))
        if isinstance(node, ast.Name)
    }
    assert not names & {parameter.name for parameter in problem.params}


@each_problem
def test_every_answer_has_at_most_four_significant_digits(problem):
    for answer in truths(problem):
        for number in answer.numbers:
            assert math.isfinite(number)
            assert math.isclose(float(f"{number:.4g}"), number, rel_tol=1e-6, abs_tol=1e-6)


@each_problem
def test_the_tolerance_does_not_swallow_an_answer(problem):
    for answer in truths(problem):
        assert all(
            number == 0 or abs(number) > 1000 * problem.atol
            for number in answer.numbers
            if abs(number) > 1e-6
        )


@each_problem
def test_no_answer_is_an_error(problem):
    assert all(answer.kind is not AnswerKind.RAISES for answer in truths(problem, range(20)))


def test_some_answers_are_none():
    none = {
        (problem.slug, id)
        for problem in library()
        for id, truth in find_truth(instantiate(problem, 0)).items()
        if truth is None
    }
    assert none == {
        ("a-leaf-as-the-root", "x_grad"),
        ("two-heads-on-one-body", "h_grad"),
        ("weights-only-weigh", "z_grad"),
        ("zeros-are-not-none", "y_grad"),
    }


if HAS_TORCH:

    @each_problem
    def test_the_same_text_gives_the_same_answers_in_real_pytorch(problem):
        for seed in range(20):
            variant = instantiate(problem, seed)
            found = {id: Answer.from_truth(truth) for id, truth in run_in_torch(variant).items()}
            for id, truth in find_truth(variant).items():
                answer = Answer.from_truth(truth)
                assert (answer.kind, answer.shape) == (found[id].kind, found[id].shape)
                assert answer.numbers == pytest.approx(found[id].numbers, rel=1e-6, abs=1e-7)
