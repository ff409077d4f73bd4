"""What is wrong with a course file."""

from dataclasses import dataclass
from typing import Final

from app.errors import GradmarkError

MOST_FAULTS: Final = 50
"""So many are told; who mends them is told the next ones."""


class NoCourseFile(GradmarkError):
    """The file is no course file that this release can read, or is damaged; the message says which."""


@dataclass(frozen=True)
class Fault:
    """One thing that stands in the way.

    Attributes:
        place: The part, and the line where it is about one: `submissions.jsonl, line 7`.
        reason: What is wrong, and what to do where there is something to do.
    """

    place: str
    reason: str


class RefusedCourseFile(GradmarkError):
    """A course file cannot be imported: it contradicts itself, or what is here already. Nothing was written.

    Attributes:
        faults: Why, in the order of the file; at most `MOST_FAULTS`.
    """

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("The course was not imported, and nothing was changed.")
        self.faults = faults


class Faults:
    """Faults as they are found; the import is given up where there are many."""

    def __init__(self) -> None:
        self._found: list[Fault] = []

    def add(self, place: str, reason: str) -> None:
        """Note a fault.

        Raises:
            RefusedCourseFile: There are as many as are told.
        """
        self._found.append(Fault(place, reason))
        if len(self._found) >= MOST_FAULTS:
            self.raise_any()

    def raise_any(self) -> None:
        """Go on only where no fault was found.

        Raises:
            RefusedCourseFile: One was.
        """
        if self._found:
            raise RefusedCourseFile(tuple(self._found))
