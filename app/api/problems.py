"""The one place of the API that knows status codes: exceptions become problems as RFC 9457 describes them."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask import Flask, Response, current_app
from pydantic import BaseModel, ConfigDict, Field
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestEntityTooLarge

from app.domain.problems import BrokenProblem
from app.errors import Conflict, GradmarkError, InvalidInput, NotFound, TooOften, Unavailable
from app.logs import cause_of, request_id

_log = logging.getLogger(__name__)

MEDIA_TYPE: Final = "application/problem+json"


@dataclass(frozen=True)
class Kind:
    """A kind of problem: its status, its name in addresses, and its title, which never changes."""

    status: int
    name: str
    title: str


UNREADABLE = Kind(400, "unreadable", "The request cannot be read")
NO_TOKEN = Kind(401, "no-token", "A valid token is needed")
SCOPE_MISSING = Kind(403, "scope-missing", "The token does not allow this")
NOT_FOUND = Kind(404, "not-found", "There is nothing here")
WRONG_METHOD = Kind(405, "wrong-method", "This method is not allowed here")
CONFLICT = Kind(409, "conflict", "That does not fit the present state")
CHANGED = Kind(412, "changed-meanwhile", "Somebody else changed it meanwhile")
TOO_LONG = Kind(413, "too-long", "The request is too long")
NOT_JSON = Kind(415, "not-json", "The body must be JSON")
WRONG_SHAPE = Kind(422, "wrong-shape", "The request does not have the documented shape")
INVALID = Kind(422, "invalid", "Something in the request cannot be used")
TOO_MANY = Kind(429, "too-many", "Too many requests")
BROKEN = Kind(500, "broken", "Something broke on our side")
UNAVAILABLE = Kind(503, "unavailable", "Gradmark cannot answer right now")

KINDS: Final[Sequence[Kind]] = (
    UNREADABLE,
    NO_TOKEN,
    SCOPE_MISSING,
    NOT_FOUND,
    WRONG_METHOD,
    CONFLICT,
    CHANGED,
    TOO_LONG,
    NOT_JSON,
    WRONG_SHAPE,
    INVALID,
    TOO_MANY,
    BROKEN,
    UNAVAILABLE,
)
_OF_ERROR: Final[Mapping[type[GradmarkError], Kind]] = {
    NotFound: NOT_FOUND,
    Conflict: CONFLICT,
    InvalidInput: INVALID,
    TooOften: TOO_MANY,
    Unavailable: UNAVAILABLE,
}


class Fault(BaseModel):
    """One thing that is wrong: where, as a path into the body or the name of a parameter, and what to do."""

    model_config = ConfigDict(frozen=True)

    field: str = Field(examples=["items.0.points"])
    detail: str = Field(examples=["Type a number from 0 to 1000."])


class Problem(BaseModel):
    """Why a request was refused, as RFC 9457 describes it."""

    model_config = ConfigDict(frozen=True)

    type: str = Field(description="The address at which this kind of problem is explained.")
    title: str = Field(description="The kind of problem, always in the same words.")
    status: int = Field(description="The status code once more.")
    detail: str = Field(description="What to do about it, for people.")
    request_id: str = Field(description="The number to tell whoever looks after the server.")
    errors: list[Fault] = Field(
        description="Each thing that is wrong; empty where it is the whole."
    )


class Refusal(Exception):
    """A request that the API itself refuses.

    Attributes:
        kind: The kind of problem.
        detail: What to do about it.
        faults: What exactly is wrong.
        headers: What the response says besides.
    """

    def __init__(
        self,
        kind: Kind,
        detail: str,
        faults: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.kind, self.detail, self.faults = kind, detail, tuple(faults)
        self.headers = dict(headers or {})


def init_app(app: Flask) -> None:
    """Turn every exception, and every address that is none, into a problem."""
    app.register_error_handler(Refusal, _answer_refusal)
    app.register_error_handler(GradmarkError, _answer_own)
    app.register_error_handler(BrokenProblem, _answer_broken_exercise)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(Exception, _answer_unexpected)


def _answer_refusal(error: Refusal) -> Response:
    response = _problem(error.kind, error.detail, error.faults)
    response.headers.update(error.headers)
    return response


def _answer_own(error: GradmarkError) -> Response:
    kind = next((_OF_ERROR[one] for one in type(error).__mro__ if one in _OF_ERROR), BROKEN)
    if kind.status >= 500:
        _log.warning("unavailable: %s", cause_of(error.__cause__ or error))
    fields = error.fields if isinstance(error, InvalidInput) else {}
    faults = [Fault(field=name, detail=str(text)) for name, text in fields.items()]
    response = _problem(kind, str(error), faults)
    if isinstance(error, TooOften | Unavailable):
        response.headers["Retry-After"] = str(error.seconds)
    return response


def _answer_broken_exercise(error: BrokenProblem) -> Response:
    # Its message quotes the program and what it gave, which is not for the one who is to find that out.
    _log.error("an exercise of %s is broken: %s", error.problem, cause_of(error))
    return _problem(
        BROKEN, "This exercise itself is broken, which is our fault. Tell your teacher."
    )


def _answer_http(error: HTTPException) -> Response:
    # What Werkzeug knows by itself; anything else that it refuses cannot be read.
    match error:
        case MethodNotAllowed():
            allowed = ", ".join(sorted(error.valid_methods or ()))
            response = _problem(WRONG_METHOD, f"This address takes: {allowed}.")
            response.headers["Allow"] = allowed
            return response
        case RequestEntityTooLarge():
            return _problem(TOO_LONG, "Send less at once.")
    kind = next((one for one in KINDS if one.status == error.code), None)
    if kind is None:
        kind = UNREADABLE if (error.code or 500) < 500 else BROKEN
    return _problem(
        kind, _ADVICE.get(kind.status, "Look at the address and the body, and try again.")
    )


_ADVICE: Final[Mapping[int, str]] = {
    404: str(NotFound()),
    429: "Wait a minute and try again.",
    500: "Try again; if it stays, tell whoever looks after the server the number in request_id.",
    503: "Try again in a moment.",
}


def _answer_unexpected(error: Exception) -> Response:
    _log.error("the request failed", exc_info=error)
    return _problem(BROKEN, _ADVICE[500])


def _problem(kind: Kind, detail: str, faults: Sequence[Fault] = ()) -> Response:
    problem = Problem(
        type=f"{current_app.config['PUBLIC_URL']}/api-reference#{kind.name}",
        title=kind.title,
        status=kind.status,
        detail=detail,
        request_id=request_id(),
        errors=list(faults),
    )
    return Response(problem.model_dump_json(), kind.status, content_type=MEDIA_TYPE)
