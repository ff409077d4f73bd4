"""Regrades: ordered, looked at student by student, applied, discarded and undone."""

import uuid

from app.api.callers import Caller
from app.api.operations import Resource
from app.api.paging import Page, PageQuery, page_of, place_of
from app.api.shapes.regrades import (
    ApplyRegrade,
    NewAcceptance,
    NewRegrade,
    Regrade,
    RegradeCard,
    RegradedStudent,
)
from app.domain.api_tokens import Scope
from app.parts import db, parts
from app.queries.members import letters
from app.queries.regrade import regrade_page
from app.queries.regrades import regrades_page
from app.services import regrading
from app.services.regrading import Order

resource = Resource("Regrades", "Marking anew what was marked: first computed, then decided.")

_ONE = "/regrades/<uuid:regrade_id>"


@resource.get("/assignments/<uuid:assignment_id>/regrades", answer=Page[RegradeCard])
def list_regrades(caller: Caller, assignment_id: uuid.UUID, query: PageQuery) -> Page[RegradeCard]:
    """List the regrades of an assignment, the newest first, to who may regrade it."""
    with db().reading() as session:
        rows = regrades_page(session, caller.id, assignment_id, None).rows
    return page_of(
        rows,
        query,
        place=lambda row: place_of(row.created_at, row.id),
        entry=RegradeCard.of,
        newest_first=True,
    )


@resource.post(
    "/assignments/<uuid:assignment_id>/regrades", scope=Scope.TEACH, answer=Regrade, status=201
)
def order_regrade(caller: Caller, assignment_id: uuid.UUID, body: NewRegrade) -> Regrade:
    """Have workers compute what marking anew would change. It changes nothing until you apply it."""
    regrading.order_regrade(
        db(),
        parts().behind_bell,
        user_id=caller.id,
        assignment_id=assignment_id,
        order=Order(
            caller.made_id, body.reason, body.item_id, full=body.full_marks, question=body.question
        ),
    )
    return get_regrade(caller, caller.made_id)


@resource.post(
    "/submissions/<uuid:submission_id>/accept", scope=Scope.TEACH, answer=Regrade, status=201
)
def accept_answer(caller: Caller, submission_id: uuid.UUID, body: NewAcceptance) -> Regrade:
    """Have workers compute what accepting an answer of a submission would change, for all who gave it."""
    regrading.accept_answer(
        db(),
        parts().behind_bell,
        user_id=caller.id,
        submission_id=submission_id,
        question=body.question,
        everywhere=body.everywhere,
        reason=body.reason,
        regrade_id=caller.made_id,
    )
    return get_regrade(caller, caller.made_id)


@resource.get(_ONE, answer=Regrade)
def get_regrade(caller: Caller, regrade_id: uuid.UUID) -> Regrade:
    """Show a regrade: where it stands, and how many students it moves up and down."""
    with db().reading() as session:
        return Regrade.of_page(regrade_page(session, caller.id, regrade_id))


@resource.get(f"{_ONE}/students", answer=Page[RegradedStudent])
def list_regraded_students(
    caller: Caller, regrade_id: uuid.UUID, query: PageQuery
) -> Page[RegradedStudent]:
    """List the students for whom a regrade changes anything, with their points before and after, by name."""
    with db().reading() as session:
        moves = regrade_page(session, caller.id, regrade_id).students
    return page_of(
        moves,
        query,
        place=lambda move: f"{letters(move.name)} {move.user_id}",
        entry=RegradedStudent.of,
    )


@resource.post(f"{_ONE}/apply", scope=Scope.TEACH, answer=Regrade)
def apply_regrade(caller: Caller, regrade_id: uuid.UUID, body: ApplyRegrade) -> Regrade:
    """Have workers write what a regrade found, student after student."""
    regrading.apply_regrade(
        db(), parts().behind_bell, user_id=caller.id, regrade_id=regrade_id, mode=body.mode
    )
    return get_regrade(caller, regrade_id)


@resource.post(f"{_ONE}/discard", scope=Scope.TEACH, answer=Regrade)
def discard_regrade(caller: Caller, regrade_id: uuid.UUID) -> Regrade:
    """Drop a regrade that was not applied."""
    regrading.discard_regrade(db(), user_id=caller.id, regrade_id=regrade_id)
    return get_regrade(caller, regrade_id)


@resource.post(f"{_ONE}/undo", scope=Scope.TEACH, answer=Regrade)
def undo_regrade(caller: Caller, regrade_id: uuid.UUID) -> Regrade:
    """Have workers bring back the marks from before a regrade."""
    regrading.undo_regrade(db(), parts().behind_bell, user_id=caller.id, regrade_id=regrade_id)
    return get_regrade(caller, regrade_id)
