"""The built-in problems: enough of them, readable, in teaching order, and true in PyTorch."""

import ast
from collections import Counter
from dataclasses import replace
from functools import cache

import pytest

from app.domain.diagnosis import MISCONCEPTIONS, deal, find_misconception
from app.domain.marking import Answer, AnswerKind
from app.domain.problems import (
    TOPICS,
    QuestionKind,
    UnknownProblem,
    find_problem,
    find_topic,
    find_truth,
    instantiate,
    library,
    prerequisites_of,
)
from app.domain.problems.gates.real_torch import has_torch, run_in_torch
from app.domain.problems.truth import read_truths

each_problem = pytest.mark.parametrize("problem", library(), ids=lambda problem: problem.slug)


@cache
def deals(slug):
    """Deal ten seeds of a problem, once for all tests."""
    return [deal(find_problem(slug), seed) for seed in range(10)]


def having(kind):
    """Give the slugs of the problems that ask a question of this kind."""
    return {
        problem.slug
        for problem in library()
        if any(question.kind is kind for question in problem.questions)
    }


def drawing(kind):
    """Give the slugs of the problems that draw a parameter of this kind."""
    return {
        problem.slug
        for problem in library()
        if any(parameter.kind == kind for parameter in problem.params)
    }


def test_there_are_at_least_thirty_six_problems_over_at_least_sixteen_topics():
    topics = Counter(problem.topic for problem in library())
    assert set(topics) == {topic.slug for topic in TOPICS}
    assert len(topics) >= 16
    assert min(topics.values()) >= 3
    assert len(library()) >= 36


def test_all_kinds_of_question_are_asked():
    assert len(having(QuestionKind.ERROR)) >= 4
    assert len(having(QuestionKind.BOOLEAN)) >= 2
    assert len(having(QuestionKind.CHOICE)) >= 3
    assert len(having(QuestionKind.TEXT)) >= 1


def test_all_kinds_of_parameter_are_drawn():
    assert len(drawing("choice") | drawing("expression")) >= 8
    assert len(drawing("expression")) >= 2
    assert len(drawing("derived")) >= 2
    assert drawing("number")
    assert drawing("vector")
    assert drawing("matrix")


def test_none_is_an_answer_in_at_least_five_problems():
    none = {
        problem.slug
        for problem in library()
        if None in find_truth(instantiate(problem, 0)).values()
    }
    assert len(none) >= 5


def test_each_misconception_is_told_from_the_truth_by_some_problem():
    listed = {code for problem in library() for code in problem.misconceptions}
    assert listed == {misconception.code for misconception in MISCONCEPTIONS}


def test_problems_come_in_the_order_of_topics_and_difficulty():
    places = [(find_topic(problem.topic).order, problem.difficulty) for problem in library()]
    assert places == sorted(places)


def test_a_topic_begins_gently_but_for_the_puzzles():
    for topic in TOPICS:
        easiest = min(p.difficulty for p in library() if p.topic == topic.slug)
        assert easiest <= 2 or topic.slug == "puzzles"


def test_topics_are_counted_from_one_and_named_once():
    assert [topic.order for topic in TOPICS] == list(range(1, len(TOPICS) + 1))
    assert len({topic.slug for topic in TOPICS}) == len(TOPICS)
    assert len({topic.title for topic in TOPICS}) == len(TOPICS)
    # They stand in boxes of a picture.
    assert max(len(topic.title) for topic in TOPICS) <= 28


def test_a_topic_waits_for_what_its_problems_ask_for():
    assert prerequisites_of("scalar-outputs") == ()
    asked_for = {
        slug
        for problem in library()
        if problem.topic == "zeroing"
        for slug in problem.prerequisites
    }
    assert set(prerequisites_of("zeroing")) == asked_for
    assert prerequisites_of("zeroing")[0] == "scalar-outputs"
    with pytest.raises(KeyError):
        prerequisites_of("zero")


def test_no_topic_waits_for_itself_or_for_a_later_one():
    for topic in TOPICS:
        orders = [find_topic(slug).order for slug in prerequisites_of(topic.slug)]
        assert orders == sorted(set(orders))
        assert all(order < topic.order for order in orders)


def test_every_topic_but_the_first_waits_for_another():
    assert all(prerequisites_of(topic.slug) for topic in TOPICS[1:])


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
def test_its_parameters_are_gone_from_the_variants_text(problem):
    names = {
        node.id
        for node in ast.walk(ast.parse(instantiate(problem, 0).code))
        if isinstance(node, ast.Name)
    }
    assert not names & {parameter.name for parameter in problem.params}


@each_problem
def test_it_is_about_misconceptions_that_there_are(problem):
    assert 1 <= len(problem.misconceptions) <= 5
    assert all(find_misconception(code) for code in problem.misconceptions)


@each_problem
def test_its_text_is_short_and_without_comments(problem):
    for dealt in deals(problem.slug):
        lines = dealt.variant.code.splitlines()
        assert len(lines) <= 15
        assert max(map(len, lines)) <= 88
        assert not any(line.lstrip().startswith("#") for line in lines)


@each_problem
def test_an_error_is_an_answer_only_where_the_question_is_how_the_program_ends(problem):
    for dealt in deals(problem.slug):
        kinds = {Answer.from_truth(truth).kind for truth in dealt.truth.values()}
        assert AnswerKind.RAISES not in kinds


@each_problem
def test_the_tolerance_does_not_swallow_an_answer(problem):
    for dealt in deals(problem.slug):
        for truth in dealt.truth.values():
            for number in Answer.from_truth(truth).numbers:
                assert abs(number) <= 1e-6 or abs(number) > 1000 * problem.atol


if has_torch():

    @each_problem
    def test_the_same_text_gives_the_same_answers_in_real_pytorch(problem):
        for dealt in deals(problem.slug):
            found = read_truths(dealt.variant, run_in_torch(dealt.variant))
            for id, truth in dealt.truth.items():
                ours, theirs = Answer.from_truth(truth), Answer.from_truth(found[id])
                assert replace(ours, numbers=()) == replace(theirs, numbers=())
                assert ours.numbers == pytest.approx(theirs.numbers, rel=1e-6, abs=1e-7)
