"""An exercise of Gradmark as an instructor would set it in a notebook, for nbgrader and for Otter-Grader."""

import json
from collections.abc import Mapping
from pathlib import Path

from app.domain.problems import Variant


def check_of(variant: Variant) -> str:
    """Return the cell that runs the program and compares; what a student typed has the names of the questions."""
    tests = [
        f"assert torch.allclose({one.expr}, torch.tensor({one.id}))" for one in variant.questions
    ]
    return "\n".join([variant.code.strip(), *tests])


def write_nbgrader(folder: Path, variant: Variant, answers: list[Mapping[str, str]]) -> None:
    """Write a course of nbgrader with one assignment, `ps1`, and a submission of each student."""
    blank = dict.fromkeys(answers[0], "None")
    _write(folder / "source" / "ps1" / "exercise.ipynb", _graded(variant, blank))
    for number, typed in enumerate(answers):
        place = folder / "submitted" / f"student{number}" / "ps1"
        _write(place / "exercise.ipynb", _graded(variant, typed))


def write_otter(folder: Path, variant: Variant, answers: list[Mapping[str, str]]) -> None:
    """Write a test for Otter-Grader and a notebook of each student."""
    case = {"code": _as_doctest(check_of(variant)), "hidden": False, "locked": False}
    suite = {"cases": [case], "scored": True, "setup": "", "teardown": "", "type": "doctest"}
    test = {"name": "q1", "points": 1, "suites": [suite]}
    (folder / "tests").mkdir(parents=True)
    (folder / "tests" / "q1.py").write_text(f"OK_FORMAT = True\ntest = {test!r}\n")
    for number, typed in enumerate(answers):
        _write(folder / f"student{number}.ipynb", [_cell("answer", _typed(typed))])


def _graded(variant: Variant, typed: Mapping[str, str]) -> list[dict]:
    answer = {"grade": False, "grade_id": "answer", "locked": False, "solution": True}
    test = {"grade": True, "grade_id": "test", "locked": True, "solution": False, "points": 1}
    return [
        _cell(
            "answer", _typed(typed), {"nbgrader": {**answer, "schema_version": 3, "task": False}}
        ),
        _cell(
            "test", check_of(variant), {"nbgrader": {**test, "schema_version": 3, "task": False}}
        ),
    ]


def _typed(answers: Mapping[str, str]) -> str:
    # Gradmark reads what PyTorch prints as well as a list; in the notebook it is a list.
    lists = {name: text.removeprefix("tensor(").removesuffix(")") for name, text in answers.items()}
    return "\n".join(f"{name} = {text}" for name, text in lists.items())


def _as_doctest(code: str) -> str:
    # An indented line goes on with the one before it.
    marks = ("... " if line.startswith((" ", ")")) else ">>> " for line in code.splitlines())
    lines = zip(marks, code.splitlines(), strict=True)
    return "".join(f"{mark}{line}\n" for mark, line in lines if line.strip())


def _cell(id: str, source: str, metadata: dict | None = None) -> dict:
    return {
        "cell_type": "code",
        "id": id,
        "metadata": metadata or {},
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def _write(path: Path, cells: list[dict]) -> None:
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernel}}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({**notebook, "cells": cells}))
