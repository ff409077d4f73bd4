"""What a class believes: the misconceptions that explain its wrong answers, counted."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

Student = TypeVar("Student", bound=Hashable)
Item = TypeVar("Item", bound=Hashable)

UNRECOGNISED: Final = "unrecognised"
"""In a misconception's place: the answers are wrong, and nothing known explains them."""
NOT_DIAGNOSED: Final = "not-diagnosed"
"""In a misconception's place: the answers were marked by a release that diagnosed nothing."""


@dataclass(frozen=True)
class WrongAnswer(Generic[Student, Item]):
    """A marked submission that is not wholly right.

    Attributes:
        student: Who submitted it.
        item: To which item.
        codes: What explains it best: one misconception, or two that are held at once, or what stands
            in their place. What other misconceptions would explain just as well
            (`Finding.alternatives`) is not counted.
        is_newest: Whether it is the student's newest marked submission to the item.
    """

    student: Student
    item: Item
    codes: tuple[str, ...]
    is_newest: bool


@dataclass(frozen=True)
class Belief(Generic[Student, Item]):
    """A misconception, and who showed it.

    Attributes:
        code: The misconception's code, or `UNRECOGNISED`, or `NOT_DIAGNOSED`.
        submissions: How many wrong submissions it explains best.
        students: Who made them.
        still: Those of them whose newest answer to an item shows it.
        items: To which items, with the students who showed it there.
    """

    code: str
    submissions: int
    students: frozenset[Student]
    still: frozenset[Student]
    items: tuple[tuple[Item, frozenset[Student]], ...]


def tally(wrong: Iterable[WrongAnswer[Student, Item]]) -> tuple[Belief[Student, Item], ...]:
    """Count what explains wrong answers; what most students showed comes first."""
    by_code: dict[str, list[WrongAnswer[Student, Item]]] = {}
    for answer in wrong:
        for code in answer.codes:
            by_code.setdefault(code, []).append(answer)
    beliefs = [_count(code, answers) for code, answers in by_code.items()]
    return tuple(sorted(beliefs, key=lambda one: (-len(one.students), -one.submissions, one.code)))


def _count(code: str, answers: Sequence[WrongAnswer[Student, Item]]) -> Belief[Student, Item]:
    by_item: dict[Item, set[Student]] = {}
    for answer in answers:
        by_item.setdefault(answer.item, set()).add(answer.student)
    return Belief(
        code=code,
        submissions=len(answers),
        students=frozenset(answer.student for answer in answers),
        still=frozenset(answer.student for answer in answers if answer.is_newest),
        items=tuple((item, frozenset(students)) for item, students in by_item.items()),
    )
