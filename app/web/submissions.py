"""One submission: its detail, its status as it changes, and queueing a failed one again."""

import uuid

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.roles import Right
from app.queries.assignments import assignment_page
from app.queries.exercises import submission_page
from app.queries.waiting import Standing, standing
from app.services.submissions import requeue
from app.web.exercises import result_context
from app.web.formats import seen
from app.web.highlighting import highlighted
from app.web.parts import db, parts
from app.web.sign_in import account, member, safe_next

pages = Blueprint("submissions", __name__)


@pages.get("/submissions/<uuid:submission_id>")
def detail(submission_id: uuid.UUID) -> ResponseReturnValue:
    """Show a submission to its student or to a teacher of its course."""
    known = account()
    with db().reading() as session:
        page, row = submission_page(session, known.id, submission_id)
        item = page.item
        rights = (
            assignment_page(session, known.id, item.assignment_id).rights if item else frozenset()
        )
    return render_template(
        "submission.html",
        submission=row,
        exercise=page,
        code=highlighted(page.code),
        can_requeue=Right.REQUEUE in rights,
        can_accept=Right.EDIT_ASSIGNMENTS in rights and row.score not in (None, 1),
        is_own=page.student_id == known.id,
    )


@pages.get("/submissions/<uuid:submission_id>/status")
def status(submission_id: uuid.UUID) -> ResponseReturnValue:
    """Return the result panel once it differs from what the page shows, else nothing."""
    user_id, shown = account().id, request.args.get("seen")
    with db().reading() as session:
        found = standing(session, user_id=user_id, submission_id=submission_id)
        if found is not None:
            return _still_waits(found, shown)
        page, row = submission_page(session, user_id, submission_id)
    if shown == seen(row):
        return "", 204
    return render_template("_result_update.html", **result_context(page))


def _still_waits(found: Standing, shown: str | None) -> ResponseReturnValue:
    if shown == seen(found):
        return "", 204
    # Only the panel says where a submission stands that waits: nothing beside it has changed.
    return render_template("_result.html", newest=found, exercise=found, update=True)


@pages.post("/submissions/<uuid:submission_id>/requeue")
def queue_again(submission_id: uuid.UUID) -> ResponseReturnValue:
    """Queue a failed submission again, as a teacher."""
    requeue(db(), parts().doorbell, user_id=member().id, submission_id=submission_id)
    default = url_for(".detail", submission_id=submission_id)
    return redirect(safe_next(request.form.get("next") or default), 303)
