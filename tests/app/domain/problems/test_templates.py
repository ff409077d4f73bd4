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


OPERATORS = (
    *("+", "-", "*", "/", "//", "%", "**", "@", "<<", ">>", "&", "|", "^"),
    *("and", "or", "<", "==", "in", "is", "not in", "is not"),
)


def join(template, *parts):
    return st.tuples(*parts).map(lambda chosen: template.format(*chosen))


def grow(inner):
    """Expressions of all precedences, with places of all precedences in them."""
    operators = st.sampled_from(OPERATORS)
    return st.one_of(
        join("{} {} {}", inner, operators, inner),
        join("{}{}", st.sampled_from(["-", "+", "~", "not "]), inner),
        join("{} if {} else {}", inner, inner, inner),
        join("lambda x: {}", inner),
        join("{}, {}", inner, inner),
        join("({})", inner),
        join("f({}, {}, p={})", inner, inner, inner),
        join("f(*{}, **{})", inner, inner),
        join("[{}, *{}]", inner, inner),
        join("{{{}: {}, **{}}}", inner, inner, inner),
        join("[{} for x in {} if {}]", inner, inner, inner),
        join("{}({})", inner, inner),
        join("{}.p", inner),
        join("{}[{}]", inner, inner),
        join("{}[{}:{}, 0]", inner, inner, inner),
        join("({} for x in {})", inner, inner),
    )


def parses(text):
    """Texts put together without parentheses are often no Python, or read otherwise: both may be."""
    try:
        ast.parse(text, mode="eval")
    except SyntaxError:
        return False
    return True


contexts = st.recursive(st.sampled_from(["p", "q", "x", "2", "'p'"]), grow, max_leaves=6).filter(
    parses
)
fragments = st.recursive(
    st.sampled_from(["x", "2", "-3", "0.5", "'text'", "y.grad"]), grow, max_leaves=4
).filter(parses)


def substitute(code, literals):
    """Put the trees of `literals` in place of their names into the tree of `code`."""

    class Replace(ast.NodeTransformer):
        def visit_Name(self, node):
            return ast.parse(literals[node.id], mode="eval").body if node.id in literals else node

    return ast.dump(Replace().visit(ast.parse(code)))


EACH_PLACE = [
    *(f"y = p {operator} x" for operator in OPERATORS),
    *(f"y = x {operator} p" for operator in OPERATORS),
    *("-p", "+p", "~p", "not p", "p.x", "p[x]", "x[p]", "x[p:p]", "x[p, 0]", "p(x)", "f(p, p)"),
    *("f(x=p)", "f(*p)", "f(**p)", "[p, *p]", "{p: x}", "{x: p}", "{**p}", "{p}", "(p, x)"),
    *("p if x else y", "x if p else y", "x if y else p", "lambda: p", "lambda x=p: x"),
    *("[p for x in y]", "[x for x in p]", "[x for x in y if p]", "{p: p for x in y}", "x[p] = p"),
    *("x = y = p", "x += p", "x: p = p", "return p", "assert p, p", "raise p", "for x in p: x"),
    *("while p: x", "if p: x", "with p as x: x", "def f(x=p): x", "@p\ndef f(): x"),
]
EACH_BINDING = [
    *(f"a {operator} b" for operator in OPERATORS),
    *("-a", "not a", "~a", "-2", "2", "0.5", "a", "a.b", "a[b]", "a()", "[a, b]", "(a, b)", "a, b"),
    *("a if b else c", "lambda: a", "[a for a in b]", "(a for a in b)", "(a)", "(a) + (b)", "'a'"),
    *("(a).b", "(a, b)[0]", "(a + b) * c", "(a), (b)", "{a: b}", "()"),
]


@pytest.mark.parametrize("code", EACH_PLACE)
def test_every_kind_of_fragment_keeps_its_meaning_in_every_kind_of_place(code):
    for fragment in EACH_BINDING:
        filled = fill(code, p=fragment)
        assert ast.dump(ast.parse(filled)) == substitute(code, {"p": fragment}), filled


@given(contexts, fragments, st.floats(-100, 100).map(repr) | fragments)
def test_what_is_filled_in_keeps_its_meaning_however_deep_it_stands(context, first, second):
    literals = {"p": first, "q": second}
    code = f"y = {context} + p**q\n"
    assert ast.dump(ast.parse(fill(code, **literals))) == substitute(code, literals)


@pytest.mark.parametrize(
    ("code", "fragment", "filled"),
    [
        ("y = 2 * f", "a + b", "y = 2 * (a + b)"),
        ("y = f * 2", "a * b", "y = a * b * 2"),
        ("y = 2 * f", "a * b", "y = 2 * (a * b)"),
        ("y = 1 - f", "a - b", "y = 1 - (a - b)"),
        ("y = f - 1", "a - b", "y = a - b - 1"),
        ("y = f**2", "-a", "y = (-a)**2"),
        ("y = f**2", "a.sum()", "y = a.sum()**2"),
        ("f.backward()", "a + b", "(a + b).backward()"),
        ("f.backward()", "2", "(2).backward()"),
        ("f.backward()", "a.sum()", "a.sum().backward()"),
        ("g(f)", "a if b else c", "g(a if b else c)"),
        ("g(f)", "(0, 1)", "g((0, 1))"),
        ("g(f)", "0, 1", "g((0, 1))"),
        ("y = f", "(a) + (b)", "y = (a) + (b)"),
        ("y = 2 * f", "(a) + (b)", "y = 2 * ((a) + (b))"),
        ("y = 2 * f", "(a + b)", "y = 2 * (a + b)"),
        ("y = [f, f]", "[1.0, 2.0]", "y = [[1.0, 2.0], [1.0, 2.0]]"),
    ],
)
def test_parentheses_stand_only_where_they_are_needed(code, fragment, filled):
    assert fill(code, f=fragment) == filled


LINES = """\
for x in y:
    f(x)
    p
    if x:
        p
    q + p
p
"""


def test_a_parameter_alone_on_a_line_takes_a_statement_at_its_indentation():
    template = make_template(LINES.replace("    q + p\n", ""), ("p",), lines=True)
    assert template.fill({"p": "with a:\n    b = 1\n\n    c = 2"}) == (
        "for x in y:\n    f(x)\n    with a:\n        b = 1\n\n        c = 2\n    if x:\n"
        "        with a:\n            b = 1\n\n            c = 2\nwith a:\n    b = 1\n\n    c = 2\n"
    )


def test_pass_takes_its_line_away_unless_the_block_would_be_empty():
    template = make_template(LINES.replace("    q + p\n", ""), ("p",), lines=True)
    assert template.fill({"p": "pass"}) == "for x in y:\n    f(x)\n    if x:\n        pass\n"


def test_of_several_lines_that_may_go_one_stays_where_nothing_else_is():
    template = make_template("if x:\n    p\n    p\n", ("p",), lines=True)
    assert template.fill({"p": "pass"}) == "if x:\n    pass\n"


@pytest.mark.parametrize("code", ["x; p\n", "p; x\n", "if x: p\n", "p  # why\n", "y = p\n"])
def test_a_parameter_that_shares_its_line_stands_inside_of_it(code):
    (place,) = make_template(code, ("p",), lines=True).places
    assert place.indent is None


def test_what_is_no_fragment_stays_as_its_name():
    template = make_template(LINES, ("p", "q"), lines=True)
    assert template.fill_fragments({}) == LINES
    assert "    q + -x\n" in template.fill_fragments({"p": "-x"})
