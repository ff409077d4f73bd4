"""The choice of problems for an assignment: the form itself searches, so that nothing chosen is lost."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.diagnosis import find_misconception
from app.domain.problems import TOPICS, Problem, Topic, find_topic, library

FILTER = "filter"
"""The button that only shows the form again, filtered."""


@dataclass(frozen=True)
class Wanted:
    """What the problems shown must fit; empty fields let everything pass.

    Attributes:
        words: All of these stand in the title, summary, topic, program or in what it tells apart.
        topic: The slug of their topic.
        level: Their difficulty, 1 to 5 as text.
    """

    words: str = ""
    topic: str = ""
    level: str = ""

    def __bool__(self) -> bool:
        return bool(self.words.split() or self.topic or self.level)

    def fits(self, problem: Problem) -> bool:
        """Tell whether a problem is to be shown."""
        if self.topic and problem.topic != self.topic:
            return False
        if self.level and str(problem.difficulty) != self.level:
            return False
        text = _text_of(problem) if self.words.strip() else ""
        return all(word in text for word in self.words.casefold().split())


@dataclass(frozen=True)
class Group:
    """A topic's problems that are shown; `chosen` says how many of them are chosen."""

    topic: Topic
    problems: tuple[Problem, ...]
    chosen: int


@dataclass(frozen=True)
class Picker:
    """What the form shows: problems that fit what is wanted, and always those that are chosen."""

    wanted: Wanted
    groups: tuple[Group, ...]
    fitting: int
    total: int


def make_picker(typed: Mapping[str, str]) -> Picker:
    """Read from a form what is wanted and what is chosen."""
    wanted = Wanted(
        words=typed.get("filter.words", "")[:200],
        topic=typed.get("filter.topic", ""),
        level=typed.get("filter.level", ""),
    )
    groups = (_group(topic, wanted, typed) for topic in TOPICS)
    return Picker(
        wanted=wanted,
        groups=tuple(group for group in groups if group.problems),
        fitting=sum(wanted.fits(problem) for problem in library()),
        total=len(library()),
    )


def is_chosen(problem: Problem, typed: Mapping[str, str]) -> bool:
    """Tell whether a problem is ticked in a form."""
    return f"pick.{problem.slug}" in typed


def _group(topic: Topic, wanted: Wanted, typed: Mapping[str, str]) -> Group:
    problems = tuple(
        problem
        for problem in library()
        if problem.topic == topic.slug and (wanted.fits(problem) or is_chosen(problem, typed))
    )
    return Group(topic, problems, sum(is_chosen(problem, typed) for problem in problems))


def _text_of(problem: Problem) -> str:
    told_apart = (find_misconception(code).name for code in problem.misconceptions)
    topic = find_topic(problem.topic).title
    parts = (problem.title, problem.summary, topic, problem.code, *told_apart)
    return "\n".join(parts).casefold()
