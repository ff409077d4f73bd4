"""Signing up, in and out."""

from flask import Blueprint, redirect, render_template, request, session
from flask.typing import ResponseReturnValue

from app.domain.texts import say
from app.errors import InvalidCredentials, InvalidInput, TooOften
from app.services import accounts
from app.web.errors import retry_after, status_of
from app.web.forms import SignInForm, SignUpForm
from app.web.limits import count_sign_up, password_tries
from app.web.parts import db
from app.web.sign_in import browser, guest_id, safe_next, start, token

pages = Blueprint("accounts", __name__)

_TOO_MANY_WRONG = say(
    "Too many passwords were wrong. If you forgot yours, an administrator can make you a link for a new one."
)


@pages.get("/sign-up")
def sign_up() -> ResponseReturnValue:
    """Ask for a new account's fields."""
    return render_template("sign_up.html", form=SignUpForm(next=request.args.get("next", "")))


@pages.post("/sign-up")
def create_account() -> ResponseReturnValue:
    """Make an account and sign it in."""
    form = SignUpForm()
    try:
        count_sign_up()
        signed_in = accounts.sign_up(
            db(),
            email=form.email.data or "",
            display_name=form.display_name.data or "",
            password=form.password.data or "",
            guest_id=guest_id(),
            browser=browser(),
        )
    except InvalidInput as error:
        form.refuse(error)
        return render_template("sign_up.html", form=form), status_of(error)
    except TooOften as error:
        form.form_errors = [error.text]
        return render_template("sign_up.html", form=form), status_of(error), retry_after(error)
    start(signed_in)
    return redirect(safe_next(form.next.data), 303)


@pages.get("/sign-in")
def sign_in() -> ResponseReturnValue:
    """Ask for address and password."""
    return render_template("sign_in.html", form=SignInForm(next=request.args.get("next", "")))


@pages.post("/sign-in")
def begin_session() -> ResponseReturnValue:
    """Sign a member in."""
    form = SignInForm()
    email = form.email.data or ""
    try:
        with password_tries(email):
            signed_in = accounts.sign_in(
                db(),
                email=email,
                password=form.password.data or "",
                guest_id=guest_id(),
                browser=browser(),
            )
    except InvalidCredentials as error:
        form.form_errors = [error.text]
        return render_template("sign_in.html", form=form), status_of(error)
    except TooOften as error:
        form.form_errors = [_TOO_MANY_WRONG, error.text]
        return render_template("sign_in.html", form=form), status_of(error), retry_after(error)
    start(signed_in)
    return redirect(safe_next(form.next.data), 303)


@pages.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End the sign-in, here and in the store."""
    held = token()
    if held is not None:
        accounts.sign_out(db(), held)
    session.clear()
    return redirect("/", 303)
