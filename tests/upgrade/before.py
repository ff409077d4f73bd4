"""The release before, as its commit has it, run beside this one."""

import io
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from tests.deployment.compose import ROOT

# How `make upgrade-check` names it.
VARIABLE = "BEFORE"


def unpack_release_before(folder: Path) -> Path:
    """Write the tree of the commit or tag that the environment names, and return where."""
    name = os.environ.get(VARIABLE, "")
    archive = subprocess.run(
        ["git", "archive", name], cwd=ROOT, capture_output=True, check=False, timeout=60
    )
    if archive.returncode != 0:
        pytest.fail(
            f"{VARIABLE}={name} is no commit of this clone. Run make upgrade-check; where the clone is shallow, "
            "git fetch --unshallow --tags first."
        )
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as files:
        files.extractall(folder, filter="data")
    # Fetched packages are in no commit.
    vendor = Path("app/web/static/vendor")
    (folder / vendor).symlink_to(ROOT / vendor)
    return folder


class Release:
    """The processes of one release.

    Args:
        name: What its log is called.
        tree: Its sources; this environment's packages serve both releases.
        environment: Its settings.
    """

    def __init__(self, name: str, tree: Path, environment: dict[str, str], logs: Path) -> None:
        self._tree, self._logs, self._name = tree, logs, name
        self._environment = {**os.environ, "PYTHONPATH": str(tree), **environment}
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._starts = 0

    def migrate(self) -> None:
        """Bring the database to this release's schema."""
        subprocess.run([*self._command("db"), "upgrade"], check=True, timeout=120, **self._place)

    def start(self, name: str) -> None:
        """Start web, worker or beat, each in a log of its own."""
        self._starts += 1
        self._log = self._logs / f"{self._starts}-{self._name}-{name}.log"
        with self._log.open("wb") as log:
            self._running[name] = subprocess.Popen(
                self._command(name), stdout=log, stderr=subprocess.STDOUT, **self._place
            )

    def has_a_worker(self) -> bool:
        """Whether the worker that was started last hears bells."""
        return "ready." in self._log.read_text()

    def stop(self, *names: str) -> None:
        """Stop processes as Compose does, and see that they end well."""
        for name in names:
            self._running[name].terminate()
        for name in names:
            assert self._running.pop(name).wait(60) == 0, f"{self._name} {name}"

    def end(self) -> None:
        """Leave no process behind."""
        for process in self._running.values():
            process.terminate()
        for process in self._running.values():
            process.wait(60)

    @property
    def _place(self) -> dict:
        # Servers put the folder they run in before all others.
        return {"cwd": self._tree, "env": self._environment, "stdin": subprocess.DEVNULL}

    @staticmethod
    def _command(name: str) -> list[str]:
        return [str(Path(sys.executable).with_name("gradmark")), name]
