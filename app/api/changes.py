"""The trail of a course: who changed what."""

import uuid

from app.api.callers import Caller
from app.api.operations import Resource
from app.api.paging import Page, page_from, read_number
from app.api.shapes.changes import Change, ChangeFilter
from app.parts import db
from app.queries.changes import WantedChanges, changes_before

resource = Resource("Trail", "Who changed what in a course, when, from what to what.")


@resource.get("/courses/<uuid:course_id>/changes", answer=Page[Change])
def list_changes(caller: Caller, course_id: uuid.UUID, query: ChangeFilter) -> Page[Change]:
    """List what was changed in a course, the newest first, to who may read its trail."""
    with db().reading() as session:
        rows = changes_before(
            session,
            caller.id,
            course_id,
            WantedChanges(query.about, query.by, query.student),
            before=None if query.cursor is None else read_number(query.cursor),
            limit=query.limit + 1,
        )
    return page_from(rows, query, place=lambda row: str(row.number), entry=Change.model_validate)
