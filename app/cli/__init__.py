"""The `gradmark` command."""

import sys

import click

from app.cli.admins import admins
from app.cli.backup import backup, restore
from app.cli.check import check_problems
from app.cli.courses import courses
from app.cli.db import db
from app.cli.doctor import doctor
from app.cli.export import export
from app.cli.import_ import import_
from app.cli.problems import problems, sample
from app.cli.roster import roster
from app.cli.run import run
from app.cli.serve import beat, web, worker
from app.cli.simulate import simulate
from app.cli.up import announce, up
from app.cli.users import users
from app.errors import GradmarkError
from app.settings import UnusableSettings


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="gradmark")
def gradmark() -> None:
    """Gradmark marks gradient exercises."""


for _command in (
    admins,
    announce,
    backup,
    beat,
    check_problems,
    courses,
    db,
    doctor,
    export,
    import_,
    problems,
    restore,
    roster,
    run,
    sample,
    simulate,
    up,
    users,
    web,
    worker,
):
    gradmark.add_command(_command)


def main() -> None:
    """Run the command; an error that a user can mend is one line on standard error and exit status 1."""
    try:
        gradmark()
    except (GradmarkError, UnusableSettings) as error:
        click.echo(f"gradmark: {error}", err=True)
        sys.exit(1)
