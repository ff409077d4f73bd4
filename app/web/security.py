"""What every page's response carries: the content policy, the cookie's rules, and no caching."""

from flask import Flask, Response, request
from flask_talisman import Talisman

from app.settings import Settings

_CONTENT_POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    # Pico draws its check marks and chevrons from data: images in its style sheet.
    "img-src": "'self' data:",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
}
_SESSION_SECONDS = 30 * 24 * 3600


def init_app(app: Flask, settings: Settings) -> None:
    """Set the rules of cookies and headers; over TLS they are stricter."""
    secure = settings.secure_cookies
    app.config.update(
        # The prefix makes browsers refuse the cookie from another host or a plain connection.
        SESSION_COOKIE_NAME="__Host-gradmark" if secure else "gradmark",
        SESSION_COOKIE_SECURE=secure,
        PERMANENT_SESSION_LIFETIME=_SESSION_SECONDS,
        SESSION_REFRESH_EACH_REQUEST=False,
        TRUSTED_HOSTS=settings.trusted_hosts,
    )
    # Health checks inside a deployment come over plain HTTP, so the proxy in front is what redirects.
    Talisman(
        app,
        force_https=False,
        frame_options="DENY",
        content_security_policy=_CONTENT_POLICY,
        # CSRF protection over TLS compares the referrer, so it must be sent within this site.
        referrer_policy="same-origin",
        session_cookie_secure=secure,
        session_cookie_samesite="Lax",
        strict_transport_security=secure,
    )
    app.after_request(_mark_response)


def _mark_response(response: Response) -> Response:
    if request.endpoint != "static":
        # Every page holds a form token, and most hold what only one person may read.
        response.headers["Cache-Control"] = "no-store"
    return response
