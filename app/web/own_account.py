"""A member's own account: name, address, password, language, sign-ins, their data, and leaving for good."""

import uuid
from collections.abc import Callable
from contextlib import nullcontext

from flask import Blueprint, Response, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from app.errors import Conflict, InvalidInput, TooOften
from app.queries.accounts import sign_ins_of
from app.queries.erasure import erasure
from app.queries.personal_data import personal_data
from app.services import own_account
from app.services.erasing import erase_account
from app.web.errors import retry_after, status_of
from app.web.forms import EmailForm, EraseForm, GradmarkForm, NameForm, NewPasswordForm
from app.web.limits import password_tries
from app.web.notices import leave_notice
from app.web.parts import db
from app.web.personal_files import ZIP_TYPE, write_zip
from app.web.sign_in import browser, member, start, token

pages = Blueprint("own_account", __name__)


@pages.get("/account")
def account() -> ResponseReturnValue:
    """Show a member their account."""
    member()
    return _account()


@pages.post("/account/name")
def change_name() -> ResponseReturnValue:
    """Give the account another name."""
    known, form = member(), NameForm(prefix="name")
    return _change(
        form,
        "account_named",
        lambda: own_account.change_name(
            db(), user_id=known.id, display_name=form.display_name.data or ""
        ),
    )


@pages.post("/account/email")
def change_email() -> ResponseReturnValue:
    """Give the account another address."""
    known, form = member(), EmailForm(prefix="email")
    return _change(
        form,
        "address_changed",
        lambda: own_account.change_email(
            db(),
            user_id=known.id,
            email=form.email.data or "",
            password=form.password.data or "",
        ),
    )


@pages.post("/account/password")
def change_password() -> ResponseReturnValue:
    """Give the account another password, and sign it in anew here only."""
    known, form = member(), NewPasswordForm(prefix="password")
    return _change(
        form,
        "password_changed",
        lambda: start(
            own_account.change_password(
                db(),
                user_id=known.id,
                password=form.password.data or "",
                new_password=form.new_password.data or "",
                browser=browser(),
            )
        ),
    )


@pages.post("/account/sign-ins/end")
def end_other_sign_ins() -> ResponseReturnValue:
    """Sign the member out in every other browser."""
    own_account.end_other_sign_ins(db(), user_id=member().id, token=token() or "")
    leave_notice("signed_out_elsewhere")
    return redirect(url_for(".account"), 303)


@pages.get("/account/data.zip")
def data() -> ResponseReturnValue:
    """Give a member everything that is kept about them."""
    user_id = member().id
    with db().reading() as reading:
        sections, now = personal_data(reading, user_id), db().now(reading)
    response = Response(write_zip(sections, now), content_type=ZIP_TYPE)
    response.headers["Content-Disposition"] = 'attachment; filename="gradmark-data.zip"'
    return response


@pages.get("/account/delete")
def ask_to_delete() -> ResponseReturnValue:
    """Say what goes with the account, and ask for the password."""
    return _deletion(member().id, EraseForm(formdata=None))


@pages.post("/account/delete")
def delete() -> ResponseReturnValue:
    """Delete the account."""
    known, form = member(), EraseForm()
    try:
        with password_tries(known.email or ""):
            erase_account(db(), user_id=known.id, password=form.password.data or "")
    except InvalidInput as error:
        form.refuse(error)
        return _deletion(known.id, form), status_of(error)
    except (Conflict, TooOften) as error:
        return _deletion(known.id, form, error.text), status_of(error), retry_after(error)
    session.clear()
    leave_notice("account_deleted")
    return redirect("/", 303)


def _change(form: GradmarkForm, notice: str, change: Callable[[], None]) -> ResponseReturnValue:
    """Make a change and say so, or show the form again with what is wrong."""
    tries = password_tries(member().email or "") if "password" in form else nullcontext()
    try:
        with tries:
            change()
    except InvalidInput as error:
        form.refuse(error)
        return _account(form), status_of(error)
    except TooOften as error:
        form.form_errors = [error.text]
        return _account(form), status_of(error), retry_after(error)
    leave_notice(notice)
    return redirect(url_for(".account"), 303)


def _account(refused: GradmarkForm | None = None) -> str:
    known = member()
    with db().reading() as reading:
        sign_ins = sign_ins_of(reading, known.id, token() or "")
    forms: dict[str, GradmarkForm] = {
        "name_form": NameForm(formdata=None, prefix="name", display_name=known.display_name),
        "email_form": EmailForm(formdata=None, prefix="email", email=known.email),
        "password_form": NewPasswordForm(formdata=None, prefix="password"),
    }
    forms.update((name, refused) for name, form in forms.items() if type(form) is type(refused))
    return render_template("account.html", account=known, sign_ins=sign_ins, **forms)


def _deletion(user_id: uuid.UUID, form: EraseForm, message: str = "") -> str:
    with db().reading() as reading:
        page = erasure(reading, user_id)
    return render_template("delete_account.html", erasure=page, form=form, message=message)
