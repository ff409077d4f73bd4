"""Course files to test with: writing one, taking it apart, and putting it together with something changed."""

import hashlib
import io
import json
import uuid
import zipfile
from collections.abc import Callable
from typing import Any

from sqlalchemy import select

import migrations
from app.db import Database
from app.models import User
from app.queries.course_files import PARTS
from app.services.administrators import grant_administrator
from app.services.course_files import Imported, export_course, import_course
from tests.app.people import add_account

Rows = list[dict[str, Any]]
Parts = dict[str, Rows]


def nothing(_done: int, _whole: int) -> None:
    """Show no progress."""


def add_root(db: Database) -> uuid.UUID:
    """Add an administrator."""
    user_id = add_account(db, "root@example.org", "Root")
    grant_administrator(db, "root@example.org")
    return user_id


def export(db: Database, user_id: uuid.UUID, course_id: uuid.UUID) -> bytes:
    """Write a course to memory."""
    target = io.BytesIO()
    export_course(
        db,
        target,
        user_id=user_id,
        course_id=course_id,
        schema=migrations.head(),
        progress=nothing,
    )
    return target.getvalue()


def import_(db: Database, user_id: uuid.UUID, content: bytes, **options: bool) -> Imported:
    """Import a course from memory."""
    return import_course(
        db,
        io.BytesIO(content),
        user_id=user_id,
        knows_schema=migrations.knows,
        progress=nothing,
        **options,
    )


def parts_of(content: bytes) -> Parts:
    """Take a course file apart."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {
            name.removesuffix(".jsonl"): [
                json.loads(line) for line in archive.read(name).decode().splitlines()
            ]
            for name in archive.namelist()
            if name.endswith(".jsonl")
        }


def put_together(rows_of: Parts, **manifest: Any) -> bytes:
    """Make a course file of parts, with a manifest that fits it but for what is given."""
    target = io.BytesIO()
    told = {}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in rows_of.items():
            text = "".join(f"{json.dumps(row)}\n" for row in rows).encode()
            archive.writestr(f"{name}.jsonl", text)
            told[name] = {"rows": len(rows), "sha256": hashlib.sha256(text).hexdigest()}
        whole = {"format": "gradmark course", "version": 1, "schema": migrations.head()}
        archive.writestr("manifest.json", json.dumps({**whole, "parts": told, **manifest}))
    return target.getvalue()


def changed(content: bytes, change: Callable[[Parts], None]) -> bytes:
    """Return a course file with something changed."""
    parts = parts_of(content)
    change(parts)
    return put_together(parts)


def everything(db: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of all tables that an import writes to."""
    with db.reading() as session:
        return {
            model.__tablename__: sorted(
                map(tuple, session.execute(select(model.__table__))), key=str
            )
            for model in (User, *(part.model for part in PARTS))
        }
