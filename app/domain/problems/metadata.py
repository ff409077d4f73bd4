"""Reading what a problem file says of itself, besides its parameters and questions."""

import re

from app.domain.problems.fields import Table
from app.domain.problems.topics import TOPICS, find_topic

_CODE = re.compile(r"[a-z]+(?:-[a-z]+)*")


def read_topic(table: Table) -> str:
    """Read the slug of the problem's topic.

    Raises:
        ProblemError: There is no such topic.
    """
    expected = f"one of {', '.join(topic.slug for topic in TOPICS)}"
    topic = table.text("topic", expected)
    try:
        return find_topic(topic).slug
    except KeyError:
        raise table.error("topic", f"must be {expected}") from None


def read_prerequisites(table: Table, topic: str) -> tuple[str, ...]:
    """Read the slugs of the topics that should come before a problem of `topic`.

    Raises:
        ProblemError: There is no such topic, or it comes later in the teaching order.
    """
    order = find_topic(topic).order
    earlier = [other.slug for other in TOPICS if other.order < order]
    expected = f"a list of topics that come before {topic}: {', '.join(earlier) or 'there is none'}"
    slugs = tuple(
        slug.replace("_", "-") for slug in table.texts("prerequisites", expected, default=())
    )
    if not set(slugs) <= set(earlier):
        raise table.error("prerequisites", f"must be {expected}")
    if len(set(slugs)) < len(slugs):
        raise table.error("prerequisites", "names a topic twice")
    return slugs


def read_misconceptions(table: Table) -> tuple[str, ...]:
    """Read the codes of misconceptions; whether there are such is known to the diagnosis only.

    Raises:
        ProblemError: They are no codes.
    """
    expected = 'a list of misconceptions by their codes, for instance ["overwrites"]'
    codes = table.texts("misconceptions", expected, default=())
    if not all(_CODE.fullmatch(code) for code in codes):
        raise table.error("misconceptions", f"must be {expected}")
    if len(set(codes)) < len(codes):
        raise table.error("misconceptions", "names a misconception twice")
    return codes


def read_tolerance(table: Table, key: str, default: float) -> float:
    """Read a tolerance from 0 to 0.1.

    Raises:
        ProblemError: It is none.
    """
    expected = "a number from 0 to 0.1"
    if key not in table:
        table.text(key, expected, default="")
        return default
    value = table.number(key, expected)
    if not 0 <= value <= 0.1:
        raise table.error(key, f"must be {expected}")
    return float(value)
