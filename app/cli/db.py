"""`gradmark db`: the schema."""

import click

import migrations
from app.settings import read_settings


@click.group()
def db() -> None:
    """Look after the database."""


@db.command()
def upgrade() -> None:
    """Bring the database to this release's schema; safe to repeat."""
    migrations.upgrade(read_settings().database_url.get_secret_value())
    click.echo("The database is at this release's schema.")
