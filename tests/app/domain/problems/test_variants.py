"""Variants are a function of text and seed alone."""

import json
import os
import subprocess
import sys
from hashlib import sha256

import pytest

from app.domain.problems import SEEDS, Variant, find_problem, instantiate, library, parse_problem

PROGRAM = """
from hashlib import sha256
from app.domain.problems import instantiate, library
codes = (instantiate(p, s).code for p in library() for s in (0, 1, 2**32 - 1))
print(sha256("".join(codes).encode()).hexdigest())
"""

TEXT = """\
# /// gradmark
# title = "Literals"
# topic = "zeroing"
# [params]
# n = { kind = "number", from = [3] }
# r = { kind = "number", from = [0.1] }
# t = { kind = "number", from = { start = 0.3, stop = 0.3, step = 0.1 } }
# v = { kind = "vector", size = 2, from = [-2] }
# m = { kind = "matrix", shape = [2, 2], from = [0.0001] }
# [[ask]]
# expr = "x.grad"
# ///
f(n, r, t, v, m)
"""


def test_every_process_draws_the_same_variants():
    codes = (instantiate(p, s).code for p in library() for s in (0, 1, 2**32 - 1))
    here = sha256("".join(codes).encode()).hexdigest()
    for hash_seed in ("1", "2"):
        ran = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={
                **os.environ,
                "PYTHONHASHSEED": hash_seed,
                "PYTHONPATH": os.pathsep.join(sys.path),
            },
            capture_output=True,
            text=True,
            check=True,
        )
        assert ran.stdout.strip() == here


def test_a_known_text_and_seed_give_the_same_variant_for_ever():
    text = TEXT.replace("[3]", "{ start = 1, stop = 100, step = 1 }").replace(
        "[-2]", "[1, 2, 3, 4, 5]"
    )
    codes = [instantiate(parse_problem(text, slug="x"), seed).code for seed in (0, 7, 2**32 - 1)]
    matrix = "[[0.0001, 0.0001], [0.0001, 0.0001]]"
    assert codes == [
        f"f(11, 0.1, 0.3, [1.0, 1.0], {matrix})\n",
        f"f(27, 0.1, 0.3, [2.0, 4.0], {matrix})\n",
        f"f(9, 0.1, 0.3, [3.0, 5.0], {matrix})\n",
    ]


def test_literals_are_short_and_exact():
    code = instantiate(parse_problem(TEXT, slug="x"), 0).code
    assert code == "f(3, 0.1, 0.3, [-2.0, -2.0], [[0.0001, 0.0001], [0.0001, 0.0001]])\n"


def test_a_long_range_keeps_its_steps_exact():
    text = TEXT.replace("start = 0.3, stop = 0.3, step = 0.1", "start = -1, stop = 1, step = 0.1")
    problem = parse_problem(text, slug="x")
    literals = {instantiate(problem, seed).code.split(", ")[2] for seed in range(400)}
    assert literals == {repr(round(step / 10, 1)) for step in range(-10, 11)}


def test_distinct_elements_never_repeat():
    text = TEXT.replace("size = 2, from = [-2]", "size = 3, from = [1, 2, 3], distinct = true")
    problem = parse_problem(text, slug="x")
    drawn = {instantiate(problem, seed).code.split("[")[1].split("]")[0] for seed in range(100)}
    assert len(drawn) == 6
    assert all(len(set(vector.split(", "))) == 3 for vector in drawn)


@pytest.mark.parametrize("seed", [-1, SEEDS, 1.0, "1", True, None])
def test_a_seed_is_a_whole_number_of_32_bits(seed):
    with pytest.raises(ValueError, match="from 0 to 4294967295"):
        instantiate(library()[0], seed)


def test_a_variant_survives_its_way_through_the_database():
    variant = instantiate(find_problem("three-leaves"), 3)
    assert Variant.from_json(json.loads(json.dumps(variant.to_json()))) == variant
    assert variant.atol == 1e-9
