"""The commands that start a deployment's processes, as a shell meets them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

GRADMARK = Path(sys.executable).with_name("gradmark")


def gradmark(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if "GRADMARK" not in name}
    return subprocess.run(
        [GRADMARK, *arguments],
        env=environment | {f"GRADMARK_{name.upper()}": value for name, value in settings.items()},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("command", [("web",), ("worker",), ("beat",), ("db", "upgrade")])
def test_a_process_without_settings_ends_with_one_line_that_names_them(command):
    run = gradmark(*command)

    assert run.returncode == 1
    assert run.stdout == ""
    assert run.stderr.count("\n") == 1
    for name in (
        "GRADMARK_SECRET_KEY",
        "GRADMARK_DATABASE_URL",
        "GRADMARK_BROKER_URL",
        "README.md",
    ):
        assert name in run.stderr


def test_upgrading_the_database_says_so_and_may_be_repeated(database_url):
    settings = {"secret_key": "k" * 32, "database_url": database_url, "broker_url": "redis://x"}

    for _ in range(2):
        run = gradmark("db", "upgrade", **settings)
        assert (run.returncode, run.stdout) == (
            0,
            "The database is at this release's schema.\n",
        )


def test_a_database_that_cannot_be_reached_is_one_line_without_the_password():
    run = gradmark(
        "db",
        "upgrade",
        secret_key="k" * 32,
        database_url="postgresql+psycopg://gradmark:hidden@127.0.0.1:1/gradmark",
        broker_url="redis://x",
    )

    assert run.returncode == 1
    assert run.stderr.count("\n") == 1, run.stderr
    assert "hidden" not in run.stderr


def test_help_lists_the_commands_and_version_says_which():
    listed = gradmark("--help").stdout
    for command in (
        *("run", "problems", "sample", "simulate", "up", "db", "web", "worker", "beat"),
        *("admins", "users", "courses", "roster"),
    ):
        assert f"\n  {command} " in listed
    assert gradmark("--version").stdout.startswith("gradmark, version ")
