"""Rules of assignments, their items and groups, and what single students were given in them."""

from collections.abc import Iterator

from app.domain.credit import check_credit, check_times, leads_back
from app.domain.gradebook import GroupFields, check_groups
from app.domain.sittings import check_conduct
from app.models import Assignment
from app.services.course_files.reading import Row
from app.services.course_files.rules.seen import Seen

_MOST_POINTS, _MOST_ATTEMPTS, _MOST_MINUTES = 1000, 100, 100_000
_MOST_IN_ALL = 1000 * _MOST_POINTS


def of_assignment(row: Row, seen: Seen) -> Iterator[str]:
    """Yield what is wrong with an assignment and its rules."""
    if not row["title"].strip():
        yield "it has no title"
    try:
        yield from _faults_of_rules(row, seen)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        yield "its rules cannot be read"


def of_prerequisites(seen: Seen) -> Iterator[str]:
    """Yield what is wrong with what assignments wait for, once all of them were seen."""
    for waiting, needed in seen.waits.items():
        if needed not in seen.places[Assignment.__tablename__]:
            yield "an assignment waits for one that is not there"
        elif leads_back(waiting, needed, seen.waits):
            yield "assignments wait for one another, so that none of them opens"


def of_item(row: Row, seen: Seen) -> Iterator[str]:
    """Yield what is wrong with an item."""
    seen.problems.add(row["problem"])
    if not 0 < row["points"] <= _MOST_POINTS:
        yield f"an item has points above 0 and up to {_MOST_POINTS}"
    if not 0 < row["max_attempts"] <= _MOST_ATTEMPTS:
        yield f"an item has 1 to {_MOST_ATTEMPTS} attempts"


def of_group(row: Row, _seen: Seen) -> Iterator[str]:
    """Yield what is wrong with a group of assignments."""
    group = GroupFields(row["title"], row["weight"], row["drop_lowest"])
    yield from check_groups([group]).values()


def of_extension(row: Row, _seen: Seen) -> Iterator[str]:
    """Yield what is wrong with more time for a student."""
    if not 0 <= row["minutes"] <= _MOST_MINUTES:
        yield f"more minutes are 0 to {_MOST_MINUTES}"


def of_sitting(row: Row, _seen: Seen) -> Iterator[str]:
    """Yield what is wrong with a student's sitting."""
    if not 0 < row["minutes"] <= _MOST_MINUTES:
        yield f"a sitting has 1 to {_MOST_MINUTES} minutes"


def of_points(row: Row, _seen: Seen) -> Iterator[str]:
    """Yield what is wrong with points that a teacher has given."""
    if row["points"] is not None and not 0 <= row["points"] <= _MOST_IN_ALL:
        yield "there cannot be so many points, or fewer than none"


def _faults_of_rules(row: Row, seen: Seen) -> Iterator[str]:
    assignment = Assignment(**row)
    rules, prerequisite = assignment.rules, assignment.prerequisite
    for field, reason in (
        *check_times(rules.times).items(),
        *check_credit(rules).items(),
        *check_conduct(assignment.conduct).items(),
    ):
        yield f"{field}: {reason}"
    if not all(step.until.tzinfo for step in rules.times.steps):
        yield "a time of its early and late credit is without its zone"
    if prerequisite is not None:
        seen.waits[row["id"]] = prerequisite.assignment_id
        if not 0 < prerequisite.points <= _MOST_IN_ALL:
            yield "its prerequisite asks for points that there cannot be"
