"""A course's roster: a dry run, and then exactly what it told."""

import uuid

from app.api.callers import Caller
from app.api.operations import Resource
from app.api.shapes.members import RosterLine, RosterResult, RosterToApply, RosterToCheck
from app.domain.api_tokens import Scope
from app.errors import Conflict
from app.parts import db
from app.services.rosters import RosterCheck, check_roster, import_roster

resource = Resource("Roster", "A course's list of people, taken over after a dry run.")

# A text of a million characters, and what JSON puts before quotes and line ends.
_KILOBYTES = 2048


@resource.post(
    "/courses/<uuid:course_id>/roster/check",
    scope=Scope.TEACH,
    answer=RosterResult,
    kilobytes=_KILOBYTES,
)
def check_course_roster(caller: Caller, course_id: uuid.UUID, body: RosterToCheck) -> RosterResult:
    """Tell line by line what a roster would do, and do nothing."""
    check = check_roster(db(), user_id=caller.id, course_id=course_id, text=body.text)
    return _told(check)


@resource.post(
    "/courses/<uuid:course_id>/roster",
    scope=Scope.TEACH,
    answer=RosterResult,
    kilobytes=_KILOBYTES,
)
def apply_course_roster(caller: Caller, course_id: uuid.UUID, body: RosterToApply) -> RosterResult:
    """Do what the dry run with this digest has told; where it would be something else by now, nothing is done."""
    done = import_roster(
        db(), user_id=caller.id, course_id=course_id, text=body.text, confirmed=body.digest
    )
    if not done.is_applied:
        raise Conflict("By now it would do something else. Check the roster again.")
    return _told(done)


def _told(check: RosterCheck) -> RosterResult:
    return RosterResult(
        lines=[RosterLine.of(line) for line in check.lines],
        unused=list(check.unused),
        digest=check.digest,
        is_applied=check.is_applied,
    )
