"""What a worker does that is killed right after it has claimed."""

import uuid

from sqlalchemy import select

from app.db import Database
from app.models import Submission
from app.services import grading
from app.services.claiming import claim, claim_fresh, turns
from app.services.verdicts import Claim, Known


def take_fresh(db: Database) -> tuple[list[Claim], dict[uuid.UUID, Known]]:
    """Claim what no worker has begun."""
    waiting = turns(db)
    return grading._claim(db, lambda session: claim_fresh(session, waiting))


def take(db: Database, submission_id: uuid.UUID) -> None:
    """Claim one submission, in whatever state it is."""
    picked = select(Submission.id).where(Submission.id == submission_id)
    grading._claim(db, lambda session: claim(session, picked))
