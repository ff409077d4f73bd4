"""Every command with a wrong argument: status 2, nothing on standard output, and a last line that names what is wrong."""

from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from app.cli import gradmark

# Each command with an argument that cannot be used, and what its last line then names. What stands here is wrong by
# itself: no command gets as far as a store.
WRONG = {
    "admins grant": (("ada@example.org", "grace@example.org"), "grace@example.org"),
    "admins list": (("--nonsense",), "--nonsense"),
    "admins revoke": ((), "EMAIL"),
    "announce": (("8000",), "8000"),
    "backup": (("--nonsense", "monday"), "--nonsense"),
    "beat": (("often",), "often"),
    "check": (("--seeds", "9:1", "a-tie"), "9:1"),
    "courses archive": ((), "COURSE"),
    "courses copy": (("--as", "root@example.org", "K7MXQ2PD"), "--title"),
    "courses list": (("--as", "root@example.org", "gradients"), "gradients"),
    "courses restore": (("--title", "Again"), "--title"),
    "courses show": (("--as", "root@example.org", "one", "two"), "two"),
    "db upgrade": (("twice",), "twice"),
    "doctor": (("--mend",), "--mend"),
    "export": (("--as", "root@example.org"), "COURSE"),
    "import": (("--as", "root@example.org", "nowhere.zip"), "nowhere.zip"),
    "problems": (("a-tie",), "a-tie"),
    "restore": ((), "FILE"),
    "roster check": (("--as", "root@example.org", "K7MXQ2PD", "nowhere.csv"), "nowhere.csv"),
    "roster export": ((), "COURSE"),
    "roster import": (("--as", "root@example.org", "K7MXQ2PD"), "FILE"),
    "run": ((), "FILE"),
    "sample": (("--problem", "no-such-problem", "--seeds", "1"), "no-such-problem"),
    "simulate": (("--students", "0"), "--students"),
    "up": (("--port", "65536"), "--port"),
    "users delete": (("--confirm", "ada@example.org"), "EMAIL"),
    "users list": (("--as",), "--as"),
    "users show": (("--as", "root@example.org", "ada@example.org", "--links"), "--links"),
    "users sign-in-link": ((), "EMAIL"),
    "web": (("--port", "8000"), "--port"),
    "worker": (("--concurrency", "2"), "--concurrency"),
}


def commands(group: click.Group = gradmark, path: str = "") -> Iterator[str]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from commands(command, f"{path}{name} ")
        else:
            yield path + name


def test_no_command_is_left_out():
    assert sorted(commands()) == sorted(WRONG)


@pytest.mark.parametrize("command", sorted(commands()))
def test_a_wrong_argument_ends_a_command_with_status_2_and_a_line_that_names_it(command):
    arguments, named = WRONG[command]

    run = CliRunner().invoke(gradmark, [*command.split(), *arguments])

    assert (run.exit_code, run.stdout) == (2, "")
    assert named in run.stderr.splitlines()[-1]
