"""Requests that are sent twice: one that names itself with a key is answered once."""

import re
import uuid
from collections.abc import Callable
from typing import Final

from flask import Response, request

from app.api.problems import WRONG_SHAPE, Fault, Refusal
from app.errors import GradmarkError, Unavailable
from app.parts import db
from app.services.replying import Reply, claim_reply, drop_claim, keep_reply

KEY_HEADER: Final = "Idempotency-Key"
KEY_PATTERN: Final = "^[A-Za-z0-9._:-]{1,80}$"
_REPLAYED: Final = "Idempotency-Replayed"


def answer_once(user_id: uuid.UUID, answer: Callable[[uuid.UUID], Response]) -> Response:
    """Answer this request, or answer what it was answered before.

    Args:
        user_id: Whose keys count.
        answer: Answers it, given the id of what it makes.

    Raises:
        Refusal: The key cannot be used.
        InvalidInput: The key was used for another request.
        Conflict: The same request is being answered at this moment.
    """
    key = request.headers.get(KEY_HEADER)
    if key is None:
        return answer(uuid.uuid4())
    if not re.fullmatch(KEY_PATTERN, key):
        fault = Fault(field=KEY_HEADER, detail="Use 1 to 80 letters, digits, or . _ : -")
        raise Refusal(WRONG_SHAPE, "This key cannot be used.", [fault])
    asked = claim_reply(db(), user_id=user_id, key=key, request=_asked())
    if isinstance(asked, Reply):
        return Response(
            asked.body,
            asked.status,
            {_REPLAYED: "true"},
            content_type="application/json" if asked.body else None,
        )
    try:
        response = answer(asked.made_id)
    except (Refusal, GradmarkError) as error:
        # Of an answer that was lost nobody knows what it changed: that claim runs out by itself.
        if not isinstance(error, Unavailable):
            drop_claim(db(), asked)
        raise
    keep_reply(db(), asked, Reply(response.status_code, response.get_data(as_text=True)))
    return response


def _asked() -> bytes:
    address = request.full_path.encode()
    return b"\n".join([request.method.encode(), address, request.get_data()])
