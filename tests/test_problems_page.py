"""What docs/problems.md says of problem files is what is read."""

import re
from itertools import takewhile
from pathlib import Path

import pytest

from app.domain.marking import truth_text
from app.domain.problems import (
    ERROR_KINDS,
    ProblemError,
    find_truth,
    instantiate,
    parse_problem,
)
from app.domain.problems.parameters.expressions import FUNCTIONS

PAGE = (Path(__file__).parents[1] / "docs" / "problems.md").read_text()
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
SEEDS = range(500)


def write_file(toml, code):
    head = f'title = "T"\ntopic = "zeroing"\n{toml}'
    return f"# /// gradmark\n{re.sub('^', '# ', head.strip(), flags=re.MULTILINE)}\n# ///\n{code}"


def examples():
    """Each block of TOML, the code that follows it, and what is said to come of them."""
    for place, (language, text) in enumerate(BLOCKS):
        if language != "toml":
            continue
        following = BLOCKS[place + 1 :]
        code = following.pop(0)[1] if following[0][0] == "python" else ""
        yield (
            text,
            code,
            [said for _, said in takewhile(lambda block: block[0] == "text", following)],
        )


PARAMETERS = [example for example in examples() if not example[0].startswith("[[ask]]")]
QUESTIONS = [(text, results) for text, _, results in examples() if text.startswith("[[ask]]")]
ASKED_ABOUT = next(text for language, text in BLOCKS if text.startswith("import torch"))


def test_the_first_example_is_a_problem_whose_variants_run():
    language, text = BLOCKS[0]
    assert language == "python"
    problem = parse_problem(text, slug="example")
    for seed in range(20):
        assert len(find_truth(instantiate(problem, seed))["a_grad"]) == 3


def test_the_error_it_shows_is_the_one_that_is_told():
    shown = re.search(r"^    (my_problem\.py:.*)$", PAGE, re.MULTILINE)[1]
    with pytest.raises(ProblemError) as caught:
        parse_problem(
            BLOCKS[0][1].replace('"vector"', '"vectr"', 1), slug="x", file="my_problem.py"
        )
    assert str(caught.value) == shown


@pytest.mark.parametrize(("params", "code", "results"), PARAMETERS)
def test_what_is_said_to_come_of_parameters_is_among_their_variants(params, code, results):
    problem = parse_problem(write_file(f'[params]\n{params}[[ask]]\nexpr = "q"', code), slug="x")
    drawn = {instantiate(problem, seed).code for seed in SEEDS}
    assert results
    assert set(results) <= drawn


@pytest.mark.parametrize(("ask", "results"), QUESTIONS)
def test_what_is_said_to_be_the_truth_of_a_question_is(ask, results):
    problem = parse_problem(write_file(ask, ASKED_ABOUT), slug="x")
    (truth,) = find_truth(instantiate(problem, 0)).values()
    assert [truth_text(truth)] == [result.strip() for result in results]


def test_all_kinds_have_an_example():
    written = "".join(params for params, *_ in PARAMETERS)
    kinds = {"number", "vector", "matrix", "derived", "choice", "expression"}
    assert set(re.findall(r'kind = "(\w+)"', written)) == kinds
    asked = "".join(ask for ask, _ in QUESTIONS)
    assert set(re.findall(r'kind = "(\w+)"', asked)) == {"boolean", "choice", "text", "error"}


@pytest.mark.parametrize(
    "toml",
    [
        '[[ask]]\nexpr = "x"\n[params]\n{params}',
        *(
            f'[params]\np = {{ kind = "{kind}", unknown = 1, {fields} }}\n[[ask]]\nexpr = "x"'
            for kind, fields in [
                ("number", "from = { start = 1, stop = 2, step = 1 }"),
                ("vector", "size = 2, from = [1]"),
                ("matrix", "shape = [1, 1], from = [1]"),
                ("derived", 'expr = "1"'),
                ("choice", 'from = ["a", "b"]'),
                ("expression", 'names = ["x"], functions = ["exp"], depth = 1'),
            ]
        ),
        '[[ask]]\nunknown = 1\nkind = "choice"\nexpr = "x"\nchoices = ["a", "b"]',
        '[[ask]]\nunknown = 1\nkind = "error"',
    ],
)
def test_every_field_that_is_read_stands_on_the_page(toml):
    text = write_file(toml.replace("[params]\n{params}", "[unknown]"), "y = p\n")
    with pytest.raises(ProblemError) as caught:
        parse_problem(text, slug="x")
    allowed = re.search(r"Allowed: (.*)$", caught.value.reason)[1].split(", ")
    assert "unknown" in caught.value.field
    for field in allowed:
        assert re.search(rf"`{field}`|`{field} = |^{field} = | {field} = ", PAGE, re.MULTILINE), (
            field
        )


def test_all_functions_of_random_expressions_are_listed():
    listed = PAGE.partition("\nFunctions: ")[2].partition("\n\n")[0]
    assert re.findall(r"`(\w+)`", listed) == list(FUNCTIONS)


def test_all_ways_to_end_are_listed_with_their_words():
    rows = re.findall(r"^\| `([a-z-]+)` \| (.*) \|$", PAGE.partition("| code |")[2], re.MULTILINE)
    assert rows == [(kind.code, kind.label) for kind in ERROR_KINDS]
