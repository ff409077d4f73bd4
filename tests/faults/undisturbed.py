"""The marks of a run that nothing disturbs: the same submissions in another store, marked by nobody else."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Table, insert, select

from app.db import Base, Database
from app.domain.submissions import SubmissionState
from app.models import Assignment, Course, Item, Result, Submission, User, Variant
from app.services.grading import mark_waiting

# Where a row stands in need of those before.
_COPIED = (User, Course, Assignment, Item, Variant)
_FRESH = {"state": SubmissionState.QUEUED, "tries": 0, "epoch": 0, "lease_until": None}


@dataclass(frozen=True)
class Marked:
    """All that marking found out about a submission."""

    score: float
    marks: list[Any]
    diagnosis: dict[str, Any] | None


class UndisturbedRun:
    """A store in which one process marks what was submitted to another one.

    Args:
        folder: Where it lies.
    """

    def __init__(self, folder: Path) -> None:
        self._db = Database(f"sqlite:///{folder / f'undisturbed-{uuid.uuid4().hex}.db'}")
        self._planted: set[uuid.UUID] = set()
        Base.metadata.create_all(self._db.db_engine)

    def keep(self, planted: Iterable[uuid.UUID]) -> None:
        """Take over the stored truth of these variants as well: it is not what their programs give."""
        self._planted.update(planted)

    def mark(self, db: Database, submissions: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Marked]:
        """Return what stored submissions come to."""
        with db.reading() as source, self._db.writing() as target:
            for model in (*_COPIED, Submission):
                table = model.__table__
                assert isinstance(table, Table)
                known = set(target.scalars(select(table.c.id)))
                rows = [
                    self._freshly(model, dict(row))
                    for row in source.execute(select(table)).mappings()
                    if row["id"] not in known
                    and (model is not Submission or row["id"] in submissions)
                ]
                if rows:
                    target.execute(insert(table), rows)
        while mark_waiting(self._db):
            pass
        return marked_of(self._db, submissions)

    def close(self) -> None:
        """Close the store."""
        self._db.dispose()

    def _freshly(self, model: type[Base], row: dict[str, Any]) -> dict[str, Any]:
        if model is Submission:
            return row | _FRESH
        if model is Variant and row["id"] not in self._planted:
            return row | {"truth": None, "predictions": None}
        return row


def marked_of(db: Database, submissions: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Marked]:
    """Return what is stored of these submissions' marking."""
    with db.reading() as session:
        rows = session.execute(
            select(Result.submission_id, Result.score, Result.marks, Result.diagnosis)
        ).all()
    return {
        row.submission_id: Marked(row.score, row.marks, row.diagnosis)
        for row in rows
        if row.submission_id in submissions
    }
