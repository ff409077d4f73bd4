"""Browsers in which an account was signed in before: whoever types wrong passwords elsewhere keeps nobody out there.

A cookie says so (OWASP's device cookie). It is signed for one address, which it does not hold, and lets nobody in: a
known browser's wrong passwords are only counted apart from everybody else's.
"""

import secrets
from typing import Final

from flask import Response, after_this_request, current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

_SECONDS: Final = 180 * 24 * 3600


def remember_browser(email: str) -> None:
    """Let this request's response tell the browser that the address, in its normal spelling, is known there."""

    @after_this_request
    def _tell(response: Response) -> Response:
        response.set_cookie(
            _cookie(),
            _signer(email).dumps(secrets.token_hex(8)),
            max_age=_SECONDS,
            secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
            httponly=True,
            samesite="Lax",
        )
        return response


def known_browser(email: str) -> str | None:
    """Return the random name of this request's browser if the address was signed in there, else None."""
    try:
        return str(_signer(email).loads(request.cookies.get(_cookie(), ""), max_age=_SECONDS))
    except BadSignature:
        return None


def _cookie() -> str:
    return (
        "__Host-gradmark-browser"
        if current_app.config["SESSION_COOKIE_SECURE"]
        else "gradmark-browser"
    )


def _signer(email: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=f"known browser {email}")
