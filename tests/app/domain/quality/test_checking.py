"""What a check tells while it runs, and what its report holds."""

import json
import re
from pathlib import Path

import pytest

from app.domain.problems import find_problem
from app.domain.problems.gates.by_hand import STEPS
from app.domain.problems.gates.real_torch import has_torch
from app.domain.quality import check
from tests.app.domain.problems.gates.making import make_problem
from tests.app.domain.quality.judging import gate_of, report_on

VECTOR = '{ kind = "vector", size = 2, from = { start = 2, stop = 30, step = 1 } }'
CODE = "x = torch.tensor(a, requires_grad=True)\n(x * x).sum().backward()"


def test_progress_rises_to_all_of_it():
    problem = find_problem("backward-twice")
    shares = [progress.share for progress in check(problem, range(30))]
    assert shares == sorted(shares)
    assert len(shares) > 30
    assert 0 < shares[0] < 0.5
    assert shares[-1] == pytest.approx(1)


def test_a_report_is_plain_data_that_names_problem_version_seeds_and_gates():
    problem = find_problem("backward-twice")
    report = report_on(problem, range(5, 15))
    data = json.loads(json.dumps(report.to_json()))
    assert data["problem"] == "backward-twice"
    assert data["version"] == problem.version
    assert data["seeds"] == [5, 15]
    assert data["passed"] is True
    assert [gate["gate"] for gate in data["gates"]] == [1, 2, 3, 4, 5, 6]
    assert data["gates"][0]["figures"]["seeds"] == 10
    assert all(gate["failures"] == [] for gate in data["gates"])


def test_a_failure_is_told_with_advice_and_its_first_seeds():
    problem = make_problem(CODE + "\n" * 21 + "z = 1", {"a": VECTOR})
    data = report_on(problem, range(7, 20)).to_json()
    assert data["passed"] is False
    (failure,) = data["gates"][5]["failures"]
    assert failure["count"] == 13
    assert failure["advice"] == "Shorten the snippet: a student reads all of it."
    assert [example["seed"] for example in failure["examples"]] == [7, 8, 9]
    assert failure["examples"][0]["code"].startswith("import torch\n\nx = torch.tensor([")


def test_without_being_asked_no_text_is_executed():
    figures = gate_of(make_problem(CODE, {"a": VECTOR}), 1).figures
    assert figures["compared with PyTorch"] == "no, it was not asked for"


def test_a_problem_of_which_nothing_can_be_dealt_is_judged_all_the_same():
    code = "x = torch.tensor(a, requires_grad=True)\ntorch.exp(x).sum().backward()"
    report = report_on(make_problem(code, {"a": VECTOR}), range(3))
    assert [gate.number for gate in report.gates if not gate.passed] == [3, 5]


def test_the_bounds_in_the_documentation_are_those_in_force():
    page = Path("docs/quality.md").read_text()
    rows = re.findall(r"^\| ([1-5]) \| (\d+) \| (\d+) \|$", page, re.MULTILINE)
    assert {int(level): int(bound) for level, bound, _ in rows} == STEPS
    assert all(int(most) <= int(bound) for _, bound, most in rows)


if has_torch():

    def test_each_dealt_variant_is_compared_with_pytorch():
        gate = gate_of(make_problem(CODE, {"a": VECTOR}), 1, range(20), with_torch=True)
        assert gate.passed
        assert gate.figures["compared with PyTorch"] == 20

    def test_where_pytorch_answers_otherwise_the_first_question_is_told():
        # Not every number is drawn alike: here PyTorch's own stream comes from its global seed.
        code = "x = torch.tensor(a, requires_grad=True)\n(x * torch.randint(1, 9, [2])).sum().backward()"
        gate = gate_of(make_problem(code, {"a": VECTOR}), 1, range(20), with_torch=True)
        (failure,) = gate.failures
        assert "PyTorch gives other answers" in failure.reason
        assert failure.examples[0].detail.startswith("x.grad is [")

else:

    def test_where_pytorch_is_not_installed_the_report_says_so():
        figures = gate_of(make_problem(CODE, {"a": VECTOR}), 1, with_torch=True).figures
        assert figures["compared with PyTorch"] == "no, it is not installed here"
