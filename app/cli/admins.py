"""`gradmark admins`: who looks after the whole service."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy import select

from app.cli.store import json_option, open_store
from app.cli.which_store import data_option
from app.db import Database
from app.models import User
from app.services.administrators import grant_administrator, revoke_administrator


@click.group()
@data_option
@click.pass_context
def admins(context: click.Context, data: Path | None) -> None:
    """Say who is an administrator: they act as instructor in every course and see /admin."""
    context.obj = data


@admins.command()
@click.argument("email")
@click.pass_obj
def grant(data: Path | None, email: str) -> None:
    """Make the owner of EMAIL an administrator; they must have signed up."""
    with _opened(data) as db:
        is_new = grant_administrator(db, email)
    click.echo(f"{email} is an administrator {'now' if is_new else 'already'}.")


@admins.command()
@click.argument("email")
@click.pass_obj
def revoke(data: Path | None, email: str) -> None:
    """Make the owner of EMAIL an ordinary member again."""
    with _opened(data) as db:
        was_one = revoke_administrator(db, email)
    click.echo(f"{email} {'is no administrator any more' if was_one else 'was no administrator'}.")


@admins.command("list")
@json_option
@click.pass_obj
def list_(data: Path | None, *, as_json: bool) -> None:
    """List the administrators."""
    with _opened(data) as db, db.reading() as session:
        found = session.scalars(
            select(User).where(User.is_administrator).order_by(User.email)
        ).all()
    for user in found:
        described = {"email": user.email, "name": user.display_name, "id": str(user.id)}
        click.echo(json.dumps(described) if as_json else f"{user.email}  {user.display_name}")


@contextmanager
def _opened(data: Path | None) -> Iterator[Database]:
    db = open_store(data)
    try:
        yield db
    finally:
        db.dispose()
