"""What every request leaves behind, whichever application answers it: an id on its response, a line, and figures."""

import logging
import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import Flask, request

from app import metrics
from app.logs import REQUEST_ID_HEADER, bearing, make_request_id, read_request_id

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_log = logging.getLogger(__name__)

_NOTE: Final = "gradmark.note"
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
# Asked for every few seconds or with every page: worth a line only where they fail.
_UNTOLD: Final = frozenset({"/healthz", "/readyz", "/static/<path:filename>"})


@dataclass
class _Note:
    """What becomes known of a request on its way; an address that nobody answers has no route."""

    route: str = "none"
    ids: str = ""
    status: int = 500


class Watched:
    """Serves an application, gives each request an id, and writes one line when it is answered.

    The line names the route and the ids in its address, never the address itself: that may hold a secret link, or what
    somebody searched for.

    Args:
        served: The application.
    """

    def __init__(self, served: "WSGIApplication") -> None:
        self._served = served

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer a request."""
        id_ = read_request_id(environ.get("HTTP_X_REQUEST_ID")) or make_request_id()
        note = environ[_NOTE] = _Note()

        def start(status: str, headers: list[tuple[str, str]], *error: object) -> object:
            note.status = int(status[:3])
            return start_response(status, [*headers, (REQUEST_ID_HEADER, id_)], *error)  # type: ignore[arg-type]  # handed on as it came

        began = time.perf_counter()
        with bearing(id_):
            try:
                return self._served(environ, start)  # type: ignore[arg-type]  # as above
            finally:
                _tell(note, str(environ["REQUEST_METHOD"]), time.perf_counter() - began)


def init_app(app: Flask) -> None:
    """Let an application say which of its routes answers."""
    app.before_request(_note_route)


def _note_route() -> None:
    note = request.environ.get(_NOTE)
    if isinstance(note, _Note) and request.url_rule is not None:
        note.route = f"{request.script_root}{request.url_rule.rule}"
        values = (request.view_args or {}).values()
        note.ids = " ".join(str(value) for value in values if isinstance(value, uuid.UUID))


def _tell(note: _Note, method: str, seconds: float) -> None:
    # Anybody may invent a method: each would be a series of its own for ever.
    counted = method if method in _METHODS else "other"
    metrics.REQUEST_SECONDS.labels(note.route, counted).observe(seconds)
    metrics.RESPONSES.labels(note.route, counted, note.status).inc()
    if note.status < 400 and note.route in _UNTOLD:
        return
    fields = {
        "method": method,
        "route": note.route,
        "status": note.status,
        "milliseconds": round(seconds * 1000, 1),
    }
    _log.info("answered", extra=fields | ({"ids": note.ids} if note.ids else {}))
