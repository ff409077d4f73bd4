"""`make install` on a bare machine, and the one line it says for each thing that can be missing there."""

import hashlib
import io
import os
import pwd
import shutil
import stat
import subprocess
import sys
import tarfile
import textwrap
import time
from pathlib import Path

import pytest

from tests.real_parts.process import make_folder

ROOT = Path(__file__).parents[2]

# What POSIX and `make` bring; Node.js, npm and compilers are not among them.
TOOLS = (
    "sh",
    "env",
    "make",
    "cat",
    "cksum",
    "mktemp",
    "rm",
    "mkdir",
    "cp",
    "grep",
    "sed",
    "head",
    "tail",
    "tr",
    "ls",
    "dirname",
    "pwd",
    "id",
)


@pytest.fixture
def bare_path(tmp_path):
    """A PATH of a machine with Python, pip and make only."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in TOOLS:
        (folder / tool).symlink_to(shutil.which(tool))
    script(folder / "python3", f'exec "{base_python()}" "$@"')
    return folder


@pytest.fixture
def project(tmp_path):
    """The installer with requirements of the test's own."""
    folder = tmp_path / "project"
    (folder / "requirements").mkdir(parents=True)
    shutil.copytree(ROOT / "tools", folder / "tools")
    (folder / "pyproject.toml").write_text('[project]\nname = "small"\nversion = "1"\n')
    (folder / "requirements" / "embedded.txt").write_text("")
    return folder


def base_python() -> str:
    """The interpreter that the test run's virtual environment was built from."""
    return str(Path(sys.base_prefix) / "bin" / f"python3.{sys.version_info.minor}")


def script(path: Path, text: str) -> Path:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def run(
    project: Path, command: list[str], environment: dict[str, str], **kwargs
) -> subprocess.CompletedProcess:
    return subprocess.run(
        command,
        cwd=project,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        **kwargs,
    )


def bare_environment(path: Path, **more: str) -> dict[str, str]:
    """Nothing but where commands are, and which package index this machine uses."""
    kept = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    return {**kept, "PATH": str(path), "LANG": "C", **more}


def install(
    project: Path, path: Path, python: str = "python3", environment: dict | None = None, **kwargs
) -> subprocess.CompletedProcess:
    command = ["sh", "tools/install.sh", python, "embedded"]
    return run(project, command, bare_environment(path, **(environment or {})), **kwargs)


def complaint(outcome: subprocess.CompletedProcess) -> str:
    """The one line on standard error with which the installer ended."""
    assert outcome.returncode == 1, outcome.stdout + outcome.stderr
    lines = outcome.stderr.splitlines()
    assert len(lines) == 1, outcome.stderr
    assert lines[0].startswith("gradmark: ")
    return lines[0]


def test_an_old_python_is_named_with_the_version_that_is_needed(project, bare_path):
    old = script(bare_path / "python3.9", 'echo "3.9"')
    said = complaint(install(project, bare_path, python=str(old)))
    assert "Python 3.9 is too old: install Python 3.11 or newer" in said
    assert not (project / ".venv").exists()


def test_a_missing_python_is_named(project, bare_path):
    said = complaint(install(project, bare_path, python="python3.99"))
    assert "python3.99 is not here: install Python 3.11" in said


def test_a_python_that_builds_no_environment_says_which_package_to_install(
    project, bare_path, tmp_path
):
    hidden = hide_modules(tmp_path, "ensurepip", "pip")
    said = complaint(install(project, bare_path, environment={"PYTHONPATH": str(hidden)}))
    assert "apt install python3-venv" in said


def hide_modules(tmp_path: Path, *names: str) -> Path:
    folder = tmp_path / "hidden"
    for name in names:
        (folder / name).mkdir(parents=True)
        (folder / name / "__init__.py").write_text("raise ImportError('not packaged here')\n")
    return folder


def test_a_folder_of_somebody_else_is_named(project, bare_path):
    folder = make_folder()
    try:
        place = shutil.copytree(project, folder / "gradmark")
        for path in (folder, place):
            path.chmod(0o555)
        said = complaint(install(place, Path("/usr/bin:/bin"), **another_user()))
        assert "This folder cannot be written to: copy Gradmark into a folder of your own" in said
        assert str(place) in said
    finally:
        for path in (folder, folder / "gradmark"):
            path.chmod(0o755)
        shutil.rmtree(folder)


def another_user() -> dict:
    """Root may write everywhere, so root's test runs as somebody else."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def test_an_unreachable_package_index_is_named(project, bare_path):
    require(project, "click==8.5.1", "0" * 64)
    nowhere = {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PIP_FIND_LINKS": "",
        "PIP_RETRIES": "0",
    }
    said = complaint(install(project, bare_path, environment=nowhere))
    assert "The package index cannot be reached: check the network" in said
    assert (project / ".venv" / "install.log").read_text()


def require(project: Path, requirement: str, digest: str) -> None:
    (project / "requirements" / "embedded.txt").write_text(
        f"{requirement} --hash=sha256:{digest}\n"
    )


def test_a_package_that_needs_a_missing_compiler_is_named(project, bare_path, tmp_path):
    sdist = write_sdist_in_c(tmp_path)
    require(project, f"small-in-c @ {sdist.as_uri()}", digest_of(sdist))
    said = complaint(install(project, bare_path))
    assert "small-in-c has no ready-made wheel" in said.replace("_", "-")
    assert "apt install build-essential python3-dev" in said


def write_sdist_in_c(folder: Path) -> Path:
    """A source package with an extension module in C and no wheel, as old packages come."""
    files = {
        "pyproject.toml": """
            [build-system]
            requires = ["setuptools"]
            build-backend = "setuptools.build_meta"
            [project]
            name = "small-in-c"
            version = "1.0"
            """,
        "setup.py": """
            from setuptools import Extension, setup
            setup(ext_modules=[Extension("small_in_c", ["small.c"])])
            """,
        "small.c": "int answer(void) { return 1; }",
        "PKG-INFO": "Metadata-Version: 2.1\nName: small-in-c\nVersion: 1.0\n",
    }
    path = folder / "small_in_c-1.0.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for name, text in files.items():
            content = textwrap.dedent(text).lstrip().encode()
            member = tarfile.TarInfo(f"small_in_c-1.0/{name}")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path


def digest_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_package_that_was_exchanged_is_refused(project, bare_path, tmp_path):
    sdist = write_sdist_in_c(tmp_path)
    require(project, f"small-in-c @ {sdist.as_uri()}", "0" * 64)
    assert "its hash differs" in complaint(install(project, bare_path))


def test_an_unreachable_npm_registry_is_named(tmp_path):
    copy = tmp_path / "copy"
    (copy / "app" / "web").mkdir(parents=True)
    shutil.copytree(ROOT / "tools", copy / "tools")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / name, copy / name)
    environment = {**os.environ, "npm_config_registry": "http://127.0.0.1:9/"}
    outcome = run(copy, ["sh", "tools/vendor.sh", sys.executable], environment)
    assert "The front-end packages could not be fetched (npm: ECONNREFUSED)" in complaint(outcome)
    assert not (copy / "app" / "web" / "static").exists()


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("browser", "apt install chromium"),
        ("clock", "apt install faketime"),
        ("compose", "apt install docker-compose"),
    ],
)
def test_a_part_that_only_tests_need_is_named_when_nobody_can_install_it(
    part, said, project, bare_path
):
    commands = project / ".venv" / "bin"
    commands.mkdir(parents=True)
    script(commands / "python", "exit 1")
    outcome = run(project, ["sh", "tools/ensure.sh", part], {"PATH": str(bare_path)})
    assert said in complaint(outcome)


@pytest.mark.timeout(600)  # downloads, on a machine that has them not yet
def test_a_fresh_copy_installs_with_python_pip_and_make_alone_and_is_quick_the_second_time(
    bare_path, tmp_path
):
    copy = copy_of_the_project(tmp_path)
    # Debian's python3-pip comes without python3-venv.
    hidden = hide_modules(tmp_path, "ensurepip")
    assert make_install(copy, bare_path, PYTHONPATH=str(hidden)) == (0, "")
    gradmark = copy / ".venv" / "bin" / "gradmark"
    assert gradmark.stat().st_mode & stat.S_IXUSR
    vendor = copy / "app" / "web" / "static" / "vendor"
    names = {path.name for path in vendor.iterdir()}
    assert names >= {"htmx.min.js", "pico.min.css", "echarts.min.js", "codemirror.min.js"}
    assert names >= {f"{name}.LICENSE.txt" for name in ("htmx", "pico", "echarts", "codemirror")}
    installed = (gradmark.stat().st_ino, (vendor / "htmx.min.js").stat().st_ino)

    started = time.monotonic()
    assert make_install(copy, bare_path) == (0, "")
    assert time.monotonic() - started < 1
    assert installed == (gradmark.stat().st_ino, (vendor / "htmx.min.js").stat().st_ino)


def copy_of_the_project(tmp_path: Path) -> Path:
    ignored = shutil.ignore_patterns(".venv*", ".git", "data", "vendor", "__pycache__", ".*_cache")
    return Path(shutil.copytree(ROOT, tmp_path / "copy", ignore=ignored))


def make_install(project: Path, path: Path, **environment: str) -> tuple[int, str]:
    outcome = run(
        project, ["make", "install"], bare_environment(path, HOME=str(project), **environment)
    )
    return outcome.returncode, outcome.stderr
