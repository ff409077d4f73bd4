"""`gradmark admins`: who looks after the whole service."""

import json
from pathlib import Path

import click
from sqlalchemy import select

from app.db import Database
from app.errors import CannotStart
from app.models import User
from app.services.administrators import grant_administrator, revoke_administrator
from app.settings import read_settings


@click.group()
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    help="The folder of `gradmark up`; without it, the database that the settings name.",
)
@click.pass_context
def admins(context: click.Context, data: Path | None) -> None:
    """Say who is an administrator: they act as instructor in every course and see /admin."""
    if data is None:
        url = read_settings().database_url.get_secret_value()
    else:
        file = data.absolute() / "gradmark.db"
        if not file.is_file():
            raise CannotStart(f"There is no {file}. Start Gradmark there first: gradmark up --data")
        url = f"sqlite:///{file}"
    context.obj = Database(url, pool_size=1)
    context.call_on_close(context.obj.dispose)


@admins.command()
@click.argument("email")
@click.pass_obj
def grant(db: Database, email: str) -> None:
    """Make the owner of EMAIL an administrator; they must have signed up."""
    is_new = grant_administrator(db, email)
    click.echo(f"{email} is an administrator {'now' if is_new else 'already'}.")


@admins.command()
@click.argument("email")
@click.pass_obj
def revoke(db: Database, email: str) -> None:
    """Make the owner of EMAIL an ordinary member again."""
    was_one = revoke_administrator(db, email)
    click.echo(f"{email} {'is no administrator any more' if was_one else 'was no administrator'}.")


@admins.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.pass_obj
def list_(db: Database, *, as_json: bool) -> None:
    """List the administrators."""
    with db.reading() as session:
        found = session.scalars(
            select(User).where(User.is_administrator).order_by(User.email)
        ).all()
    for user in found:
        described = {"email": user.email, "name": user.display_name, "id": str(user.id)}
        click.echo(json.dumps(described) if as_json else f"{user.email}  {user.display_name}")
