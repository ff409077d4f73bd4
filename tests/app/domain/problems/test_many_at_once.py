"""The problems of the library, fifty variants at a time, give the truths of one at a time."""

import ast

import numpy as np
import pytest

from app.domain.problems import instantiate, library
from app.domain.problems.draw import Draw
from engine.snippet import evaluate_many, parse

SEEDS = range(50)


def drawn(problem, parameter):
    """What the seeds draw for a parameter, along the last axis."""
    literals = [
        parameter.draw_literal(Draw(f"{problem.version}/{seed}/{parameter.name}")) for seed in SEEDS
    ]
    return np.stack([np.array(ast.literal_eval(literal)) for literal in literals], axis=-1)


@pytest.mark.parametrize("problem", library(), ids=lambda problem: problem.slug)
def test_a_problem_runs_in_one_pass_for_all_its_variants(problem):
    values = {parameter.name: drawn(problem, parameter) for parameter in problem.params}
    ask = [question.expr for question in problem.questions]
    outcomes = evaluate_many(parse(problem.code, parameters=values), values, ask)
    for seed in SEEDS:
        # As text: nan is nan, and 0.0 is not -0.0.
        assert repr(outcomes[seed]) == repr(parse(instantiate(problem, seed).code).run(ask))
    assert len(outcomes.parts) == 1
