"""The one place that knows status codes: exceptions become pages."""

import logging
from collections.abc import Iterator, Mapping, Sequence

from flask import Flask, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.wrappers import Response

from app.domain.problems import BrokenProblem
from app.domain.texts import say
from app.errors import (
    Conflict,
    GradmarkError,
    InvalidCredentials,
    InvalidInput,
    NotFound,
    TooOften,
    Unavailable,
)
from app.logs import cause_of, request_id
from app.web.languages import said
from app.web.sign_in import redirect_to_sign_in

_log = logging.getLogger(__name__)

_STATUS: Mapping[type[GradmarkError], int] = {
    NotFound: 404,
    Conflict: 409,
    InvalidInput: 422,
    InvalidCredentials: 422,
    TooOften: 429,
    Unavailable: 503,
}
_NOT_FOUND = str(NotFound())
_FORM_EXPIRED = say(
    "This page was open too long, or you signed in elsewhere meanwhile. "
    "Go back and reload it, then send again: your answers are kept."
)
_BROKEN = say(
    "This exercise itself is broken, which is our fault. Tell your teacher the number below, "
    "and go on with another one."
)
# What to do, by status; the title is the status's own short name in our words.
_PAGES: Mapping[int, tuple[str, str]] = {
    400: (say("That request could not be read"), say("Go back, reload the page and try again.")),
    404: (say("Nothing here"), _NOT_FOUND),
    405: (say("That does not work this way"), say("Use the buttons and links of the pages.")),
    409: (say("That does not fit any more"), say("Reload the page and try again.")),
    413: (
        say("That was too much"),
        say("What was sent is too long. Shorten it and send it again."),
    ),
    422: (say("Something needs another look"), say("Go back, mend it and send it again.")),
    429: (
        say("One moment, please"),
        say("That was too many requests in a short time. Wait a minute and try again."),
    ),
    500: (
        say("Something broke on our side"),
        say("It was not you. Try again; if it stays, tell your teacher the number below."),
    ),
    503: (say("Gradmark cannot answer right now"), say("Please try again in a moment.")),
}


def init_app(app: Flask) -> None:
    """Turn every exception that leaves a route into a page of ours."""
    app.register_error_handler(GradmarkError, _show_own)
    app.register_error_handler(BrokenProblem, _show_broken)
    app.register_error_handler(CSRFError, _show_expired_form)
    app.register_error_handler(SecurityError, _show_wrong_host)
    app.register_error_handler(HTTPException, _show_http)
    app.register_error_handler(Exception, _show_unexpected)


def status_of(error: GradmarkError) -> int:
    """Return the status code of one of the application's exceptions."""
    return next((_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS), 500)


def retry_after(error: GradmarkError) -> Mapping[str, str]:
    """Return the header that tells a program when to ask again, where that is known."""
    return {"Retry-After": str(error.seconds)} if isinstance(error, TooOften | Unavailable) else {}


def _show_own(error: GradmarkError) -> Response:
    status = status_of(error)
    if isinstance(error, Unavailable):
        _log.warning("unavailable: %s", cause_of(error.__cause__ or error))
    response = _page(status, error.text)
    response.headers.update(retry_after(error))
    return response


def _show_broken(error: BrokenProblem) -> Response:
    # Its message quotes the program and what it gave, which is not for the one who is to find that out.
    _log.error("an exercise of %s is broken: %s", error.problem, cause_of(error))
    return _page(500, _BROKEN, title=say("This exercise is broken"))


def _show_expired_form(error: CSRFError) -> Response:
    _log.info("a form was refused: %s", error.description)
    return _page(400, _FORM_EXPIRED, title=say("This page was open too long"))


def _show_wrong_host(_error: SecurityError) -> Response:
    # A page would need addresses, and no address can be made for a host that is not ours.
    message = f"Gradmark is not served under this host name. Request {request_id()}\n"
    return make_response(message, 400, {"Content-Type": "text/plain; charset=utf-8"})


def _show_http(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        return error.get_response()
    if error.code == 401:
        return _ask_to_sign_in()
    # 403 says the same as 404: that something exists may be secret.
    status = 404 if error.code == 403 else error.code
    response = _page(status, _too_long() if status == 413 else None)
    if status == 405:
        response.headers["Allow"] = ", ".join(sorted(getattr(error, "valid_methods", None) or ()))
    return response


def _too_long() -> str:
    # A page may take more than others, so the request itself knows its bound.
    kilobytes = (request.max_content_length or 0) // 1024
    return say(
        "What was sent is longer than %(kilobytes)s KB. Shorten it and send it again.",
        kilobytes=kilobytes,
    )


def _show_unexpected(error: Exception) -> Response:
    _log.error("the request failed", exc_info=error)
    return _page(500)


def _ask_to_sign_in() -> Response:
    if "HX-Request" in request.headers:
        # A fragment cannot show the sign-in page; the script says so and keeps what was typed.
        return make_response("", 401)
    return redirect_to_sign_in()


def _page(status: int, message: str | None = None, title: str | None = None) -> Response:
    default_title, default_message = _PAGES.get(status, _PAGES[400 if status < 500 else 500])
    if "HX-Request" in request.headers:
        return make_response(
            f"{said(message or default_message)}\n",
            status,
            {"Content-Type": "text/plain; charset=utf-8"},
        )
    page = render_template(
        "error.html",
        title=title or default_title,
        message=message or default_message,
        status=status,
        request_id=request_id(),
        kept=_kept(status),
    )
    return make_response(page, status)


def _kept(status: int) -> Sequence[tuple[str, str]]:
    """Return what was typed, so that a page which did not take it gives it back to be sent again."""
    if status in (409, 503):
        return [one for one in _typed() if one[0].startswith("answer.") or one[0] == "key"]
    return list(_typed()) if status == 429 and _can_be_sent_again() else []


def _can_be_sent_again() -> bool:
    # A file is not given back, and a password is neither; what is left of such a form would be no form.
    return not request.files and not any("password" in name for name in request.form)


def _typed() -> Iterator[tuple[str, str]]:
    return (one for one in request.form.items(multi=True) if one[0] != "csrf_token")
