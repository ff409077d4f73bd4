"""`gradmark check`, as it is typed."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli.check import check_problems
from app.domain.problems import find_problem
from tests.app.domain.quality.judging import report_on

SOUND = """\
# /// gradmark
# title = "Squares"
# topic = "scalar-outputs"
# [params]
# a = { kind = "vector", size = 2, from = { start = 2, stop = 40, step = 1 } }
# [[ask]]
# expr = "x.grad"
# ///
import torch

x = torch.tensor(a, requires_grad=True)
(x * x).sum().backward()
"""


def run(*arguments):
    return CliRunner().invoke(check_problems, arguments)


@pytest.fixture
def write(tmp_path):
    def file(text, name="squares.py"):
        path = tmp_path / name
        path.write_text(text)
        return str(path)

    return file


def test_a_file_that_passes_is_told_gate_by_gate(write):
    result = run(write(SOUND), "--seeds", "0:20")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].startswith("passed  squares, version ")
    assert lines[0].endswith(", level 1, seeds 0:20")
    assert [line[:10] for line in lines[1:]] == ["  passed  " for _ in range(6)]
    assert [line[10] for line in lines[1:]] == list("123456")
    assert "most lines: 4" in lines[6]
    assert result.stderr == ""


def test_a_file_that_fails_is_told_with_what_to_do_and_the_first_seeds(write):
    result = run(write(SOUND.replace("x * x", "x.exp()")), "--seeds", "3:9")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0].startswith("FAILED  squares")
    assert lines[3].startswith("  FAILED  3 By hand")
    assert "significant digits" in lines[4]
    assert lines[4].endswith("(6 seeds)")
    assert lines[5].strip().startswith("Draw from numbers that multiply and divide well")
    assert lines[6].strip() == "seed 3"
    assert lines[7].strip() == "| import torch"
    assert [line.strip() for line in lines if line.strip().startswith("seed ")][:3] == [
        "seed 3",
        "seed 4",
        "seed 5",
    ]


def test_a_slug_stands_for_a_built_in_problem_and_a_range_for_its_seeds():
    result = run("backward-twice", "--seeds", "2:12", "--json")
    assert result.exit_code == 0
    (data,) = map(json.loads, result.stdout.splitlines())
    assert (
        data == report_on(find_problem("backward-twice"), range(2, 12), with_torch=True).to_json()
    )


def test_several_problems_are_a_line_each_and_one_that_fails_decides(write):
    bad = write(SOUND.replace("x * x", "x.exp()"), "bad.py")
    result = run(write(SOUND), bad, "backward-twice", "--seeds", "0:4", "--json")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(row["problem"], row["passed"]) for row in rows] == [
        ("squares", True),
        ("bad", False),
        ("backward-twice", True),
    ]
    assert result.exit_code == 1


def test_a_file_that_is_no_problem_fails_with_its_line(write):
    path = write(SOUND.replace("scalar-outputs", "scalars"))
    result = run(path)
    assert result.exit_code == 1
    assert result.stdout.startswith("FAILED  squares.py:3:3: topic: must be one of ")
    (row,) = map(json.loads, run(path, "--json").stdout.splitlines())
    assert (row["problem"], row["passed"]) == (path, False)
    assert row["error"].startswith("squares.py:3:3: topic")


def test_on_a_terminal_a_bar_shows_how_far_it_is(write):
    terminal, ours = pty.openpty()
    command = [Path(sys.executable).with_name("gradmark"), "check", write(SOUND), "--seeds", "0:2"]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=ours, check=True)
    os.close(ours)
    shown = os.read(terminal, 100_000).decode()
    os.close(terminal)
    assert "squares  [" in shown
    assert "100%" in shown
    assert done.stdout.decode().startswith("passed  squares")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nowhere.py",), "nowhere.py is no file"),
        (("some/where",), "some/where is no file"),
        (("backwards-twice",), "Did you mean backward-twice"),
        (("backward-twice", "--seeds", "5:5"), "holds no seed"),
        (("backward-twice", "--seeds", "a"), "neither a seed"),
        ((), "Missing argument"),
        (("backward-twice", "--no-such-option"), "No such option"),
    ],
)
def test_a_bad_argument_is_exit_status_2(arguments, message):
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert message in result.stderr
