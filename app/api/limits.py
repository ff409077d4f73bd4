"""How often is too often, for programs: counted for the person, so that ten tokens are no ten people."""

import uuid
from collections.abc import Mapping
from typing import Final

from flask import request

from app.limits import SUBMISSIONS, TEXTS, UPLOADS, Limit, counted_address
from app.parts import parts

_MINUTE: Final = 60
_TEN_MINUTES: Final = 600

REQUESTS: Final = Limit("API requests of one account", 600, _MINUTE)
CHANGES: Final = Limit("API changes of one account", 240, _MINUTE)
UNKNOWN_TOKENS: Final = Limit("unknown API tokens at one address", 600, _TEN_MINUTES)
OF_OPERATION: Final[Mapping[str, Limit]] = {
    "create_submission": SUBMISSIONS,
    "ask_about_exercise": TEXTS,
    "reply_to_inquiry": TEXTS,
    "write_comment": TEXTS,
    "create_own_problem": UPLOADS,
    "create_version": UPLOADS,
    "create_problem_draft": UPLOADS,
    "save_problem_draft": UPLOADS,
    "propose_problem": UPLOADS,
    "check_course_roster": UPLOADS,
    "apply_course_roster": UPLOADS,
}
"""Operations that cost more than others."""


def count_request(user_id: uuid.UUID, *, is_change: bool) -> None:
    """Count a request of somebody's programs.

    Raises:
        TooOften: That was once too often.
    """
    usual = CHANGES if is_change else REQUESTS
    parts().limits.spend(OF_OPERATION.get(request.endpoint or "", usual), str(user_id))


def count_unknown_token() -> None:
    """Count a token that nobody has; those of other programs at the same address go on being taken.

    Raises:
        TooOften: Too many came from this address.
    """
    parts().limits.spend(UNKNOWN_TOKENS, counted_address(request.remote_addr))
