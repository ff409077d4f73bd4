"""What the Dockerfile builds, built here: a virtual environment with the wheel and the runtime's packages only."""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.deployment.compose import ROOT


class BuildError(Exception):
    """A step of the build failed; the message is what it said."""


def build_image(folder: Path) -> None:
    """Take the Dockerfile's steps for its Python stages.

    Args:
        folder: A folder that others may enter; the virtual environment becomes `gradmark` in it.

    Raises:
        BuildError: A step failed.
    """
    context = copy_context(folder / "context")
    environment = folder / "gradmark"
    python = environment / "bin" / "python"
    _run(sys.executable, "-m", "venv", "--without-pip", environment, cwd=context)
    install = (sys.executable, "-m", "pip", "--python", python, "install", "-q")
    hashed = ("--require-hashes", "--only-binary", ":all:")
    _run(*install, *hashed, "-r", "requirements/runtime.txt", cwd=context)
    _run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", "dist", cwd=context)
    _run(*install, "--no-deps", *(context / "dist").glob("*.whl"), cwd=context)


def copy_context(target: Path) -> Path:
    """Copy what .dockerignore lets into the build, and the front-end packages of the first stage."""
    target.mkdir(parents=True)
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    for name in (line[1:] for line in lines if line.startswith("!")):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target / name)
    return target


def _run(*command: object, cwd: Path) -> None:
    outcome = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if outcome.returncode != 0:
        raise BuildError(outcome.stdout + outcome.stderr)
