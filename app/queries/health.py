"""Whether the store is ready for work."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

import migrations
from app.queries.queue import workers_heard_from


@dataclass(frozen=True)
class Readiness:
    """What `/readyz` says of the database; that it could be asked means that it answers."""

    migrated: bool
    workers: int


def readiness(session: Session) -> Readiness:
    """Return whether the schema is one that this release works with, and how many workers were heard from lately."""
    migrated = migrations.serves(session.connection())
    return Readiness(migrated=migrated, workers=workers_heard_from(session) if migrated else 0)
