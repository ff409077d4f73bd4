"""What earlier rows of a course file have told, and later ones must fit."""

import uuid
from dataclasses import dataclass, field

from app.services.course_files.reading import Row


@dataclass
class Seen:
    """What was seen so far.

    Attributes:
        course: The course.
        places: Where each id stands in the file, by table.
        slugs: Its own problems.
        problems: Every problem that an item or a variant names.
        waits: Which assignment each one waits for, where it does.
        owners: Whose each variant is.
        asked: The ids of each variant's questions.
        variants: The variant of each submission.
        asked_before: The ids of the questions that a variant had before a regrade, by both, where it changed them.
        open_regrades: The assignments with a regrade that has not ended.
        without_result: Submissions that are marked, and whose result was not seen yet.
    """

    course: Row = field(default_factory=dict)
    places: dict[str, dict[uuid.UUID, str]] = field(default_factory=dict)
    slugs: set[str] = field(default_factory=set)
    problems: set[str] = field(default_factory=set)
    waits: dict[uuid.UUID, uuid.UUID] = field(default_factory=dict)
    owners: dict[uuid.UUID, uuid.UUID] = field(default_factory=dict)
    asked: dict[uuid.UUID, tuple[str, ...]] = field(default_factory=dict)
    variants: dict[uuid.UUID, uuid.UUID] = field(default_factory=dict)
    asked_before: dict[tuple[uuid.UUID, uuid.UUID], tuple[str, ...]] = field(default_factory=dict)
    open_regrades: set[uuid.UUID] = field(default_factory=set)
    without_result: set[uuid.UUID] = field(default_factory=set)

    def asked_in(self, submission_id: uuid.UUID) -> tuple[str, ...]:
        """Return the ids of the questions that a submission answers."""
        return self.asked[self.variants[submission_id]]

    def is_by(self, submission_id: uuid.UUID | None, student_id: uuid.UUID) -> bool:
        """Tell whether a submission is a student's; none at all is."""
        return submission_id is None or self.owners[self.variants[submission_id]] == student_id
