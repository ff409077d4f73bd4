"""The same exercise marked by Gradmark, and in a notebook by nbgrader and by Otter-Grader."""

import json
import os
import resource
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from tests.bench.notebooks.making import write_nbgrader, write_otter
from tests.bench.service.marking import run_marking
from tests.bench.service.report import Row, Section
from tests.bench.service.school import School, Text
from tests.bench.service.stack import Stack
from tests.deployment.compose import ROOT
from tests.real_parts.process import make_folder

PROBLEM = "one-weight-per-component"
NOTEBOOKS, SUBMISSIONS = 12, 10_000
ENVIRONMENT = ROOT / ".venv-notebooks"
_OTTER = Path(__file__).parents[1] / "notebooks" / "otter_each.py"


class MissingNotebooksError(Exception):
    """The environment of the notebooks is not there; `make bench-service` builds it."""


def measure(stack: Stack, school: School, share: float) -> Section:
    """Let each mark submissions of one exercise, half of them right, and compare by processor time.

    Raises:
        MissingNotebooksError: The autograders are not installed.
    """
    if not (ENVIRONMENT / "bin" / "otter").exists():
        raise MissingNotebooksError(f"{ENVIRONMENT} is missing: make bench-service builds it.")
    own = run_marking(stack, school, 2, round(share * SUBMISSIONS), problem=PROBLEM)
    exercise = next(
        one for one in school.classes[0].exercises() if one.text.dealt.variant.problem == PROBLEM
    )
    answers = [
        exercise.text.right if number % 2 else exercise.text.slip(number)
        for number in range(max(2, round(share * NOTEBOOKS)))
    ]
    folder = make_folder()
    try:
        others = {
            "nbgrader": run_nbgrader(folder / "nbgrader", exercise.text, answers),
            "Otter-Grader": run_otter(folder / "otter", exercise.text, answers),
        }
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    rows = [
        Row(
            "Gradmark, worker and PostgreSQL",
            f"{own.of_processor:,.0f} submissions a processor second",
        )
    ]
    rows += [
        Row(
            f"{name}, {version_of(name)}",
            f"{len(answers) / seconds:.2f} a processor second (1/{own.of_processor * seconds / len(answers):,.0f} of Gradmark's)",
        )
        for name, seconds in others.items()
    ]
    return Section(
        "Beside autograders of notebooks",
        rows,
        f"The exercise `{PROBLEM}`. In the notebook a student types the same answers, and the test cell runs the program "
        f"in PyTorch and compares; {len(answers)} notebooks each, marked by `nbgrader autograde` and by Otter-Grader's "
        "`grade_submission`, without containers, each in one process that starts a kernel for every notebook.",
    )


def run_nbgrader(folder: Path, text: Text, answers: list[Mapping[str, str]]) -> float:
    """Return the processor seconds that nbgrader needs; it was told of the assignment before."""
    write_nbgrader(folder, text.dealt.variant, answers)
    _run(folder, "nbgrader", "generate_assignment", "ps1")
    seconds = _run(folder, "nbgrader", "autograde", "ps1")[1]
    with closing(sqlite3.connect(folder / "gradebook.db")) as gradebook:
        scores = [score for (score,) in gradebook.execute("SELECT auto_score FROM grade")]
    assert sorted(scores) == sorted(_scores(text, answers)), scores
    return seconds


def run_otter(folder: Path, text: Text, answers: list[Mapping[str, str]]) -> float:
    """Return the processor seconds that Otter-Grader needs; its autograder was built before."""
    write_otter(folder, text.dealt.variant, answers)
    _run(folder, "otter", "generate", "-t", "tests", "-o", "autograder.zip")
    notebooks = [f"student{number}.ipynb" for number in range(len(answers))]
    said, seconds = _run(folder, "python", str(_OTTER), "autograder.zip", *notebooks)
    assert json.loads(said.splitlines()[-1]) == _scores(text, answers), said
    return seconds


def _scores(text: Text, answers: list[Mapping[str, str]]) -> list[float]:
    """What each must find, or it has not marked."""
    return [float(one == text.right) for one in answers]


def version_of(name: str) -> str:
    """Return which version of an autograder is pinned."""
    lines = (_OTTER.parent / "requirements.txt").read_text().lower().splitlines()
    return next(one.split("==")[1] for one in lines if one.startswith(f"{name.lower()}=="))


def _run(folder: Path, program: str, *arguments: str) -> tuple[str, float]:
    """Run a command of the notebooks' environment; return what it said, and its processor seconds."""
    binaries = ENVIRONMENT / "bin"
    home = folder / "home"
    home.mkdir(exist_ok=True)
    environment = {**os.environ, "PATH": f"{binaries}:/usr/bin:/bin", "HOME": str(home)}
    before = _children_seconds()
    outcome = subprocess.run(
        [str(binaries / program), *arguments],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    return outcome.stdout, _children_seconds() - before


def _children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
