"""The audit step fails on a vulnerability, and says so plainly when nothing could be looked up."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.deployment.compose import ROOT

PACKAGES = [
    line.split("==")[0]
    for line in (ROOT / "requirements" / "embedded.txt").read_text().splitlines()
    if line[0].isalpha() and " ; " not in line
]


def audit(tmp_path: Path, said: str, status: int) -> subprocess.CompletedProcess:
    """Run the step with a program in pip-audit's place that says what pip-audit says."""
    (tmp_path / "said").write_text(said)
    program = tmp_path / "pip-audit"
    program.write_text(f'#!/bin/sh\ncat "{tmp_path}/said"\nexit {status}\n')
    program.chmod(0o755)
    return subprocess.run(
        ["sh", ROOT / "tools" / "audit.sh", program],
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_vulnerability_fails_and_is_shown(tmp_path):
    outcome = audit(
        tmp_path, "Found 1 known vulnerability in 1 package\nnumpy 2.4.6 PYSEC-2026-1\n", 1
    )
    assert outcome.returncode == 1
    assert "PYSEC-2026-1" in outcome.stdout


def test_no_vulnerability_passes(tmp_path):
    outcome = audit(tmp_path, "No known vulnerabilities found\n", 0)
    assert (outcome.returncode, outcome.stdout) == (0, "No known vulnerabilities found\n")


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("requests.exceptions.ConnectionError: HTTPSConnectionPool: Max retries exceeded\n", 1),
        ("".join(f"{name} Dependency not found on PyPI and could not be audited: {name}\n" for name in PACKAGES), 0),
    ],
    ids=["no answer", "an answer without knowledge"],
)  # fmt: skip
def test_a_service_that_cannot_be_asked_is_reported(said, status, tmp_path):
    outcome = audit(tmp_path, said, status)
    assert outcome.returncode == 0
    assert "not reachable, so none of these packages was looked up" in outcome.stdout


def test_one_package_without_an_answer_does_not_hide_the_rest(tmp_path):
    said = (
        "Found 1 known vulnerability\nnumpy could not be audited: numpy\nclick 8.5.1 PYSEC-2026-2\n"
    )
    assert audit(tmp_path, said, 1).returncode == 1


def test_a_crash_of_the_audit_fails(tmp_path):
    assert audit(tmp_path, "Traceback (most recent call last):\nKeyError\n", 1).returncode == 1
