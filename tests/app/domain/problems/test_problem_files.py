"""The file format: what is read, and what each mistake is told."""

from hashlib import sha256
from textwrap import dedent

import pytest

from app.domain.problems import ProblemError, load_problem, parse_problem

# The example of the design, letter by letter.
DESIGN_EXAMPLE = dedent("""\
    # /// gradmark
    # title = "One weight per component"
    # topic = "grad_tensors"
    # [params]
    # a0 = { kind = "vector", size = 3, from = [-3, -2, -1, 1, 2, 3] }
    # w  = { kind = "vector", size = 3, from = [0.1, 0.5, 1, 2] }
    # [[ask]]
    # expr = "a.grad"
    # ///
    import torch
    a = torch.tensor(a0, requires_grad=True)
    y = 3 * a + a * a
    y.backward(torch.tensor(w))
    """)

FULL = dedent("""\
    # /// gradmark
    # title = "A problem"
    # topic = "zeroing"
    # difficulty = 2
    # summary = "One sentence."
    # rtol = 0.01
    # atol = 1e-9
    #
    # [params]
    # x0 = { kind = "number", from = [1.0, 2.5] }
    # m0 = { kind = "matrix", shape = [2, 3], from = { start = -1, stop = 1, step = 0.5 }, nonzero = true }
    #
    # [[ask]]
    # expr = "x.grad"
    #
    # [[ask]]
    # id = "after"
    # expr = "x.grad * 2"
    # prompt = "Twice the gradient"
    # ///

    import torch

    x = torch.tensor(x0, requires_grad=True)
    y = (x * torch.tensor(m0)).sum()
    y.backward()
    """)


def test_the_example_of_the_design_is_a_problem():
    problem = parse_problem(DESIGN_EXAMPLE, slug="example")
    assert (problem.title, problem.topic) == ("One weight per component", "grad-tensors")
    assert (problem.rtol, problem.atol) == (1e-3, 1e-6)
    assert [(question.id, question.expr) for question in problem.questions] == [
        ("a_grad", "a.grad")
    ]
    assert problem.code.startswith("import torch\n")


def test_every_field_is_read():
    problem = parse_problem(FULL, slug="full")
    assert (problem.difficulty, problem.summary) == (2, "One sentence.")
    assert (problem.rtol, problem.atol) == (0.01, 1e-9)
    number, matrix = problem.params
    assert (number.name, number.kind, number.shape) == ("x0", "number", ())
    assert [float(value) for value in matrix.values] == [-1.0, -0.5, 0.5, 1.0]
    first, second = problem.questions
    assert (first.id, first.prompt) == ("x_grad", "")
    assert (second.id, second.expr, second.prompt) == ("after", "x.grad * 2", "Twice the gradient")
    assert problem.code.endswith("y.backward()\n")
    assert "gradmark" not in problem.code


def test_the_version_is_the_hash_of_the_text():
    problem = parse_problem(FULL, slug="full")
    assert problem.version == sha256(FULL.encode()).hexdigest()[:12]
    assert parse_problem(FULL + "\n", slug="full").version != problem.version


def test_a_file_gives_its_name_to_the_slug(tmp_path):
    path = tmp_path / "my_own_problem.py"
    path.write_text(FULL)
    assert load_problem(path).slug == "my-own-problem"


def test_windows_line_ends_change_nothing_but_the_version():
    windows = parse_problem(FULL.replace("\n", "\r\n"), slug="full")
    assert windows.code == parse_problem(FULL, slug="full").code


def test_ids_are_derived_from_expressions_and_kept_apart():
    text = FULL.replace('"x.grad * 2"', '"x . grad"').replace('# id = "after"\n', "")
    assert [question.id for question in parse_problem(text, slug="full").questions] == [
        "x_grad",
        "x_grad_2",
    ]


def test_what_is_not_said_of_a_problem_has_its_default():
    problem = parse_problem(DESIGN_EXAMPLE, slug="example")
    assert (problem.difficulty, problem.summary, problem.legacy) == (1, "", False)
    assert (problem.prerequisites, problem.misconceptions, problem.kink) == ((), (), False)


def test_what_a_problem_is_for_is_read():
    text = FULL.replace(
        "difficulty = 2",
        'prerequisites = ["grad_tensors", "repeated-backward"]\n'
        '# misconceptions = ["overwrites", "zeroing-gives-none"]\n# kink = true',
    )
    problem = parse_problem(text, slug="full")
    assert problem.prerequisites == ("grad-tensors", "repeated-backward")
    assert problem.misconceptions == ("overwrites", "zeroing-gives-none")
    assert problem.kink is True


# What is changed in FULL, to what; the line and the field that the error names; what it says.
MISTAKES = [
    ("# /// gradmark", "# gradmark", 1, None, "must begin with the line `# /// gradmark`"),
    ("# ///\n\nimport", "\n\nimport", 20, None, "comment lines up to the line `# ///`"),
    ('"A problem"', '"A problem', 2, None, "not valid TOML"),
    ('# title = "A problem"\n', "", 1, "title", "is missing; it must be one line of text"),
    ('"A problem"', "7", 2, "title", "must be one line of text"),
    ('"A problem"', '" "', 2, "title", "must be one line of text"),
    ('"zeroing"', '"zeros"', 3, "topic", "must be one of "),
    ("difficulty = 2", "difficulty = 6", 4, "difficulty", "a whole number from 1 to 5"),
    ("difficulty = 2", "difficulty = true", 4, "difficulty", "a whole number from 1 to 5"),
    ("difficulty = 2", "difficulty = 2.0", 4, "difficulty", "a whole number from 1 to 5"),
    ("difficulty = 2", "dificulty = 2", 4, "dificulty", "did you mean `difficulty`?"),
    ('"One sentence."', "3", 5, "summary", "one sentence"),
    ("difficulty = 2", 'prerequisites = ["zeros"]', 4, "prerequisites", "a list of topics that come before zeroing: "),
    ("difficulty = 2", 'prerequisites = ["zeroing"]', 4, "prerequisites", "topics that come before"),
    ("difficulty = 2", 'prerequisites = "grad-tensors"', 4, "prerequisites", "must be a list"),
    ("difficulty = 2", 'prerequisites = ["grad-tensors", "grad_tensors"]', 4, "prerequisites", "a topic twice"),
    ("difficulty = 2", 'misconceptions = ["Overwrites"]', 4, "misconceptions", "by their codes, for instance"),
    ("difficulty = 2", 'misconceptions = [""]', 4, "misconceptions", "by their codes, for instance"),
    ("difficulty = 2", 'misconceptions = ["a-b", "a-b"]', 4, "misconceptions", "names a misconception twice"),
    ("difficulty = 2", "kink = 1", 4, "kink", "must be true or false"),
    ("rtol = 0.01", "rtol = -1", 6, "rtol", "a number from 0 to 0.1"),
    ("rtol = 0.01", "rtol = nan", 6, "rtol", "a number from 0 to 0.1"),
    ("atol = 1e-9", 'atol = "0"', 7, "atol", "a number from 0 to 0.1"),
    ("atol = 1e-9", "atol = " + "9" * 5000, 2, None, "a number too long"),
    ("[params]", "[parms]", 9, "parms", "did you mean `params`?"),
    ('# x0 = { kind = "number", from = [1.0, 2.5] }', "# x0 = 3", 10, "params.x0", "must be a table"),
    ('"number"', '"numbr"', 10, "params.x0.kind", "one of number, vector, matrix, derived, choice, expression; did you mean number?"),
    ('kind = "number", ', "", 10, "params.x0.kind", "is missing"),
    ('"number"', '"vector"', 10, "params.x0.size", "is missing; it must be a whole number from 1 to 20"),
    ('"number"', '"number", size = 3', 10, "params.x0.size", "is not a field here"),
    ('"number"', '"number", distinct = true', 10, "params.x0.distinct", "is not a field here"),
    ("[1.0, 2.5]", "[]", 10, "params.x0.from", "a list of different numbers, or a range"),
    ("[1.0, 2.5]", '["1"]', 10, "params.x0.from", "a list of different numbers"),
    ("[1.0, 2.5]", "[true]", 10, "params.x0.from", "a list of different numbers"),
    ("[1.0, 2.5]", "[1.0, inf]", 10, "params.x0.from", "a list of different numbers"),
    ("[1.0, 2.5]", "[1.0, 1]", 10, "params.x0.from", "names a value twice"),
    ("[1.0, 2.5]", "[1.0, 1e999]", 10, "params.x0.from", "a list of different numbers"),
    ("[1.0, 2.5]", "[1.0, 1e-999999999]", 10, "params.x0.from", "a list of different numbers"),
    ("[1.0, 2.5]", "[1.0], nonzero = true", 10, "params.x0.nonzero", "belongs to a range"),
    ("shape = [2, 3]", "shape = [2]", 11, "params.m0.shape", "two whole numbers from 1 to 20"),
    ("shape = [2, 3]", "shape = [2, 21]", 11, "params.m0.shape", "two whole numbers from 1 to 20"),
    ("step = 0.5 }", "step = 0 }", 11, "params.m0.from", "must run upwards"),
    ("start = -1", "start = 2", 11, "params.m0.from", "must run upwards"),
    (", step = 0.5 }", " }", 11, "params.m0.from", "a range { start = 1, stop = 2, step = 0.5 }"),
    ("step = 0.5 }", "step = 1e-9 }", 11, "params.m0.from", "more than 10000 values"),
    ("start = -1, stop = 1,", "start = 0, stop = 0,", 11, "params.m0.nonzero", "leaves no value"),
    ("nonzero = true", "nonzero = 1", 11, "params.m0.nonzero", "must be true or false"),
    ("nonzero = true", "distinct = true", 11, "params.m0.distinct", "needs at least 6 values"),
    ("# x0 =", "# class =", 10, "params.class", "must be named with ASCII letters"),
    ("# x0 =", '# "x\u00e4" =', 10, "params.x\u00e4", "must be named with ASCII letters"),
    ('# expr = "x.grad"\n', "", 13, "ask[1].expr", "is missing"),
    ('"x.grad"', '"x.grad +"', 14, "ask[1].expr", "must be an expression"),
    ('"x.grad"', '"x = 3"', 14, "ask[1].expr", "must be an expression"),
    ('"x.grad"', '"x.grad * x0"', 14, "ask[1].expr", "names the parameter `x0`"),
    ('"x.grad * 2"', '"x.grad"', 18, "ask[2].expr", "a second time"),
    ('"after"', '"x_grad"', 17, "ask[2].id", "another question's id"),
    ('"after"', '"after all"', 17, "ask[2].id", "ASCII letters"),
    ("# prompt", "# promt", 19, "ask[2].promt", "did you mean `prompt`?"),
    ("y.backward()", "y.backward(", 26, None, "not valid Python"),
    ("torch.tensor(x0,", "torch.tensor(1.0,", 10, "params.x0", "the parameter `x0` is not used"),
    ("y.backward()", "x0 = 3", 26, None, "`x0` is a parameter"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "field", "reason"), MISTAKES)
def test_a_mistake_is_named_with_its_place_and_what_is_allowed(old, new, line, field, reason):
    assert FULL.count(old) >= 1
    with pytest.raises(ProblemError) as caught:
        parse_problem(FULL.replace(old, new, 1), slug="full", file="full.py")
    error = caught.value
    assert (error.line, error.field) == (line, field)
    assert reason in error.reason
    place = f"full.py:{line}:{error.column}"
    assert str(error).startswith(f"{place}: {field}: " if field else f"{place}: ")


@pytest.mark.parametrize(
    ("old", "new", "told_at"),
    [
        ("difficulty = 2", "difficulty = 6", "difficulty = 6"),
        ('"number"', '"numbr"', 'kind = "numbr"'),
        ("step = 0.5 }", "step = 0 }", "from = { start"),
        ('kind = "number", ', "", "x0 = {"),
        ('# title = "A problem"\n', "", "# /// gradmark"),
        ('# expr = "x.grad"\n', "", "[[ask]]"),
        ('"after"', '"after all"', 'id = "after all"'),
        ("# x0 =", '# "x\u00e4" =', '"x\u00e4" ='),
        ("# ///\n\nimport", "\n\nimport", ""),
        ('"A problem"', '"A problem', ""),
        ("y.backward()", "y.backward(", "("),
        ("y.backward()", "\u00e9 = [(x0 := 3)]", "x0 := 3"),
        ("y.backward()", "s = f'{x0}'", "f'{x0}'"),
    ],
)
def test_a_mistake_is_told_at_the_column_of_the_field_or_else_of_what_should_hold_it(
    old, new, told_at
):
    text = FULL.replace(old, new, 1)
    with pytest.raises(ProblemError) as caught:
        parse_problem(text, slug="full")
    line = text.split("\n")[caught.value.line - 1]
    assert line[caught.value.column - 1 :].startswith(told_at)


def test_a_block_that_never_ends_is_named():
    with pytest.raises(ProblemError, match="not closed by a line `# ///`"):
        parse_problem("# /// gradmark\n# title = 'x'", slug="x")


def test_an_empty_file_is_no_problem():
    with pytest.raises(ProblemError, match="must begin with"):
        parse_problem("", slug="x")


def test_a_problem_asks_something():
    text = DESIGN_EXAMPLE.replace('# [[ask]]\n# expr = "a.grad"\n', "")
    with pytest.raises(ProblemError, match=r"ask: is missing; it must be a list"):
        parse_problem(text, slug="x")


@pytest.mark.parametrize(
    ("content", "reason"), [(b"\xff\xfe", "not UTF-8 text"), (b"# " * 40_000, "longer than 65536")]
)
def test_a_file_of_something_else_is_refused(tmp_path, content, reason):
    path = tmp_path / "odd.py"
    path.write_bytes(content)
    with pytest.raises(ProblemError, match=reason):
        load_problem(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ProblemError, match=r"absent\.py: cannot be read: No such file"):
        load_problem(tmp_path / "absent.py")
