"""Who calls: the token in the request's header says for whom a program acts, and what it may do."""

import uuid
from dataclasses import dataclass

from flask import request

from app.api.limits import count_request, count_unknown_token
from app.api.problems import NO_TOKEN, SCOPE_MISSING, Refusal
from app.domain.api_tokens import Scope
from app.parts import db
from app.queries.accounts import Account
from app.queries.api_tokens import bearer_of
from app.services.api_tokens import note_use

_SAFE = frozenset({"GET", "HEAD"})


@dataclass(frozen=True)
class Caller:
    """The person for whom a program acts.

    Attributes:
        account: Who that is.
        made_id: The id of what this request makes; the same one when it is sent again under its key.
    """

    account: Account
    made_id: uuid.UUID

    @property
    def id(self) -> uuid.UUID:
        """The person's id."""
        return self.account.id


def authenticate(scope: Scope) -> Account:
    """Return for whom this request acts.

    Raises:
        Refusal: It brings no valid token, or one that does not allow `scope`.
        TooOften: The person's programs ask without end, or programs at this address with unknown tokens.
    """
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token:
        raise Refusal(
            NO_TOKEN,
            "Send a token that you made on your account page: Authorization: Bearer gradmark_…",
            headers={"WWW-Authenticate": "Bearer"},
        )
    with db().reading() as session:
        bearer = bearer_of(session, token.strip())
    if bearer is None:
        count_unknown_token()
        raise Refusal(
            NO_TOKEN,
            "This token is unknown, withdrawn or over. Make a new one on your account page.",
            headers={"WWW-Authenticate": 'Bearer error="invalid_token"'},
        )
    note_use(db(), token_id=bearer.token_id, used_at=bearer.used_at)
    if scope not in bearer.scopes:
        raise Refusal(
            SCOPE_MISSING,
            f"This needs a token that allows “{scope.value}”.",
            headers={
                "WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{scope.value}"'
            },
        )
    count_request(bearer.account.id, is_change=request.method not in _SAFE)
    return bearer.account
