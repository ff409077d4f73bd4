"""`gradmark db`: the schema."""

import click
from sqlalchemy.exc import OperationalError

import migrations
from app.cli.which_store import say_unreachable
from app.errors import CannotStart
from app.settings import read_settings


@click.group()
def db() -> None:
    """Look after the database."""


@db.command()
def upgrade() -> None:
    """Bring the database to this release's schema; safe to repeat."""
    url = read_settings().database_url.get_secret_value()
    try:
        migrations.upgrade(url)
    except OperationalError as error:
        raise CannotStart(say_unreachable(error)) from None
    click.echo("The database is at this release's schema.")
