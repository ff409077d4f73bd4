"""How often is too often, for programs: counted for the person, so that ten tokens are no ten people."""

import uuid
from typing import Final

from app.limits import Limit
from app.parts import parts

_MINUTE: Final = 60

REQUESTS: Final = Limit("API requests of one account", 600, _MINUTE)
CHANGES: Final = Limit("API changes of one account", 240, _MINUTE)


def count_request(user_id: uuid.UUID, *, is_change: bool) -> None:
    """Count a request of somebody's programs.

    Raises:
        TooOften: That was once too often.
    """
    parts().limits.spend(CHANGES if is_change else REQUESTS, str(user_id))
