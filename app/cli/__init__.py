"""The `gradmark` command."""

import sys
from importlib import import_module
from types import MappingProxyType
from typing import Final

import click

from app.errors import GradmarkError
from app.settings import UnusableSettings

_COMMANDS: Final = MappingProxyType(
    {
        "admins": "app.cli.admins:admins",
        "announce": "app.cli.up:announce",
        "backup": "app.cli.backup:backup",
        "beat": "app.cli.serve:beat",
        "check": "app.cli.check:check_problems",
        "courses": "app.cli.courses:courses",
        "db": "app.cli.db:db",
        "doctor": "app.cli.doctor:doctor",
        "export": "app.cli.export:export",
        "import": "app.cli.import_:import_",
        "problems": "app.cli.problems:problems",
        "restore": "app.cli.backup:restore",
        "roster": "app.cli.roster:roster",
        "run": "app.cli.run:run",
        "sample": "app.cli.problems:sample",
        "simulate": "app.cli.simulate:simulate",
        "up": "app.cli.up:up",
        "users": "app.cli.users:users",
        "web": "app.cli.serve:web",
        "worker": "app.cli.serve:worker",
    }
)


class _Commands(click.Group):
    """Imports a command when it is asked for: web, worker and beat start in half the time without all others."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="gradmark")
def gradmark() -> None:
    """Gradmark marks gradient exercises."""


def main() -> None:
    """Run the command; an error that a user can mend is one line on standard error and exit status 1."""
    try:
        gradmark()
    except (GradmarkError, UnusableSettings) as error:
        click.echo(f"gradmark: {error}", err=True)
        sys.exit(1)
