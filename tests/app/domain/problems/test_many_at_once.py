"""The problems of the library, fifty variants at a time, give the truths of one at a time."""

from collections import defaultdict

import numpy as np
import pytest

from app.domain.problems import asked, draw_values, instantiate, library, rules_of
from engine.snippet import evaluate_many, parse

SEEDS = range(50)


@pytest.mark.parametrize("problem", library(), ids=lambda problem: problem.slug)
def test_variants_of_one_shape_run_together_and_give_what_each_gives_alone(problem):
    shapes = defaultdict(dict)
    for seed in SEEDS:
        drawn = draw_values(problem, seed)
        shapes[problem.template.fill_fragments(drawn.fragments)][seed] = drawn.numbers
    for code, numbers in shapes.items():
        values = {
            name: np.stack([np.array(each[name]) for each in numbers.values()], axis=-1)
            for name in next(iter(numbers.values()))
        }
        variants = [instantiate(problem, seed) for seed in numbers]
        ask, rules = asked(variants[0]), rules_of(variants[0])
        outcomes = evaluate_many(parse(code, parameters=values), values, ask, rules=rules)
        for variant, outcome in zip(variants, outcomes, strict=True):
            # As text: nan is nan, and 0.0 is not -0.0.
            assert repr(outcome) == repr(parse(variant.code).run(ask, rules=rules))
