"""The id of a request: it comes in and goes out as a header, and stands in every line that the request causes."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from structlog.contextvars import bound_contextvars, get_contextvars

REQUEST_ID_HEADER: Final = "X-Request-ID"
_KEY: Final = "request_id"
# Nothing that could end a line, or begin a field of it.
_WELL_FORMED: Final = re.compile(r"[0-9A-Za-z_-]{8,64}")


def make_request_id() -> str:
    """Return an id that nobody had before."""
    return secrets.token_hex(8)


def read_request_id(given: object) -> str | None:
    """Return an id that came from outside, or None where it is not one: 8 to 64 letters, digits, `-` and `_`."""
    return given if isinstance(given, str) and _WELL_FORMED.fullmatch(given) else None


def request_id() -> str:
    """Return the id of the request that is served here, or that rang for this task; empty where there is none."""
    return str(get_contextvars().get(_KEY, ""))


@contextmanager
def bearing(id_: str) -> Iterator[None]:
    """Let every line that is written in the `with` block bear this request's id."""
    with bound_contextvars(**{_KEY: id_}):
        yield
