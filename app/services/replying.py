"""Answering a request once: one that is sent again under the same key gets the answer that it got."""

import hashlib
import uuid
from dataclasses import dataclass

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from app.db import Database, database_now
from app.domain.texts import say
from app.errors import Conflict, InvalidInput
from app.models import ApiReply

KEPT_HOURS = 24
"""For how long the answer to a key is kept."""
# Longer than any request may take: what is not answered by then was broken off.
_LEASE_SECONDS = 60


@dataclass(frozen=True)
class Reply:
    """What was answered under a key: the status and the text of the body."""

    status: int
    body: str


@dataclass(frozen=True)
class Claim:
    """Leave to answer a request now; `made_id` is the id of what it makes."""

    user_id: uuid.UUID
    key: str
    made_id: uuid.UUID


def claim_reply(db: Database, *, user_id: uuid.UUID, key: str, request: bytes) -> Claim | Reply:
    """Begin to answer a request under a key, or return what it was answered.

    Args:
        db: The store.
        user_id: Who asks; each person's keys are their own.
        key: The name that the request gave itself.
        request: All of it that counts: another one under the same key is refused.

    Raises:
        InvalidInput: The key was used for another request.
        Conflict: The same request is being answered at this moment.
    """
    digest = hashlib.sha256(request).hexdigest()
    try:
        return _claim(db, user_id, key, digest)
    except IntegrityError:
        # The same request was quicker by a hair; its row stands now.
        return _claim(db, user_id, key, digest)


def _claim(db: Database, user_id: uuid.UUID, key: str, digest: str) -> Claim | Reply:
    with db.writing() as session:
        lease = database_now(_LEASE_SECONDS)
        row = session.get(ApiReply, (user_id, key), with_for_update=True)
        if row is None:
            row = ApiReply(
                user_id=user_id,
                key=key,
                request_digest=digest,
                made_id=uuid.uuid4(),
                lease_until=lease,
            )
            session.add(row)
            session.flush()
            return Claim(user_id, key, row.made_id)
        if row.request_digest != digest:
            message = say("This key was used for another request. Use a fresh key for each one.")
            raise InvalidInput(message, {"Idempotency-Key": message})
        if row.status is not None and row.body is not None:
            return Reply(row.status, row.body)
        if row.lease_until > db.now(session):
            raise Conflict(
                say("This very request is being answered at the moment. Ask again in a minute.")
            )
        row.lease_until = lease
        return Claim(user_id, key, row.made_id)


def keep_reply(db: Database, claim: Claim, reply: Reply) -> None:
    """Keep the answer to a request for whoever sends it again."""
    with db.writing() as session:
        row = session.get(ApiReply, (claim.user_id, claim.key))
        if row is not None:
            row.status, row.body = reply.status, reply.body


def drop_claim(db: Database, claim: Claim) -> None:
    """Forget a request that was refused and changed nothing: sent again, it is tried again."""
    with db.writing() as session:
        session.execute(
            delete(ApiReply).where(
                ApiReply.user_id == claim.user_id,
                ApiReply.key == claim.key,
                ApiReply.status.is_(None),
            )
        )


def forget_replies(db: Database) -> None:
    """Forget the answers that were kept long enough."""
    with db.writing() as session:
        session.execute(
            delete(ApiReply).where(ApiReply.created_at < database_now(-KEPT_HOURS * 3600))
        )
