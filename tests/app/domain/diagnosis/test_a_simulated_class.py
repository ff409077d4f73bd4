"""The diagnosis of a small simulated class; docs/diagnosis.md has a larger one."""

from functools import cache

from app.domain.diagnosis import deal, diagnose, predictions_of
from app.domain.problems import library
from tests.bench.diagnosis.classroom import ONE, SLIP, simulate
from tests.bench.diagnosis.students import right

PROBLEMS = [problem for problem in library() if problem.misconceptions]


@cache
def submissions():
    return list(simulate(PROBLEMS, [1001]))


def fraction(kind, holds):
    cases = [case for case in submissions() if case.kind == kind]
    assert len(cases) > 2 * len(PROBLEMS)
    return sum(map(holds, cases)) / len(cases)


def test_nearly_every_single_misconception_is_named():
    assert fraction(ONE, lambda case: case.is_named) >= 0.95


def test_nearly_no_slip_is_taken_for_a_misconception():
    assert fraction(SLIP, lambda case: not case.findings) >= 0.98


def test_no_misconception_is_seen_behind_right_answers():
    for problem in PROBLEMS[::4]:
        dealt = deal(problem, 1001)
        predictions = predictions_of(dealt.variant, dealt.truth, problem.misconceptions)
        found = diagnose(dealt.variant, dealt.truth, right(dealt.truth), predictions)
        assert not found.findings
        assert found.recognised
