"""Versions: an answer names the one it shows, and a change may say which one it is meant for."""

import hashlib
from collections.abc import Callable
from typing import Any, Final, TypeAlias

from flask import Response, request
from pydantic import BaseModel

from app.api.callers import Caller
from app.api.problems import CHANGED, Refusal

MATCH_HEADER: Final = "If-Match"

Unchanged: TypeAlias = Callable[[], None]
"""Called by a service once it holds the lock on what it changes; it refuses where that was changed meanwhile.

It reads with a session of its own: what others have written by then is all they can, as long as the lock is held.
"""


def mark_version(response: Response) -> None:
    """Name the version that this response shows: a digest of the very text that its reader is sent."""
    response.set_etag(_digest(response.get_data()))


def check_unchanged(
    caller: Caller, read: Callable[..., BaseModel | None], ids: dict[str, Any]
) -> Unchanged:
    """Return what refuses a change that is meant for another version than the present one.

    Args:
        caller: Who changes it.
        read: The operation whose answer named the version.
        ids: The ids in the address.
    """

    def check() -> None:
        if MATCH_HEADER not in request.headers:
            return
        answer = read(caller, **ids)
        present = b"" if answer is None else answer.model_dump_json().encode()
        if not request.if_match.contains(_digest(present)):
            raise Refusal(
                CHANGED, "Read it again, put your change to what stands there now, and send that."
            )

    return check


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:32]
