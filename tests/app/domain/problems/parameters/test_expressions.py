"""Random formulas: readable, differentiable, and of all the names they are given."""

import ast
import json
from collections import Counter
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.domain.problems import ProblemError, draw_values
from app.domain.problems.draw import Draw
from app.domain.problems.parameters import DrawError
from app.domain.problems.parameters.expressions import FUNCTIONS, OPERATORS, ExpressionParameter
from app.domain.problems.parameters.terms import Unfit, combine, make_name, make_number
from engine.snippet import parse
from tests.app.domain.problems.parameters.making import make_problem


def lists(values, least, most):
    return st.lists(st.sampled_from(values), min_size=least, max_size=most, unique=True).map(tuple)


def draw_formula(parameter, seed):
    try:
        return parameter.draw(Draw(str(seed)), {})
    except DrawError:
        return None


ANY_FUNCTIONS = lists([*FUNCTIONS, *(f"torch.{name}" for name in FUNCTIONS)], 0, 4)


@st.composite
def formulas(draw, functions=ANY_FUNCTIONS):
    """Formulas together with the parameter that drew them."""
    parameter = ExpressionParameter(
        "f",
        draw(lists(["x", "y", "z"], 1, 3)),
        draw(functions),
        draw(lists(OPERATORS, 0, 5)),
        draw(lists(["2", "3", "1", "0.5"], 1, 4)),
        draw(st.integers(1, 4)),
    )
    assume(parameter.functions or parameter.operators)
    assume("**" not in parameter.operators or {"2", "3"} & set(parameter.constants))
    text = draw_formula(parameter, draw(st.integers(0, 10**6)))
    assume(text is not None)
    return parameter, text


def is_number(node):
    return isinstance(node, ast.Constant)


@settings(max_examples=120)
@given(formulas())
def test_a_formula_is_made_of_what_is_given_and_holds_every_name(formula):
    parameter, text = formula
    tree = ast.parse(text, mode="eval")
    names, functions, constants = set(), set(), set()
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="torch"), attr=name), args=[_]):
                functions.add(f"torch.{name}")
            case ast.Call(func=ast.Attribute(attr=name), args=[]):
                functions.add(name)
            case ast.Name(id=name):
                names.add(name)
            case ast.Constant(value=value):
                constants.add(str(value))
            case ast.UnaryOp():
                pytest.fail(f"{text} has a sign")
    assert names - {"torch"} == set(parameter.names)
    assert functions <= set(parameter.functions)
    assert constants <= set(parameter.constants)


def is_square(node):
    """`x * x` is how people write a square."""
    alike = isinstance(node.left, ast.Name) and ast.dump(node.left) == ast.dump(node.right)
    return alike and isinstance(node.op, ast.Mult)


def parts_of(node, *operators):
    """What a sum adds, or a product multiplies, through all that it is written of."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, operators) and not is_square(node):
        return [*parts_of(node.left, *operators), *parts_of(node.right, *operators)]
    return [node]


@settings(max_examples=120)
@given(formulas())
def test_a_formula_is_as_a_person_would_write_it(formula):
    parameter, text = formula
    assert len(text) <= 60
    tree = ast.parse(text, mode="eval")
    # Canonical spacing and no parentheses but the needed ones: Python itself writes it so.
    assert text == ast.unparse(tree).replace(" ** ", "**")
    operations = 0
    for node in ast.walk(tree):
        operations += isinstance(node, ast.BinOp | ast.Call)
        if not isinstance(node, ast.BinOp):
            continue
        left, right = node.left, node.right
        assert not (is_number(left) and is_number(right))
        if isinstance(node.op, ast.Sub):
            assert not (isinstance(right, ast.BinOp) and isinstance(right.op, ast.Sub))
        if isinstance(node.op, ast.Mult):
            assert not is_number(right)
        if isinstance(node.op, ast.Mult | ast.Div | ast.Pow):
            assert not (is_number(right) and right.value == 1)
        if isinstance(node.op, ast.Mult):
            assert not (is_number(left) and left.value == 1)
        if isinstance(node.op, ast.Add | ast.Sub):
            terms = [ast.dump(term) for term in parts_of(node, ast.Add, ast.Sub)]
            assert len(set(terms)) == len(terms)
            assert sum(term.startswith("Constant") for term in terms) <= 1
        if isinstance(node.op, ast.Mult | ast.Div):
            factors = [ast.dump(factor) for factor in parts_of(node, ast.Mult, ast.Div)]
            assert len(set(factors)) == len(factors)
            assert sum(factor.startswith("Constant") for factor in factors) <= 1
    assert parameter.depth <= operations < 2**parameter.depth


def value_at(text, values):
    """Calculate a formula without functions exactly; None where it divides by zero."""

    class Exactly(ast.NodeTransformer):
        def visit_BinOp(self, node):
            if isinstance(node.op, ast.Pow):
                node.left = self.visit(node.left)
                return node
            return self.generic_visit(node)

        def visit_Constant(self, node):
            return ast.parse(f"Fraction('{node.value}')", mode="eval").body

    tree = ast.fix_missing_locations(Exactly().visit(ast.parse(text, mode="eval")))
    try:
        return eval(compile(tree, "", "eval"), {"Fraction": Fraction, **values})
    except ZeroDivisionError:
        return None


@settings(max_examples=60)
@given(formulas(functions=st.just(())))
def test_a_formula_really_depends_on_each_of_its_names(formula):
    _, text = formula
    points = {"x": Fraction(11, 7), "y": Fraction(-25, 13), "z": Fraction(52, 17)}
    for name in points:
        if name not in text:
            continue
        found = {value_at(text, {**points, name: Fraction(n, 13)}) for n in range(1, 30, 6)}
        # A polynomial of low degree takes a value seldom; a constant takes it always.
        assert len(found - {None}) > 2, (text, name)


@settings(max_examples=60)
@given(formulas())
def test_a_formula_runs_and_has_a_gradient_by_each_of_its_names(formula):
    parameter, text = formula
    leaves = "\n".join(
        f"{name} = torch.tensor([0.3, 0.7, -1.6], requires_grad=True)" for name in parameter.names
    )
    outcome = parse(f"import torch\n{leaves}\nf = {text}\nf.sum().backward()\n").run(
        ask=["f.shape[0]", *(f"{name}.grad" for name in parameter.names)]
    )
    assert outcome.error is None
    assert outcome.answers[0] == 3
    assert None not in outcome.answers


def test_a_name_that_cancels_out_of_a_formula_makes_it_unfit():
    x, y, two = make_name("x"), make_name("y"), make_number("2")
    product = combine("*", combine("+", x, two), y)
    assert product.text == "(x + 2) * y"
    with pytest.raises(Unfit):
        combine("-", product, combine("*", x, y))
    with pytest.raises(Unfit):
        combine("/", combine("*", x, y), combine("*", two, combine("*", x, y)))
    assert combine("-", product, x).text == "(x + 2) * y - x"


FULL = """
f = { kind = "expression", names = ["x", "y"], functions = ["torch.exp", "sin"], operators = ["+", "-", "*"], constants = [2, 3], depth = 2 }
"""


def test_a_known_text_and_seed_give_the_same_formula_for_ever():
    parameter = ExpressionParameter(
        "f", ("x", "y"), ("torch.exp", "sin"), ("+", "-", "*", "/", "**"), ("2", "3"), 3
    )
    assert [draw_formula(parameter, seed) for seed in range(4)] == FOR_EVER


FOR_EVER = [
    "2 * torch.exp(x + y)",
    "torch.exp(y / 2 * x.sin())",
    "torch.exp(x**2 + y)",
    "x * (y - x) - 3",
]


def test_one_file_has_many_formulas_and_all_that_it_names_come():
    problem = make_problem(FULL, "import torch\nz = f")
    drawn = [draw_values(problem, seed).fragments["f"] for seed in range(300)]
    assert len(set(drawn)) > 100
    for part in ("torch.exp(", ".sin()", " + ", " - ", " * ", "2", "3"):
        assert any(part in text for text in drawn)
    assert max(Counter(drawn).values()) < 30


def test_four_names_fill_all_places_of_two_levels():
    parameter = ExpressionParameter(
        "f", ("a", "b", "c", "d"), ("torch.exp",), ("+", "*"), ("2",), 2
    )
    for seed in range(20):
        text = parameter.draw(Draw(str(seed)), {})
        assert all(name in text for name in "abcd")


def test_seeds_next_to_each_other_seldom_share_a_formula():
    problem = make_problem(FULL, "import torch\nz = f")
    drawn = [draw_values(problem, seed).fragments["f"] for seed in range(300)]
    assert sum(first == second for first, second in pairwise(drawn)) < 15


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"names": []}, "f.names", "must be a list of different names of the snippet"),
        ({"names": ["x", "x"]}, "f.names", "must be a list of different names"),
        ({"names": ["x.grad"]}, "f.names", "must be a list of different names"),
        ({"names": ["k"]}, "f.names", "holds the parameter `k`; give its value a name"),
        ({"names": None}, "f.names", "is missing; it must be a list of different names"),
        ({"names": list("abcde")}, "f.names", "has more names than such a formula has places for"),
        (
            {"names": ["x", "y"], "operators": ["**"]},
            "f.names",
            "more names than such a formula has places for, which is 1",
        ),
        ({"functions": ["floor"]}, "f.functions", 'torch.exp(x) or "exp" for x.exp(), of abs'),
        ({"functions": ["torch.nn.relu"]}, "f.functions", "must be a list of different functions"),
        (
            {"operators": ["%"]},
            "f.operators",
            "must be a list of different operators of + - * / **",
        ),
        ({"operators": [], "functions": []}, "f", "needs functions or operators"),
        ({"constants": [0]}, "f.constants", "must be a list of different numbers above 0"),
        ({"constants": [-1]}, "f.constants", "must be a list of different numbers above 0"),
        ({"constants": [1001]}, "f.constants", "numbers above 0 and up to 1000"),
        ({"constants": ["2"]}, "f.constants", "must be a list of different numbers above 0"),
        ({"constants": [2, 2.0]}, "f.constants", "must be a list of different numbers above 0"),
        ({"operators": ["**"], "constants": [1, 2.5]}, "f.constants", "a whole number from 2 on"),
        ({"depth": 0}, "f.depth", "must be a whole number from 1 to 4"),
        ({"depth": 5}, "f.depth", "must be a whole number from 1 to 4"),
        ({"depth": None}, "f.depth", "is missing; it must be a whole number from 1 to 4"),
        ({"deep": 2}, "f.deep", "is not a field here; did you mean `depth`?"),
        (
            {"operators": ["-"], "functions": [], "constants": []},
            "f",
            "has no readable formula of the depth 2; give fewer names, another depth, or more",
        ),
        (
            {"operators": [], "functions": ["torch.exp"]},
            "f",
            "has no readable formula of the depth 2",
        ),
    ],
)
def test_what_makes_no_formula_is_told_when_the_file_is_read(changes, field, reason):
    fields = {
        "names": ["x"],
        "functions": ["torch.exp"],
        "operators": ["*"],
        "constants": [2],
        "depth": 2,
    } | changes
    written = ", ".join(
        f"{key} = {json.dumps(value)}" for key, value in fields.items() if value is not None
    )
    params = f'k = {{ kind = "number", from = [1] }}\nf = {{ kind = "expression", {written} }}'
    with pytest.raises(ProblemError) as caught:
        make_problem(params, "z = f * k")
    assert caught.value.line == 6
    assert caught.value.field == f"params.{field}"
    assert reason in caught.value.reason
