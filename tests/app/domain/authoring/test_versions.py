"""How own problems are named."""

import pytest

from app.domain.authoring import VersionState, digest_of, new_slug
from app.domain.problems import library, parse_problem
from tests.app.domain.authoring.files import FILE


def test_a_text_is_named_as_the_problem_read_from_it():
    assert digest_of(FILE) == parse_problem(FILE, slug="a-file").version


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("My first.py", "my-first-"),
        ("../../etc/passwd", "etc-passwd-"),
        ("梯度", "problem-"),
        ("", "problem-"),
        ("x" * 300, "x" * 60 + "-"),
    ],
    ids=["a file", "a path", "another script", "nothing", "a long one"],
)
def test_a_slug_has_words_of_the_file_and_something_nobody_guesses(name, start):
    one, other = new_slug(name), new_slug(name)
    assert one.startswith(start)
    assert one != other
    assert len(one) <= 80
    assert one not in {problem.slug for problem in library()}


def test_who_waits_and_who_does_not_is_told_by_the_state():
    waiting = [state for state in VersionState if state.is_waiting]
    assert waiting == [VersionState.QUEUED, VersionState.CHECKING, VersionState.PREPARING]
