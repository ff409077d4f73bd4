"""Variants that run together give what each gives alone."""

from dataclasses import replace

from app.domain.problems import BrokenProblem, find_truth, rules_of, run_variant
from app.domain.problems.together import Together
from app.domain.problems.variants import draw_values, write_variant
from tests.app.domain.problems.gates.making import make_problem

LEAF = "x = torch.tensor(a, requires_grad=True)"
NUMBER = '{ kind = "number", from = [1.0, 2.0, 3.5, 0.5] }'


def together(problem, seeds):
    draws = [draw_values(problem, seed) for seed in seeds]
    return Together(
        problem,
        [
            (write_variant(problem, seed, drawn), drawn)
            for seed, drawn in zip(seeds, draws, strict=True)
        ],
    )


def alone(run, *arguments):
    try:
        return run(*arguments)
    except BrokenProblem as broken:
        return broken


def assert_like_one_by_one(problem, seeds=range(30)):
    group = together(problem, seeds)
    rules = rules_of(group.variants[0])
    believed = replace(rules, accumulate=lambda _, arriving: arriving, forgiving=True)
    # As text: nan is nan, 0.0 is not -0.0, and an error is what it says.
    for found, variant in zip(group.run(rules), group.variants, strict=True):
        assert repr(found) == repr(alone(find_truth, variant))
    found = group.run(believed, mistaken=True)
    for one, variant in zip(found, group.variants, strict=True):
        assert repr(one) == repr(alone(run_variant, variant, believed))


def test_numbers_of_two_types_and_fragments_of_two_shapes_are_kept_apart():
    params = {
        "a": NUMBER,
        "k": '{ kind = "number", from = [1, 2, 0.5, 1.5] }',
        "f": '{ kind = "choice", from = ["k * x", "x ** k", "x / 2"] }',
    }
    problem = make_problem(
        f"{LEAF}\ny = f\ny.backward()", params, ['expr = "x.grad"', 'expr = "k"'][:1]
    )
    assert_like_one_by_one(problem, range(60))


def test_draws_that_do_not_run_are_told_as_alone():
    params = {"a": NUMBER, "k": '{ kind = "number", from = [0, 1, 2, 3] }'}
    code = f"{LEAF}\ny = torch.zeros(1000 ** k)\n(k * x).backward()"
    group = together(make_problem(code, params), range(12))
    found = group.run(rules_of(group.variants[0]))
    assert {type(truth) for truth in found} == {dict, BrokenProblem}
    assert_like_one_by_one(make_problem(code, params), range(12))


def test_a_text_outside_the_language_is_told_as_alone():
    problem = make_problem(f"{LEAF}\nimport os\n(2 * x).backward()", {"a": NUMBER})
    assert_like_one_by_one(problem, range(5))


def test_other_questions_can_be_asked_of_all():
    problem = make_problem(f"{LEAF}\n(3 * x).backward()", {"a": NUMBER})
    group = together(problem, range(5))
    (question,) = problem.questions
    found = group.run(rules_of(group.variants[0]), (replace(question, expr="x.grad + 1"),))
    assert found == [{"x_grad": 4.0}] * 5


def test_what_runs_each_variant_is_its_own_text_or_its_shape_with_its_numbers():
    params = {"a": NUMBER, "f": '{ kind = "choice", from = ["x * x", "3 * x"] }'}
    problem = make_problem(f"{LEAF}\ny = f\ny.backward()", params)
    group = together(problem, range(20))
    seen = {}
    for variant, snippet, numbers in group.snippets():
        answers = snippet.run(["x.grad"], parameters=numbers).answers
        seen[variant.seed] = {"x_grad": answers[0]}
    assert seen == {variant.seed: find_truth(variant) for variant in group.variants}
    assert len({id(snippet) for _, snippet, _ in group.snippets()}) == 2
