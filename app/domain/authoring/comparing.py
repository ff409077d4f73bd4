"""What changed between two texts, line by line, with the places within a line."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest
from typing import Final

_AROUND: Final = 3
"""How many unchanged lines are shown around a change."""
_LONGEST: Final = 300
"""In longer lines no places are looked for: that takes time by the square of their length."""
_ALIKE: Final = 0.5
"""Lines that have less in common are shown as two lines, without places."""


class Change(StrEnum):
    """What became of a line."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"
    LEFT_OUT = "left-out"


@dataclass(frozen=True)
class ComparedLine:
    """A line of a comparison.

    Attributes:
        change: What became of it; `LEFT_OUT` stands for unchanged lines that are not shown.
        before: Its number in the text before, from 1; None where it was not there.
        after: Its number in the text after, from 1; None where it is there no more.
        parts: Its text in pieces, each with whether it is what changed within the line.
    """

    change: Change
    before: int | None = None
    after: int | None = None
    parts: tuple[tuple[str, bool], ...] = ()


def compare(before: str, after: str) -> tuple[ComparedLine, ...]:
    """Compare two texts; nothing where they are the same."""
    old, new = before.splitlines(), after.splitlines()
    compared: list[ComparedLine] = []
    end = 0
    for group in SequenceMatcher(None, old, new).get_grouped_opcodes(_AROUND):
        if group[0][1] > end:
            compared.append(ComparedLine(Change.LEFT_OUT))
        for kind, first, last, first_new, last_new in group:
            if kind == "equal":
                compared += (
                    ComparedLine(
                        Change.SAME,
                        number + 1,
                        number - first + first_new + 1,
                        ((old[number], False),),
                    )
                    for number in range(first, last)
                )
            else:
                compared += _changed(old, new, range(first, last), range(first_new, last_new))
            end = last
    if compared and end < len(old):
        compared.append(ComparedLine(Change.LEFT_OUT))
    return tuple(compared)


def _changed(old: list[str], new: list[str], gone: range, added: range) -> Iterator[ComparedLine]:
    pairs = [
        _places(old[one] if one is not None else "", new[other] if other is not None else "")
        for one, other in zip_longest(gone, added)
    ]
    for number, (parts, _new) in zip(gone, pairs, strict=False):
        yield ComparedLine(Change.GONE, before=number + 1, parts=parts)
    for number, (_old, parts) in zip(added, pairs, strict=False):
        yield ComparedLine(Change.NEW, after=number + 1, parts=parts)


_Parts = tuple[tuple[str, bool], ...]


def _places(old: str, new: str) -> tuple[_Parts, _Parts]:
    """Mark in two lines what they do not have in common, where that is the smaller part."""
    if max(len(old), len(new)) <= _LONGEST:
        matcher = SequenceMatcher(None, old, new, autojunk=False)
        if matcher.ratio() >= _ALIKE:
            steps = matcher.get_opcodes()
            return (
                tuple((old[a:b], kind != "equal") for kind, a, b, _c, _d in steps if b > a),
                tuple((new[c:d], kind != "equal") for kind, _a, _b, c, d in steps if d > c),
            )
    return ((old, False),), ((new, False),)
