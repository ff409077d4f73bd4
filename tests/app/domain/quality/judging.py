"""What a check says of a problem."""

from app.domain.quality import Gate, Report, check

SEEDS = range(40)


def report_on(problem, seeds=SEEDS, **options) -> Report:
    steps = check(problem, seeds, **options)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def failed_gates(problem, seeds=SEEDS) -> set[int]:
    return {gate.number for gate in report_on(problem, seeds).gates if not gate.passed}


def gate_of(problem, number, seeds=SEEDS, **options) -> Gate:
    return report_on(problem, seeds, **options).gates[number - 1]
