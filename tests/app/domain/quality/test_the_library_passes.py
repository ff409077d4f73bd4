"""Every built-in problem passes all six gates; `make check-library` asks it for 1,000 seeds."""

import pytest

from app.domain.problems import library
from tests.app.domain.quality.judging import report_on


@pytest.mark.parametrize("problem", library(), ids=lambda problem: problem.slug)
def test_a_built_in_problem_passes_all_gates_for_a_hundred_seeds(problem):
    report = report_on(problem, range(100))
    failures = [
        (gate.number, failure.reason, failure.examples[:1])
        for gate in report.gates
        for failure in gate.failures
    ]
    assert failures == []
