"""Sentences of ours that remember what they were made of, so that whoever shows them can say them otherwise."""

from collections.abc import Mapping, Sequence
from functools import reduce
from types import MappingProxyType
from typing import Any, Self


class Wording(str):
    """An English sentence, with the pattern and the values that it was made of.

    Attributes:
        pattern: The sentence with `%(name)s` in place of values; a percent sign is written twice.
        values: What stands for the names. A value may itself be a wording.
    """

    __slots__ = ("pattern", "values")

    pattern: str
    values: Mapping[str, Any]

    def __new__(cls, pattern: str, values: Mapping[str, Any]) -> Self:
        """Write it out."""
        wording = super().__new__(cls, pattern % values)
        wording.pattern, wording.values = pattern, MappingProxyType(dict(values))
        return wording


def worded(pattern: str, /, **values: Any) -> Wording:
    """Return a sentence made of a pattern and values."""
    return Wording(pattern, values)


def either(names: Sequence[str]) -> str:
    """Return names as a choice between them; there is at least one."""
    quoted: list[str] = [f"`{name}`" for name in names]
    return reduce(
        lambda before, after: worded("%(before)s or %(after)s", before=before, after=after), quoted
    )
