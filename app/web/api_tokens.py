"""A member's tokens for programs: making one, which shows it once, and withdrawing one."""

import uuid
from collections.abc import Mapping

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.api_tokens import LIFETIMES, LONGEST_NAME, Scope
from app.errors import Conflict, InvalidInput
from app.queries.api_tokens import tokens_of
from app.services import api_tokens
from app.web.errors import status_of
from app.web.notices import leave_notice
from app.web.parts import db
from app.web.sign_in import member

pages = Blueprint("api_tokens", __name__)

_PRESET_DAYS = 90


@pages.get("/account/tokens")
def tokens() -> ResponseReturnValue:
    """Show a member their tokens."""
    return _page()


@pages.post("/account/tokens")
def make() -> ResponseReturnValue:
    """Make a token, and show it this once: reloaded, the page can only say that it is made."""
    known = member()
    try:
        token = api_tokens.make_token(
            db(),
            user_id=known.id,
            name=request.form.get("name", ""),
            scopes=request.form.getlist("scopes"),
            days=_days(request.form),
            token_id=_made_id(request.form),
        )
    except InvalidInput as error:
        return make_response(_page(errors=error.fields), status_of(error))
    except Conflict as error:
        return make_response(_page(message=error.text), status_of(error))
    if token is None:
        leave_notice("token_made")
        return redirect(url_for(".tokens"), 303)
    return _page(token=token)


@pages.post("/account/tokens/<uuid:api_token_id>/withdraw")
def withdraw(api_token_id: uuid.UUID) -> ResponseReturnValue:
    """End a token."""
    api_tokens.withdraw_token(db(), user_id=member().id, token_id=api_token_id)
    leave_notice("token_withdrawn")
    return redirect(url_for(".tokens"), 303)


def _page(token: str = "", errors: Mapping[str, str] | None = None, message: str = "") -> str:
    known = member()
    with db().reading() as session:
        rows = tokens_of(session, known.id)
    is_fresh = request.method == "GET" or bool(token)
    return render_template(
        "tokens.html",
        rows=rows,
        token=token,
        errors=errors or {},
        message=message,
        scopes=[one for one in Scope if one is not Scope.ADMINISTER or known.is_administrator],
        lifetimes=LIFETIMES,
        longest_name=LONGEST_NAME,
        typed={
            "name": "" if is_fresh else request.form.get("name", ""),
            "scopes": [Scope.READ] if is_fresh else request.form.getlist("scopes"),
            "days": _PRESET_DAYS if is_fresh else _days(request.form),
            "made_id": uuid.uuid4(),
        },
    )


def _days(fields: Mapping[str, str]) -> int:
    text = fields.get("days", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0


def _made_id(fields: Mapping[str, str]) -> uuid.UUID:
    try:
        return uuid.UUID(fields.get("made_id", ""))
    except ValueError:
        return uuid.uuid4()
