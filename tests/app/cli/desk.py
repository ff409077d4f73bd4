"""An administrator at the command line of a store of `gradmark up`."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from app.cli import gradmark
from app.db import Database
from app.errors import GradmarkError
from app.services.administrators import grant_administrator
from tests.app.people import add_account

ROOT = "root@example.org"


class Desk:
    """The fresh store of a folder, and whoever looks after it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.db = Database(f"sqlite:///{folder / 'gradmark.db'}")
        self.root = add_account(self.db, ROOT, "Root")
        grant_administrator(self.db, ROOT)

    def run(self, *arguments: str, email: str = ROOT, stdin: bytes | None = None) -> Result:
        """Run a command of the administrator's."""
        group, command, *rest = arguments
        who = ("--as", email, "--data", str(self.folder))
        return CliRunner().invoke(gradmark, [group, command, *who, *rest], input=stdin)

    def read(self, *arguments: str) -> list[dict]:
        """Run a command that goes well, and read the JSON objects that it writes."""
        run = self.run(*arguments, "--json")
        assert run.exit_code == 0, run.output
        return [json.loads(line) for line in run.stdout.splitlines()]

    def refusal(self, *arguments: str, email: str = ROOT) -> str:
        """Run a command that is refused, and return the one line that says why.

        `main` writes it, with exit status 1: test_users_command.py holds it to that in a shell.
        """
        run = self.run(*arguments, email=email)
        assert isinstance(run.exception, GradmarkError), run.output
        assert (run.stdout, "\n" in str(run.exception)) == ("", False)
        return str(run.exception)

    def wrong(self, *arguments: str) -> str:
        """Run a command with an argument that cannot be used, and return the last line, which says why."""
        run = self.run(*arguments)
        assert (run.exit_code, run.stdout) == (2, "")
        return run.stderr.splitlines()[-1]
