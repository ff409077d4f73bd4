"""One row of the API's access table."""

from dataclasses import dataclass
from typing import Any

from app.domain.api_tokens import Scope


@dataclass(frozen=True)
class Row:
    """Who may ask for an address, and how.

    Attributes:
        may: Who may; everybody else is told that there is nothing, or that a token is needed.
        scope: What a token must allow.
        status: What who may is answered.
        body: What is sent.
    """

    may: frozenset[str]
    scope: Scope = Scope.READ
    status: int = 200
    body: Any = None


# The method and the pattern of an address below /v1, with each id by its name in the API's description.
Area = dict[tuple[str, str], Row]
