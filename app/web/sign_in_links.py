"""Where the link of an administrator leads: who forgot their password chooses a new one."""

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from app.domain.administration import LINK_PATH
from app.errors import InvalidInput, NotFound
from app.queries.administration import owner_of_link
from app.services.sign_in_links import LINK_GONE, use_sign_in_link
from app.web.errors import status_of
from app.web.forms import ChosenPasswordForm
from app.web.limits import link_tries
from app.web.notices import leave_notice
from app.web.parts import db
from app.web.sign_in import browser, start

pages = Blueprint("sign_in_links", __name__)

_LINK = f"{LINK_PATH}<token>"


@pages.get(_LINK)
def ask(token: str) -> ResponseReturnValue:
    """Ask for a new password. Looking uses nothing up: mail programs open links before people do."""
    with link_tries():
        return _form(token, ChosenPasswordForm(formdata=None))


@pages.post(_LINK)
def choose(token: str) -> ResponseReturnValue:
    """Set the new password and sign its owner in."""
    form = ChosenPasswordForm()
    try:
        with link_tries():
            signed_in = use_sign_in_link(
                db(), token=token, password=form.password.data or "", browser=browser()
            )
    except InvalidInput as error:
        form.refuse(error)
        return _form(token, form), status_of(error)
    start(signed_in)
    leave_notice("password_changed")
    return redirect("/", 303)


def _form(token: str, form: ChosenPasswordForm) -> str:
    with db().reading() as session:
        name = owner_of_link(session, token)
    if name is None:
        raise NotFound(LINK_GONE)
    return render_template("choose_password.html", form=form, name=name)
