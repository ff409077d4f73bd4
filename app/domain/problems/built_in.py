"""The built-in library: the files in `library/`."""

from difflib import get_close_matches
from functools import cache
from pathlib import Path

from app.domain.problems.errors import UnknownProblem
from app.domain.problems.problem import Problem, load_problem
from app.domain.problems.topics import TOPICS, find_topic

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


def text_of(problem: Problem) -> str:
    """Give the file of a built-in problem as it is written."""
    return (_FOLDER / f"{problem.slug.replace('-', '_')}.py").read_text()


@cache
def prerequisites_of(topic: str) -> tuple[str, ...]:
    """Give the topics that should come before `topic`, in teaching order.

    They are those that its built-in problems ask for, by their slugs; each has an earlier place in
    `TOPICS`, so that no topic waits for itself.

    Raises:
        KeyError: There is no such topic.
    """
    slug = find_topic(topic).slug
    asked_for = {
        earlier
        for problem in library()
        if problem.topic == slug
        for earlier in problem.prerequisites
    }
    return tuple(earlier.slug for earlier in TOPICS if earlier.slug in asked_for)
