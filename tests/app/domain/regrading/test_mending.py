"""A mended problem reaches the exercises whose program its snippet still gives, and no others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.authoring import EXAMPLE
from app.domain.problems import instantiate, library, parse_problem
from app.domain.regrading import mended

SEEDS = st.integers(0, 2**32 - 1)
BEFORE = parse_problem(EXAMPLE, slug="p")


def now(text):
    return parse_problem(text, slug="p")


def test_another_tolerance_and_another_expression_under_the_same_id_are_taken_over():
    named = EXAMPLE.replace("[[ask]]", '[[ask]]\n# id = "q"', 1)
    before = now(named)
    variant = instantiate(before, 5)
    mended_text = named.replace("# title", "# rtol = 0.05\n# title", 1)
    problem = now(mended_text.replace('"x.grad"', '"x.grad.sum()"', 1))

    found = mended(variant, problem)

    assert (found.rtol, found.questions) == (0.05, problem.questions)
    assert (found.code, found.seed, found.version) == (variant.code, 5, before.version)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("import torch", "import torch\n"),
        ("y.backward()", "y.sum().backward()"),
        ("[[ask]]", '[[ask]]\n# expr = "y.item()"\n# [[ask]]'),
    ],
    ids=["another line", "another program", "one question more"],
)
def test_what_no_longer_fits_stays_as_it_was_dealt(old, new):
    assert old in EXAMPLE
    variant = instantiate(BEFORE, 5)
    assert mended(variant, now(EXAMPLE.replace(old, new, 1))) is variant


def test_a_question_of_another_kind_is_another_question():
    variant = instantiate(BEFORE, 5)
    kind = EXAMPLE.replace("[[ask]]", '[[ask]]\n# kind = "text"', 1)
    assert mended(variant, now(kind)) is variant


@given(SEEDS)
def test_every_variant_of_a_library_problem_is_an_instance_of_its_own_file(seed):
    problem = library()[seed % len(library())]
    variant = instantiate(problem, seed)
    assert mended(variant, problem) == variant
    assert mended(variant, problem) is not variant


def test_a_long_text_that_fits_nowhere_is_told_at_once():
    """Wildcards between equal pieces would let a search go back and forth for ever."""
    places = "\n".join(f"y{number} = (a0 + a0 + a0)" for number in range(60))
    text = (
        '# /// gradmark\n# title = "t"\n# topic = "zeroing"\n# [params]\n'
        '# a0 = { kind = "number", from = [1, 2] }\n# [[ask]]\n# expr = "y0"\n# ///\n'
        f"import torch\n{places}\nz = 1\n"
    )
    problem = now(text)
    variant = instantiate(problem, 1)
    assert mended(variant, problem) is not variant
    other = variant.__class__(**{**vars(variant), "code": variant.code.replace("z = 1", "z = 2")})
    assert mended(other, problem) is other
