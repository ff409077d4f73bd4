"""`gradmark simulate`: a whole term in an empty database, to see how Gradmark looks and how fast it is."""

import secrets

import click

from app.cli.progress import shown
from app.cli.simulation import Term
from app.db import Database
from app.settings import read_settings


@click.command()
@click.option(
    "--students",
    type=click.IntRange(1, 5000),
    default=600,
    show_default=True,
    help="How many students have an account.",
)
@click.option(
    "--seed", type=int, default=1, show_default=True, help="Equal seeds make equal terms."
)
def simulate(students: int, seed: int) -> None:
    """Fill an empty database with a made-up term: 3 courses, 12 assignments, and all that a class hands in."""
    db = Database(read_settings().database_url.get_secret_value())
    password = secrets.token_urlsafe(9)
    with db.reading() as session:
        now = db.now(session)
    term = Term(db, students=students, seed=seed, password=password, now=now)
    done = 0
    with shown("Making up a term") as progress:
        for steps in term.make():
            done += steps
            progress(done, term.steps)
    db.dispose()
    click.echo(
        f"Sign in as instructor.ml@term.example or student0001@term.example with the password {password}."
    )
