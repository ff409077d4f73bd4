"""Derived parameters are exact, and written as short as can be."""

import ast
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.domain.problems import BrokenProblem, ProblemError, draw_values, instantiate
from app.domain.problems.draw import Draw
from app.domain.problems.parameters.exact import ExactError, calculate, read_exact
from tests.app.domain.problems.parameters.making import make_problem

BASE = """
n = { kind = "number", from = [3] }
r = { kind = "number", from = [0.1] }
v = { kind = "vector", size = 3, from = [0.2] }
m = { kind = "matrix", shape = [2, 3], from = [7] }
"""


def derive(expr, base=BASE):
    problem = make_problem(f"{base}d = {{ kind = 'derived', expr = '{expr}' }}", "f(n, r, v, m, d)")
    return instantiate(problem, 0).code.removesuffix(")\n").partition("]], ")[2]


@pytest.mark.parametrize(
    ("expr", "literal"),
    [
        ("n + 1", "4"),
        ("n - 5", "-2"),
        ("-n", "-3"),
        ("2 * n", "6"),
        ("n / 2", "1.5"),
        ("n / 3", "1.0"),
        ("n // 2", "1"),
        ("n % 2", "1"),
        ("n**2", "9"),
        ("n**2.0", "9.0"),
        ("2**-n", "0.125"),
        ("n + 0.0", "3.0"),
        ("n * 1.0", "3.0"),
        ("r + 0.2", "0.3"),
        ("3 * r", "0.3"),
        ("r / n", "0.03333333333333333"),
        ("1.0 // r", "10.0"),
        ("1 % r", "0.0"),
        ("r**2", "0.01"),
        ("abs(-n)", "3"),
        ("min(n, r)", "0.1"),
        ("max(n, r, 2)", "3"),
        ("max(v)", "0.2"),
        ("len(v) + len(m)", "5"),
        ("sum(v)", "0.6"),
        ("sum(m[0])", "21.0"),
        ("m[1][2]", "7.0"),
        ("v[-1]", "0.2"),
        ("m[1]", "[7.0, 7.0, 7.0]"),
        ("[n, 2 * n]", "[3.0, 6.0]"),
        ("[[n, r], [r, n]]", "[[3.0, 0.1], [0.1, 3.0]]"),
        ("round(r * 7, 1)", "0.7"),
        ("round(2.5)", "2"),
        ("round(0.25, 1)", "0.2"),
        ("1e-9 * n", "3e-09"),
    ],
)
def test_it_is_calculated_exactly_and_typed_as_in_python(expr, literal):
    assert derive(expr) == literal


numbers = st.integers(-50, 50) | st.decimals(-50, 50, places=2)
operators = st.sampled_from(["+", "-", "*", "/", "//", "%", "**"])
trees = st.recursive(
    st.sampled_from(["a", "b", "c", "2", "0.5"]),
    lambda inner: st.tuples(inner, operators, inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
    max_leaves=5,
)


@given(trees, st.tuples(numbers, numbers, numbers))
def test_what_python_calculates_with_fractions_is_what_comes_out(expr, drawn):
    values = {
        name: number if isinstance(number, int) else Fraction(number)
        for name, number in zip("abc", drawn, strict=True)
    }
    try:
        result = calculate(read_exact(expr), values)
    except ExactError:
        assume(False)

    class Exactly(ast.NodeTransformer):
        def visit_Constant(self, node):
            return ast.parse(f"Fraction('{node.value}')", mode="eval").body

    tree = ast.fix_missing_locations(Exactly().visit(ast.parse(expr, mode="eval")))
    fractions = {name: Fraction(number) for name, number in values.items()}
    assert result == eval(compile(tree, "", "eval"), {"Fraction": Fraction, **fractions})
    # Whole numbers are those of Python's own rules.
    if all(isinstance(number, int) for number in drawn) and "0.5" not in expr:
        python = eval(expr, dict(values))
        assert isinstance(result, int) == isinstance(python, int)


def test_it_may_need_others_that_come_later_in_the_file():
    problem = make_problem(
        """
c = { kind = "derived", expr = "b * 2" }
b = { kind = "derived", expr = "a + 1" }
a = { kind = "number", from = [1, 2, 3] }
""",
        "f(c)",
    )
    assert [parameter.name for parameter in problem.params] == ["a", "b", "c"]
    for seed in range(20):
        numbers = draw_values(problem, seed).numbers
        assert numbers["c"] == 2 * (numbers["a"] + 1)


@pytest.mark.parametrize(
    ("expr", "reason"),
    [
        ("n +", "must be an expression over other parameters"),
        ("n + k", "names `k`, which is no parameter"),
        ("n + code", "names `code`, which stands for code"),
        ("n + d", "needs itself: d → d"),
        ("sin(n)", "calls `sin`; it may call abs, min, max, len, sum, round"),
        ("v.sum()", "calls `v.sum`; it may call"),
        ("v + 1", "calculates with a vector or matrix as if it were a number"),
        ("v[3]", "has the index 3 of only 3 elements"),
        ("v[r]", "an index is a whole number"),
        ("n[0]", "an index is a whole number"),
        ("n / (n - 3)", "divides by zero"),
        ("n % 0", "divides by zero"),
        ("0**-1", "divides by zero"),
        ("n**0.5", "has an exponent that is not a whole number up to 64"),
        ("9**9**9", "has an exponent that is not a whole number"),
        ("(9**64)**64", "has a value too long to write"),
        ("1e308 * 10", "has a value too large for a floating-point number"),
        ("1e999", "has a number too large to write"),
        ("n if n else 1", "has `n if n else 1` in it, which is no arithmetic"),
        ("n < 2", "has `n < 2` in it, which is no arithmetic"),
        ("True", "has `True` in it"),
        ('"text"', "has `'text'` in it"),
        ("[]", "is neither a number nor a vector or matrix"),
        ("[[1], [1, 2]]", "is neither a number nor a vector or matrix"),
        ("[1, [2]]", "is neither a number nor a vector or matrix"),
        ("[m]", "is neither a number nor a vector or matrix"),
        ("min()", "calls `min` with other values than Python's"),
        ("len(n)", "calls `len` with other values than Python's"),
        ("round(r, 10**9)", "calls `round` with other values"),
        ("round(r, r)", "calls `round` with other values"),
        ("max(n, r, key=n)", "in it, which is no arithmetic"),
        ("1 + " * 60 + "1", "must be at most 200 characters long"),
    ],
)
def test_what_cannot_be_calculated_is_told_when_the_file_is_read(expr, reason):
    base = f'{BASE}code = {{ kind = "choice", from = ["x", "y"] }}\n'
    with pytest.raises(ProblemError) as caught:
        make_problem(f"{base}d = {{ kind = 'derived', expr = '{expr}' }}", "f(n, r, v, m, code, d)")
    assert caught.value.line == 10
    assert caught.value.field in ("params.d", "params.d.expr")
    assert reason in caught.value.reason


def test_a_value_that_only_few_seeds_lack_is_the_problems_fault():
    problem = make_problem(
        """
n = { kind = "number", from = { start = 0, stop = 9999, step = 1 } }
d = { kind = "derived", expr = "1 / (n - 77)" }
""",
        "f(n, d)",
    )
    seed = next(seed for seed in range(100_000) if draws_77(problem, seed))
    with pytest.raises(BrokenProblem, match=r"params\.d: `1 / \(n - 77\)`: divides by zero"):
        draw_values(problem, seed)


def draws_77(problem, seed):
    number = problem.params[0]
    return number.draw(Draw(f"{problem.version}/{seed}/n"), {}) == 77
