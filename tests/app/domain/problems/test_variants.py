"""Variants are a function of text and seed alone."""

import json
import os
import subprocess
import sys
from hashlib import sha256

import pytest

from app.domain.problems import (
    SEEDS,
    Variant,
    draw_values,
    find_problem,
    instantiate,
    library,
    parse_problem,
    write_variant,
)
from app.domain.problems.draw import Draw
from engine.snippet import parse

PROGRAM = """
import sys
from hashlib import sha256
from app.domain.problems import instantiate, library, parse_problem
problems = [*library(), parse_problem(sys.stdin.read(), slug="all-kinds")]
codes = (instantiate(p, s, r).code for p in problems for s in (0, 1, 2**32 - 1) for r in (0, 1))
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


ALL_KINDS = """\
# /// gradmark
# title = "All kinds"
# topic = "zeroing"
# [params]
# loss = { kind = "choice", from = ["f.sum()", "k * f[0]", "last * f.mean()", "f[0] - k"] }
# last = { kind = "derived", expr = "v[-1] / k + 0.1" }
# k = { kind = "number", from = [2, 3, -4] }
# v = { kind = "vector", size = 3, from = [0.5, -1, 2, 8], distinct = true, sorted = true }
# f = { kind = "expression", names = ["x", "c"], functions = ["torch.exp", "square"], operators = ["+", "-", "*", "/", "**"], constants = [2, 0.5], depth = 3 }
# reset = { kind = "choice", from = ["x.grad = None", "pass", "x.grad.zero_()"] }
# [[ask]]
# expr = "x.grad"
# ///
import torch

x = torch.tensor(v, requires_grad=True)
c = torch.tensor([1.0, k, last])
for step in range(2):
    (2 * loss).backward()
    reset
"""


def test_every_process_draws_the_same_variants():
    problems = [*library(), parse_problem(ALL_KINDS, slug="all-kinds")]
    codes = (instantiate(p, s, r).code for p in problems for s in (0, 1, 2**32 - 1) for r in (0, 1))
    here = sha256("".join(codes).encode()).hexdigest()
    for hash_seed in ("1", "2"):
        ran = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={
                **os.environ,
                "PYTHONHASHSEED": hash_seed,
                "PYTHONPATH": os.pathsep.join(sys.path),
            },
            input=ALL_KINDS,
            capture_output=True,
            text=True,
            check=True,
        )
        assert ran.stdout.strip() == here


def test_all_kinds_of_parameters_give_the_same_variant_for_ever():
    problem = parse_problem(ALL_KINDS, slug="all-kinds")
    body = [instantiate(problem, seed).code.partition("\n\n")[2] for seed in (3, 2**32 - 1)]
    assert body == [
        (
            "x = torch.tensor([-1.0, 2.0, 8.0], requires_grad=True)\n"
            "c = torch.tensor([1.0, 3, 2.7666666666666666])\n"
            "for step in range(2):\n"
            "    (2 * ((x / (2 * c) - 0.5)[0] - 3)).backward()\n"
        ),
        (
            "x = torch.tensor([-1.0, 0.5, 2.0], requires_grad=True)\n"
            "c = torch.tensor([1.0, -4, -0.4])\n"
            "for step in range(2):\n"
            "    (2 * ((0.5 - (c + x**2))[0] - -4)).backward()\n"
            "    x.grad.zero_()\n"
        ),
    ]


def test_each_redraw_is_a_draw_of_its_own_and_the_first_is_none():
    problem = parse_problem(ALL_KINDS, slug="all-kinds")
    codes = [instantiate(problem, 5, redraw).code for redraw in range(20)]
    assert codes[0] == instantiate(problem, 5).code
    assert len(set(codes)) == 20
    assert draw_values(problem, 5, 1) == draw_values(problem, 5, 1)
    with pytest.raises(ValueError, match="Redraws are counted from 0"):
        instantiate(problem, 5, -1)


def test_a_redraw_has_its_number_at_the_end_of_the_key():
    problem = parse_problem(ALL_KINDS, slug="all-kinds")
    number = next(parameter for parameter in problem.params if parameter.name == "k")
    for redraw, key in ((0, "{}/9/k"), (1, "{}/9/k/1"), (12, "{}/9/k/12")):
        drawn = number.draw(Draw(key.format(problem.version)), {})
        assert draw_values(problem, 9, redraw).numbers["k"] == drawn


def test_the_skeleton_of_a_draw_with_its_numbers_is_the_variants_program():
    problem = parse_problem(ALL_KINDS, slug="all-kinds")
    for seed in range(50):
        drawn = draw_values(problem, seed)
        assert set(drawn.numbers) == {"k", "v", "last"}
        assert set(drawn.fragments) == {"loss", "f", "reset"}
        variant = instantiate(problem, seed)
        assert write_variant(problem, seed, drawn) == variant
        skeleton = parse(problem.template.fill_fragments(drawn.fragments), parameters=drawn.numbers)
        assert skeleton.run(["x.grad"], parameters=drawn.numbers) == parse(variant.code).run(
            ["x.grad"]
        )


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
