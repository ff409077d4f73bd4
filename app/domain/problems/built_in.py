"""The built-in library: the files in `library/`."""

from difflib import get_close_matches
from functools import cache
from pathlib import Path

from app.domain.problems.errors import UnknownProblem
from app.domain.problems.problem import Problem, load_problem
from app.domain.problems.topics import find_topic

_FOLDER = Path(__file__).parent / "library"


@cache
def library() -> tuple[Problem, ...]:
    """Give the built-in problems, in the order of their topics and then by difficulty."""
    problems = (load_problem(path) for path in _FOLDER.glob("*.py"))
    return tuple(sorted(problems, key=lambda p: (find_topic(p.topic).order, p.difficulty, p.slug)))


def find_problem(slug: str) -> Problem:
    """Give the built-in problem of this slug.

    Raises:
        UnknownProblem: There is none; the message names the nearest slugs.
    """
    by_slug = {problem.slug: problem for problem in library()}
    if slug in by_slug:
        return by_slug[slug]
    near = get_close_matches(slug[:100], by_slug, n=3, cutoff=0.5)
    guess = (
        f"Did you mean {' or '.join(near)}?" if near else "`gradmark problems` lists all there are."
    )
    raise UnknownProblem(f"There is no problem {slug[:100]!r}. {guess}")
