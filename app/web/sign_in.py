"""Who is behind a request: the session cookie holds a random token, the store knows whose it is."""

import uuid
from typing import cast
from urllib.parse import urlsplit

from flask import Flask, g, redirect, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user, login_user
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response

from app.domain.browsers import browser_name
from app.queries.accounts import Account, account_of_token
from app.services.accounts import SignedIn, begin_guest, sign_out
from app.web.known_browsers import remember_browser
from app.web.parts import db

_TOKEN = "_user_id"  # noqa: S105 - Flask-Login's name for what `get_id` returns


class Visitor(UserMixin):
    """A signed-in member or a guest who practises."""

    def __init__(self, token: str, account: Account) -> None:
        self.token = token
        self.account = account

    def get_id(self) -> str:
        """Return what the session cookie holds: the random token, nothing about the person."""
        return self.token


def init_app(app: Flask) -> None:
    """Load the visitor of each request from the token in its session."""
    # The token alone is the proof; Flask-Login's digest of address and browser would add nothing.
    app.config["SESSION_PROTECTION"] = None
    manager = LoginManager()
    # Its template variable would load the visitor for every page, the one that says the store is away included.
    manager.init_app(app, add_context_processor=False)
    manager.user_loader(_load)
    # A function, so that only the pages that call it ask the store.
    app.jinja_env.globals["visitor"] = visitor


def visitor() -> Visitor | None:
    """Return who is behind this request, or None for a stranger."""
    return cast("Visitor", current_user) if isinstance(current_user, Visitor) else None


def account() -> Account:
    """Return the account behind this request, a member's or a guest's.

    Raises:
        Unauthorized: Nobody is signed in.
    """
    known = visitor()
    if known is None:
        raise Unauthorized
    return known.account


def member() -> Account:
    """Return the member behind this request.

    Raises:
        Unauthorized: Nobody is signed in, or a guest is.
    """
    known = account()
    if known.is_guest:
        raise Unauthorized
    return known


def guest_id() -> uuid.UUID | None:
    """Return the guest's id whose practice a sign-in takes along, or None."""
    known = visitor()
    return known.account.id if known is not None and known.account.is_guest else None


def account_or_guest() -> Account:
    """Return the account behind this request; a stranger becomes a guest."""
    known = visitor()
    if known is None:
        start(begin_guest(db(), browser=browser()))
        known = visitor()
    if known is None:
        raise Unauthorized
    return known.account


def account_language() -> str | None:
    """Return the language that the account behind this request chose, once the store was asked for the account."""
    chosen = g.get("account_language")
    return chosen if isinstance(chosen, str) else None


def browser() -> str:
    """Return the name of this request's browser."""
    return browser_name(request.headers.get("User-Agent", ""))


def start(signed_in: SignedIn) -> None:
    """Begin a session of its own for a fresh sign-in; the sign-in before it in this browser ends."""
    held = token()
    if held is not None:
        sign_out(db(), held)
    session.clear()
    session.permanent = True
    known = _load(signed_in.token)
    if known is not None:
        login_user(known)
        session.pop("_id", None)
        if known.account.email is not None:
            remember_browser(known.account.email)


def token() -> str | None:
    """Return the token in this request's session."""
    held = session.get(_TOKEN)
    return held if isinstance(held, str) else None


def safe_next(target: str | None) -> str:
    """Return a local path to go on to, or the home page where `target` leads anywhere else."""
    if not target or not target.startswith("/") or target.startswith("//"):
        return "/"
    if "\\" in target or any(ord(character) < 0x21 for character in target):
        return "/"
    parts = urlsplit(target)
    return "/" if parts.scheme or parts.netloc else target


def redirect_to_sign_in() -> Response:
    """Send the visitor to sign in and afterwards back to the page they were on."""
    # A form's own address is not a page: its sender goes back to the page with the form.
    form_page = urlsplit(request.referrer or "/").path
    came_from = request.full_path.rstrip("?") if request.method == "GET" else form_page
    return redirect(url_for("accounts.sign_in", next=safe_next(came_from)), 303)


def _load(held: str) -> Visitor | None:
    with db().reading() as reading:
        known = account_of_token(reading, held)
    if known is None:
        return None
    g.account_language = known.language
    return Visitor(held, known)
