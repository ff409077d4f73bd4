"""The choice of problems for an assignment: the form itself searches, so that nothing chosen is lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.diagnosis import find_misconception
from app.domain.problems import TOPICS, find_topic
from app.domain.texts import say
from app.queries.problems import ProblemFacts, library_picks

FILTER = "filter"
"""The button that only shows the form again, filtered."""

_OWN = say("Problems of this course")
_OWN_SUMMARY = say("Written by its instructors, published, and not archived.")


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

    def fits(self, problem: ProblemFacts) -> bool:
        """Tell whether a problem is to be shown."""
        if self.topic and problem.topic != self.topic:
            return False
        if self.level and str(problem.difficulty) != self.level:
            return False
        text = _text_of(problem) if self.words.strip() else ""
        return all(word in text for word in self.words.casefold().split())


@dataclass(frozen=True)
class Group:
    """Problems that are shown together: the course's own, or a topic's; `chosen` says how many of them are chosen."""

    title: str
    summary: str
    problems: tuple[ProblemFacts, ...]
    chosen: int


@dataclass(frozen=True)
class Picker:
    """What the form shows: problems that fit what is wanted, and always those that are chosen."""

    wanted: Wanted
    groups: tuple[Group, ...]
    fitting: int
    total: int


def make_picker(typed: Mapping[str, str], own: Sequence[ProblemFacts]) -> Picker:
    """Read from a form what is wanted and what is chosen, of the course's own problems and the library's."""
    wanted = Wanted(
        words=typed.get("filter.words", "")[:200],
        topic=typed.get("filter.topic", ""),
        level=typed.get("filter.level", ""),
    )
    groups = [_group(_OWN, _OWN_SUMMARY, own, wanted, typed)]
    for topic in TOPICS:
        of_topic = [pick for pick in library_picks() if pick.topic == topic.slug]
        groups.append(_group(topic.title, topic.summary, of_topic, wanted, typed))
    picks = (*own, *library_picks())
    return Picker(
        wanted=wanted,
        groups=tuple(group for group in groups if group.problems),
        fitting=sum(map(wanted.fits, picks)),
        total=len(picks),
    )


def chosen_picks(typed: Mapping[str, str], own: Sequence[ProblemFacts]) -> tuple[ProblemFacts, ...]:
    """Return the problems that are ticked in a form, in the order in which it shows them."""
    return tuple(pick for pick in (*own, *library_picks()) if is_chosen(pick, typed))


def is_chosen(problem: ProblemFacts, typed: Mapping[str, str]) -> bool:
    """Tell whether a problem is ticked in a form."""
    return f"pick.{problem.slug}" in typed


def _group(
    title: str,
    summary: str,
    picks: Sequence[ProblemFacts],
    wanted: Wanted,
    typed: Mapping[str, str],
) -> Group:
    problems = tuple(pick for pick in picks if wanted.fits(pick) or is_chosen(pick, typed))
    return Group(title, summary, problems, sum(is_chosen(pick, typed) for pick in problems))


def _text_of(problem: ProblemFacts) -> str:
    told_apart = (find_misconception(code).name for code in problem.misconceptions)
    topic = find_topic(problem.topic).title
    parts = (problem.title, problem.summary, topic, problem.code, *told_apart)
    return "\n".join(parts).casefold()
