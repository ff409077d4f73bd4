"""Regrades: ordering one, looking at what it would change, applying, discarding and undoing it."""

import uuid
from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.regrading import MOST_REASON, Mode
from app.domain.texts import say
from app.errors import Conflict, InvalidInput, NotFound
from app.queries.accepting import answer_to_accept
from app.queries.regrade import regrade_page
from app.queries.regrades import regrades_page
from app.services.regrading import (
    Order,
    accept_answer,
    apply_regrade,
    discard_regrade,
    order_regrade,
    undo_regrade,
)
from app.web.errors import status_of
from app.web.parts import db, parts
from app.web.sign_in import member

pages = Blueprint("regrading", __name__)

_ALL = "all"


@pages.get("/assignments/<uuid:assignment_id>/regrades")
def of_assignment(assignment_id: uuid.UUID) -> ResponseReturnValue:
    """Show the regrades of an assignment, and ask what to mark anew."""
    return _order_form(assignment_id, {}, {})


@pages.post("/assignments/<uuid:assignment_id>/regrades")
def order(assignment_id: uuid.UUID) -> ResponseReturnValue:
    """Have what marking anew would change computed."""
    typed = request.form
    question = typed.get("question", _ALL)
    wanted = Order(
        regrade_id=_regrade_id(typed),
        reason=typed.get("reason", ""),
        item_id=_item_id(typed),
        full=typed.get("what") == "full",
        question=None if question == _ALL else question,
    )
    try:
        order_regrade(
            db(),
            parts().behind_bell,
            user_id=member().id,
            assignment_id=assignment_id,
            order=wanted,
        )
    except InvalidInput as error:
        return _order_form(assignment_id, typed, error.fields), status_of(error)
    except Conflict as error:
        return _order_form(assignment_id, typed, {"form": error.text}), status_of(error)
    return _to(wanted.regrade_id)


@pages.get("/regrades/<uuid:regrade_id>")
def regrade(regrade_id: uuid.UUID) -> ResponseReturnValue:
    """Show a regrade and what it changes."""
    return _page(regrade_id)


@pages.post("/regrades/<uuid:regrade_id>/apply")
def apply(regrade_id: uuid.UUID) -> ResponseReturnValue:
    """Write what a regrade found."""
    known, bell = member(), parts().behind_bell
    try:
        mode = Mode(request.form.get("mode", ""))
    except ValueError:
        return _page(regrade_id, say("Choose what becomes of marks that would fall.")), 422
    try:
        apply_regrade(db(), bell, user_id=known.id, regrade_id=regrade_id, mode=mode)
    except Conflict as error:
        return _page(regrade_id, error.text), status_of(error)
    return _to(regrade_id)


@pages.post("/regrades/<uuid:regrade_id>/discard")
def discard(regrade_id: uuid.UUID) -> ResponseReturnValue:
    """Drop a regrade that was not applied."""
    try:
        discard_regrade(db(), user_id=member().id, regrade_id=regrade_id)
    except Conflict as error:
        return _page(regrade_id, error.text), status_of(error)
    return _to(regrade_id)


@pages.post("/regrades/<uuid:regrade_id>/undo")
def undo(regrade_id: uuid.UUID) -> ResponseReturnValue:
    """Bring back the marks from before a regrade."""
    try:
        undo_regrade(db(), parts().behind_bell, user_id=member().id, regrade_id=regrade_id)
    except Conflict as error:
        return _page(regrade_id, error.text), status_of(error)
    return _to(regrade_id)


@pages.get("/submissions/<uuid:submission_id>/accept")
def acceptable(submission_id: uuid.UUID) -> ResponseReturnValue:
    """Ask which answer of a submission to accept, and where."""
    return _accept_form(submission_id, {}, {})


@pages.post("/submissions/<uuid:submission_id>/accept")
def accept(submission_id: uuid.UUID) -> ResponseReturnValue:
    """Have what accepting an answer would change computed."""
    typed = request.form
    regrade_id = _regrade_id(typed)
    try:
        accept_answer(
            db(),
            parts().behind_bell,
            user_id=member().id,
            submission_id=submission_id,
            question=typed.get("question", ""),
            everywhere=typed.get("where") == "item",
            reason=typed.get("reason", ""),
            regrade_id=regrade_id,
        )
    except InvalidInput as error:
        return _accept_form(submission_id, typed, error.fields), status_of(error)
    except Conflict as error:
        return _accept_form(submission_id, typed, {"form": error.text}), status_of(error)
    return _to(regrade_id)


def _order_form(
    assignment_id: uuid.UUID, typed: Mapping[str, str], errors: Mapping[str, str]
) -> str:
    with db().reading() as session:
        page = regrades_page(session, member().id, assignment_id, _item_id(typed or request.args))
    return render_template(
        "regrades.html",
        page=page,
        typed=typed,
        errors=errors,
        regrade_id=typed.get("regrade") or uuid.uuid4(),
        most_reason=MOST_REASON,
    )


def _page(regrade_id: uuid.UUID, error: str = "") -> str:
    with db().reading() as session:
        page = regrade_page(session, member().id, regrade_id)
    return render_template("regrade.html", page=page, error=error, modes=list(Mode))


def _accept_form(
    submission_id: uuid.UUID, typed: Mapping[str, str], errors: Mapping[str, str]
) -> str:
    with db().reading() as session:
        page = answer_to_accept(session, member().id, submission_id)
    return render_template(
        "accept_answer.html",
        page=page,
        typed=typed,
        errors=errors,
        regrade_id=typed.get("regrade") or uuid.uuid4(),
        most_reason=MOST_REASON,
    )


def _to(regrade_id: uuid.UUID) -> ResponseReturnValue:
    return redirect(url_for(".regrade", regrade_id=regrade_id), 303)


def _regrade_id(typed: Mapping[str, str]) -> uuid.UUID:
    """Return the id that the form carries; one that was spoilt is made anew."""
    try:
        return uuid.UUID(typed.get("regrade", ""))
    except ValueError:
        return uuid.uuid4()


def _item_id(given: Mapping[str, str]) -> uuid.UUID | None:
    text = given.get("item", "")
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        raise NotFound from None
