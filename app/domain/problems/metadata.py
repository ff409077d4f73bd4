"""Reading what a problem file says of itself, besides its parameters and questions."""

import re

from app.domain.problems.fields import Table
from app.domain.problems.topics import TOPICS, find_topic
from app.domain.texts import say

_CODE = re.compile(r"[a-z]+(?:-[a-z]+)*")


def read_topic(table: Table) -> str:
    """Read the slug of the problem's topic.

    Raises:
        ProblemError: There is no such topic.
    """
    expected = say("one of %(kinds)s", kinds=", ".join(topic.slug for topic in TOPICS))
    topic = table.text("topic", expected)
    try:
        return find_topic(topic).slug
    except KeyError:
        raise table.unlike("topic", expected) from None


def read_prerequisites(table: Table, topic: str) -> tuple[str, ...]:
    """Read the slugs of the topics that should come before a problem of `topic`.

    Raises:
        ProblemError: There is no such topic, or it comes later in the teaching order.
    """
    order = find_topic(topic).order
    earlier = [other.slug for other in TOPICS if other.order < order]
    expected = say(
        "a list of topics that come before %(topic)s: %(earlier)s",
        topic=topic,
        earlier=", ".join(earlier) or say("there is none"),
    )
    slugs = tuple(
        slug.replace("_", "-") for slug in table.texts("prerequisites", expected, default=())
    )
    if not set(slugs) <= set(earlier):
        raise table.unlike("prerequisites", expected)
    if len(set(slugs)) < len(slugs):
        raise table.error("prerequisites", say("names a topic twice"))
    return slugs


def read_misconceptions(table: Table) -> tuple[str, ...]:
    """Read the codes of misconceptions; whether there are such is known to the diagnosis only.

    Raises:
        ProblemError: They are no codes.
    """
    expected = say(
        "a list of misconceptions by their codes, for instance %(example)s",
        example='["overwrites"]',
    )
    codes = table.texts("misconceptions", expected, default=())
    if not all(_CODE.fullmatch(code) for code in codes):
        raise table.unlike("misconceptions", expected)
    if len(set(codes)) < len(codes):
        raise table.error("misconceptions", say("names a misconception twice"))
    return codes


def read_tolerance(table: Table, key: str, default: float) -> float:
    """Read a tolerance from 0 to 0.1.

    Raises:
        ProblemError: It is none.
    """
    expected = say("a number from 0 to 0.1")
    if key not in table:
        table.text(key, expected, default="")
        return default
    value = table.number(key, expected)
    if not 0 <= value <= 0.1:
        raise table.unlike(key, expected)
    return float(value)
