"""How often is too often, for programs: counted for the person, so that ten tokens are no ten people."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from app.errors import InvalidInput
from app.limits import Limit
from app.parts import parts

_MINUTE: Final = 60
_TEN_MINUTES: Final = 600

REQUESTS: Final = Limit("API requests of one account", 600, _MINUTE)
CHANGES: Final = Limit("API changes of one account", 240, _MINUTE)
WRONG_CODES: Final = Limit("unknown join codes of one account", 30, _TEN_MINUTES)


def count_request(user_id: uuid.UUID, *, is_change: bool) -> None:
    """Count a request of somebody's programs.

    Raises:
        TooOften: That was once too often.
    """
    parts().limits.spend(CHANGES if is_change else REQUESTS, str(user_id))


@contextmanager
def code_tries(user_id: uuid.UUID) -> Iterator[None]:
    """Let a join code be tried, unless this person tried too many that are none, on the pages or here.

    Raises:
        TooOften: The next one is not looked at.
    """
    who = str(user_id)
    parts().limits.require(WRONG_CODES, who)
    try:
        yield
    except InvalidInput:
        parts().limits.count(WRONG_CODES, who)
        raise
