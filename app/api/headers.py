"""What every answer of the API carries: no page may use it, no cache may keep it."""

from typing import Final

from flask import Flask, Response

from app.settings import Settings

# There is no page here: whatever a browser makes of an answer, it loads and runs nothing. Without headers of
# CORS, a page of another site can read none either.
_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_A_YEAR = "max-age=31556926; includeSubDomains"


def init_app(app: Flask, settings: Settings) -> None:
    """Put the headers on every answer; over TLS, browsers are told to stay there."""
    headers = dict(_HEADERS)
    if settings.secure_cookies:
        headers["Strict-Transport-Security"] = _A_YEAR

    def mark(response: Response) -> Response:
        response.headers.update(headers)
        return response

    app.after_request(mark)
