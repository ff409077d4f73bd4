"""Choices put a fragment of code in a name's place, whole and in its own meaning."""

from collections import Counter

import pytest

from app.domain.problems import ProblemError, draw_values, find_truth, instantiate
from tests.app.domain.problems.parameters.making import make_problem

SEEDS = range(60)


def codes(params, code):
    problem = make_problem(params, code)
    return {instantiate(problem, seed).code for seed in SEEDS}


def test_each_fragment_comes_and_in_parentheses_where_it_needs_them():
    assert codes('f = { kind = "choice", from = ["a", "a + b", "-a"] }', "y = 2 * f\nf.sum()") == {
        "y = 2 * a\na.sum()\n",
        "y = 2 * (a + b)\n(a + b).sum()\n",
        "y = 2 * -a\n(-a).sum()\n",
    }


def test_fragments_are_equally_likely():
    problem = make_problem('f = { kind = "choice", from = ["a", "b", "c", "d"] }', "y = f")
    counts = Counter(instantiate(problem, seed).code for seed in range(4000))
    # Chi-square with 3 degrees of freedom stays below 16.3 in 999 of 1,000 draws; these are fixed.
    assert sum((count - 1000) ** 2 / 1000 for count in counts.values()) < 16.3


def test_fragments_name_other_parameters_whatever_their_order_in_the_file():
    params = """
f = { kind = "choice", from = ["k * g", "[m, a, m]", "x**k"] }
g = { kind = "choice", from = ["x + k", "x"] }
k = { kind = "number", from = [-2] }
m = { kind = "derived", expr = "k / 4" }
"""
    assert codes(params, "y = 3 - f") == {
        "y = 3 - -2 * (x + -2)\n",
        "y = 3 - -2 * x\n",
        "y = 3 - [-0.5, a, -0.5]\n",
        "y = 3 - x**-2\n",
    }


def test_numbers_in_fragments_stay_open_in_the_skeleton():
    params = """
f = { kind = "choice", from = ["k * g", "g - k"] }
g = { kind = "choice", from = ["x + k", "y"] }
k = { kind = "number", from = [2, 3] }
"""
    problem = make_problem(params, "f(f)")
    skeletons = set()
    for seed in SEEDS:
        drawn = draw_values(problem, seed)
        skeletons.add(problem.template.fill_fragments(drawn.fragments))
        assert set(drawn.numbers) == {"k"}
        assert set(drawn.fragments) == {"f", "g"}
    assert "f" not in problem.template.fill_fragments({"f": "x"})
    inner = {"k * (x + k)", "k * y", "x + k - k", "y - k"}
    assert skeletons == {f"({text})({text})\n" for text in inner}


LOOP = """
import torch

x = torch.tensor(3.0, requires_grad=True)
for step in range(2):
    (x * x).backward()
    reset
"""
RESETS = 'reset = { kind = "choice", from = ["x.grad.zero_()", "x.grad = None", "pass", "with torch.no_grad():\\n    x -= 1\\nx.grad *= 2"] }'


def test_a_choice_on_a_line_of_its_own_may_be_a_statement_or_nothing():
    problem = make_problem(RESETS, LOOP)
    head = LOOP.strip().removesuffix("    reset")
    truths = {}
    for seed in SEEDS:
        variant = instantiate(problem, seed)
        assert variant.code.startswith(head)
        truths[variant.code.removeprefix(head)] = find_truth(variant)["x_grad"]
    assert truths == {
        "    x.grad.zero_()\n": 0.0,
        "    x.grad = None\n": None,
        "": 12.0,
        "    with torch.no_grad():\n        x -= 1\n    x.grad *= 2\n": 32.0,
    }


@pytest.mark.parametrize(
    ("fragments", "reason"),
    [
        ('["a"]', "must be a list of 2 to 20 different fragments of code"),
        ("[1, 2]", "must be a list of 2 to 20 different fragments of code"),
        ('["a", ""]', "must be a list of 2 to 20 different fragments of code"),
        ('"a"', "must be a list of 2 to 20 different fragments of code"),
        ('["a", " a"]', "names a fragment twice"),
        ('["a", "a +"]', "holds `a +`: this is not valid Python: invalid syntax"),
        ('["a", "a), (b"]', "holds `a), (b`: this is not valid Python: unmatched ')'"),
        ('["a", "# nothing"]', "holds `# nothing`, which is no code; `pass` removes the line"),
        ('["a", "k = 3"]', "`k` is a parameter, so"),
        ('["a", "f\'{k}\'"]', "the parameter `k` stands in an f-string"),
        ('["a", "b = 1"]', "holds `b = 1`, which is a statement; so `f` must stand alone"),
        ('["a", "b  # why"]', "holds `b  # why`, which is a statement"),
        ('["a", "a\\nb"]', "is a statement; so `f` must stand alone on its line"),
        ('["a", "f + 1"]', "needs itself: f → f"),
        ('["a", "s"]', "names `s`, whose fragments are statements"),
        ('["a", "' + "b" * 401 + '"]', "may hold fragments of at most 400 characters"),
    ],
)
def test_what_is_no_fragment_is_told_when_the_file_is_read(fragments, reason):
    params = f"""
k = {{ kind = "number", from = [1] }}
s = {{ kind = "choice", from = ["x = 1", "pass"] }}
f = {{ kind = "choice", from = {fragments} }}
"""
    with pytest.raises(ProblemError) as caught:
        make_problem(params, "s\ny = f + k")
    assert caught.value.line == 7
    assert caught.value.field in ("params.f", "params.f.from")
    assert reason in caught.value.reason


def test_a_text_over_several_lines_cannot_be_indented():
    fragment = r"x = '''a\nb'''"
    with pytest.raises(ProblemError, match="whose text spans lines"):
        make_problem(f'f = {{ kind = "choice", from = ["{fragment}", "pass"] }}', "f")


def test_a_parameter_that_only_an_unused_one_names_is_unused():
    params = """
k = { kind = "number", from = [1] }
f = { kind = "choice", from = ["k", "2"] }
g = { kind = "choice", from = ["k", "3"] }
"""
    make_problem(params, "g(f)")
    with pytest.raises(ProblemError) as caught:
        make_problem(params, "y = 2 * g")
    assert caught.value.field == "params.f"
    assert "`f` is not used" in caught.value.reason
