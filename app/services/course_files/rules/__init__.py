"""What the rows of a course file must be beside readable: what pages and services store, and nothing else."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from app.services.course_files.reading import Row
from app.services.course_files.rules import assignments, course, regrades, work
from app.services.course_files.rules.assignments import of_prerequisites
from app.services.course_files.rules.course import faults_of_person
from app.services.course_files.rules.seen import Seen

__all__ = ["Seen", "faults_of_person", "faults_of_whole", "require_fit"]

_RULES: Final[Mapping[str, Callable[[Row, Seen], Iterator[str]]]] = {
    "course": course.of_course,
    "pending_enrollments": course.of_expected,
    "accommodations": course.of_accommodation,
    "own_problems": course.of_problem,
    "problem_versions": course.of_version,
    "changes": course.of_change,
    "assignments": assignments.of_assignment,
    "items": assignments.of_item,
    "assignment_groups": assignments.of_group,
    "extensions": assignments.of_extension,
    "sittings": assignments.of_sitting,
    "item_overrides": assignments.of_points,
    "assignment_overrides": assignments.of_points,
    "variants": work.of_variant,
    "drafts": work.of_draft,
    "submissions": work.of_submission,
    "results": work.of_result,
    "comments": work.of_comment,
    "inquiries": work.of_inquiry,
    "inquiry_entries": work.of_entry,
    "regrades": regrades.of_regrade,
    "regraded_variants": regrades.of_variant,
    "regraded_results": regrades.of_result,
}


def require_fit(part: str, row: Row, seen: Seen) -> None:
    """Require that a row fits its part and what was seen before it; rows come in the order of the parts.

    Raises:
        ValueError: It does not, for this reason.
    """
    rule = _RULES.get(part)
    reason = next(rule(row, seen), None) if rule is not None else None
    if reason is not None:
        raise ValueError(reason)


def faults_of_whole(seen: Seen) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a file in which each row by itself is right: the part, and the reason."""
    for reason in of_prerequisites(seen):
        yield "assignments", reason
    if seen.without_result:
        yield "results", f"{len(seen.without_result)} submissions are marked and have none"
