"""The Dockerfile passes its linter and keeps its promises: pinned, hashed, non-root, without compilers."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.deployment.compose import ROOT, read_compose

TEXT = (ROOT / "Dockerfile").read_text()
STAGES = re.split(r"^(?=FROM )", TEXT, flags=re.MULTILINE)[1:]
IGNORED = (ROOT / ".dockerignore").read_text().split("\n")


def test_hadolint_finds_nothing():
    outcome = subprocess.run(
        [Path(sys.executable).with_name("hadolint"), ROOT / "Dockerfile"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (outcome.returncode, outcome.stdout) == (0, "")


def test_every_stage_starts_from_an_exact_version():
    for stage in STAGES:
        assert re.match(r"FROM (python|node):\d+\.\d+\.\d+-(slim-bookworm|bookworm-slim)\b", stage)
    assert STAGES[1].split()[1] == STAGES[2].split()[1]


def test_python_packages_are_checked_against_their_hashes_and_never_compiled():
    installs = re.findall(r"install(?:[^&\n]|\\\n)*-r requirements/\S+", TEXT)
    assert len(installs) == 2
    for install in installs:
        assert "--require-hashes" in install
        assert "--only-binary :all:" in install


def test_the_image_runs_as_nobody_in_particular_and_holds_no_tools():
    final = STAGES[-1]
    assert "USER 10001:10001" in final
    assert not re.search(r"apt-get|pip|npm|gcc|COPY (?!--from=builder /opt/gradmark )", final)


def test_commands_are_in_exec_form_so_that_signals_arrive():
    for instruction in ("CMD", "ENTRYPOINT"):
        for words in re.findall(rf"^\s*{instruction} (.*)$", TEXT, flags=re.MULTILINE):
            assert words.startswith("[")


def test_the_image_is_named_after_the_version():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert read_compose()["services"]["web"]["image"] == f"gradmark:{version}"


def test_nothing_enters_the_build_but_what_is_named():
    assert "*" in IGNORED
    allowed = {line[1:] for line in IGNORED if line.startswith("!")}
    assert all((ROOT / name).exists() for name in allowed)
    copied = {
        source.split("/")[0]
        for sources in re.findall(r"^COPY (?!--from)(.*) \S+$", TEXT, flags=re.MULTILINE)
        for source in sources.split()
    }
    assert copied == allowed
