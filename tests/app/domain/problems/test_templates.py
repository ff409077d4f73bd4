"""Parameters are written into the text where the syntax tree has them, and nowhere else."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.problems.template import TemplateError, make_template


def fill(code, **literals):
    return make_template(code, tuple(literals)).fill(literals)


def test_only_names_are_replaced():
    code = "w = 1\nprint('k', k, f(k=2), x.k)  # k\n"
    assert fill(code, k="7") == "w = 1\nprint('k', 7, f(k=2), x.k)  # k\n"


def test_one_parameter_may_be_used_in_several_places():
    assert fill("y = k * x + k\nz = k\n", k="0.5") == "y = 0.5 * x + 0.5\nz = 0.5\n"


def test_letters_of_several_bytes_before_a_parameter_shift_nothing():
    assert (
        fill("s = '\u00e4\u6f22\U0001f600'; y = k\n", k="3")
        == "s = '\u00e4\u6f22\U0001f600'; y = 3\n"
    )


def test_a_negative_base_of_a_power_gets_parentheses():
    assert fill("y = k**2\n", k="-3") == "y = (-3)**2\n"
    assert fill("y = k**2\n", k="3") == "y = 3**2\n"
    assert fill("y = 2**k - k\n", k="-3") == "y = 2**-3 - -3\n"


def test_a_list_is_written_as_it_is():
    assert fill("for x in xs:\n    f(x)\n", xs="[1.0, -2.0]") == "for x in [1.0, -2.0]:\n    f(x)\n"


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("k = 1\n", 1),
        ("f(k)\nk += 1\n", 2),
        ("for k in f(): pass\n", 1),
        ("def f(k): return k\n", 1),
        ("def k(): pass\n", 1),
        ("f(lambda k: k)\n", 1),
        ("import k\n", 1),
        ("import a as k\n", 1),
        ("import k.a\n", 1),
        ("f([k for k in x])\n", 1),
        ("f(k := 1)\n", 1),
        ("del k\n", 1),
        ("with f() as k: pass\n", 1),
        ("try: f()\nexcept E as k: pass\n", 2),
        ("match x:\n    case k: pass\n", 2),
        ("match x:\n    case [*k]: pass\n", 2),
        ("match x:\n    case {**k}: pass\n", 2),
        ("class k: pass\n", 1),
        ("def f():\n    global k\n", 2),
    ],
)
def test_a_parameter_must_not_be_given_another_value(code, line):
    with pytest.raises(TemplateError, match="`k` is a parameter") as caught:
        make_template(code, ("k",))
    assert caught.value.line == line


def test_a_parameter_in_an_f_string_is_refused():
    with pytest.raises(TemplateError, match="f-string") as caught:
        make_template("f(k)\nprint(f'{k:.2f}')\n", ("k",))
    assert caught.value.line == 2


@pytest.mark.parametrize("code", ["f(\0)", "x = " + "(" * 3000, "-" * 9_000 + "1"])
def test_text_that_defeats_the_parser_is_refused(code):
    with pytest.raises(TemplateError):
        make_template(code, ())


def test_a_text_of_more_than_ten_thousand_characters_is_refused():
    with pytest.raises(TemplateError, match="longer than 10000"):
        make_template("x = 1\n" * 2000, ())


expressions = st.recursive(
    st.sampled_from(["p", "q", "x", "2", "'p'"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "**", "/"]), inner).map(
            lambda e: f"({e[0]} {e[1]} {e[2]})"
        ),
        inner.map(lambda e: f"(-{e})"),
        inner.map(lambda e: f"f({e}, p={e})"),
        inner.map(lambda e: f"[{e}]"),
    ),
    max_leaves=8,
)


@given(
    expressions,
    st.floats(-100, 100).map(repr),
    st.lists(st.floats(-10, 10), min_size=1, max_size=3).map(repr),
)
def test_the_filled_text_parses_to_the_tree_with_the_literals_in_place(expression, number, values):
    literals = {"p": number, "q": values}
    code = f"y = {expression} + p**2 + p\nz = q\n"

    class Replace(ast.NodeTransformer):
        def visit_Name(self, node):
            return ast.parse(literals[node.id], mode="eval").body if node.id in literals else node

    expected = Replace().visit(ast.parse(code))
    assert ast.dump(ast.parse(fill(code, **literals))) == ast.dump(expected)
