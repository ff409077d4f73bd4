"""Texts for people, kept so that they can still be translated where they are shown.

English is written where a text belongs, in the rules and services; the language is chosen by who reads it. So a
message remembers its pattern and values, and is the English sentence to whoever knows nothing of languages: a log, a
command, a test.
"""

from collections.abc import Sequence
from functools import reduce
from typing import Any, Self


class Message(str):
    """An English sentence that remembers what it was made of.

    Attributes:
        pattern: The English text with `%(name)s` in place of values; what the catalogue translates.
        plural: The pattern for more than one, empty where nothing is counted.
        values: What stands for the names. A value may itself be a message.
    """

    __slots__ = ("pattern", "plural", "values")

    pattern: str
    plural: str
    values: dict[str, Any]

    def __new__(cls, pattern: str, plural: str, values: dict[str, Any]) -> Self:
        """Write it in English."""
        chosen = plural if plural and values["num"] != 1 else pattern
        message = super().__new__(cls, chosen % values)
        message.pattern, message.plural, message.values = pattern, plural, values
        return message

    def __reduce__(self) -> tuple[type[Self], tuple[str, str, dict[str, Any]]]:
        """Copy it with what it was made of."""
        return type(self), (self.pattern, self.plural, self.values)


def say(pattern: str, /, **values: Any) -> Message:
    """Return a text for people; the catalogue finds it by `pattern`, in which a percent sign is written twice."""
    return Message(pattern, "", values)


def say_many(singular: str, plural: str, /, num: float, **values: Any) -> Message:
    """Return a text that counts `num` things, which the patterns may name as `%(num)s`."""
    return Message(singular, plural, {**values, "num": num})


def listing(texts: Sequence[str]) -> str:
    """Return texts with commas between them, as the reader's language writes them; there is at least one."""
    return reduce(
        lambda before, after: say("%(before)s, %(after)s", before=before, after=after), texts
    )
