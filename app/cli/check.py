"""`gradmark check`: whether problems are fit to be dealt."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from app.cli.progress import shown
from app.cli.seeds import Refused, read_seeds
from app.domain.problems import Problem, UnknownProblem, find_problem, load_problem
from app.domain.quality import Example, Failure, Gate, Report, check
from app.errors import GradmarkError

FAILED = 1
# Shares of a check are told as so many parts of the whole.
_FINE = 1000


@click.command("check")
@click.argument("problems", nargs=-1, required=True, metavar="FILE|SLUG...")
@click.option(
    "--seeds",
    default="0:1000",
    show_default=True,
    help="Which seeds to look at: one, or a range A:B of seeds without B.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line for each problem.")
def check_problems(*, problems: tuple[str, ...], seeds: str, as_json: bool) -> None:
    """Check problems at the six gates.

    Each is the path of a problem file, or the slug of a built-in problem. Where PyTorch is installed, the
    variants run in it too. What the gates ask and why, and how to mend a problem, is in docs/quality.md.

    The exit status is 0 when all problems pass all gates, 1 when one does not or is no problem file, and 2 when
    an argument cannot be used.
    """
    span = read_seeds(seeds)
    passed = [_check(name, span, as_json=as_json) for name in problems]
    sys.exit(0 if all(passed) else FAILED)


def _check(name: str, seeds: range, *, as_json: bool) -> bool:
    try:
        problem = _find(name)
    except UnknownProblem as error:
        raise Refused(str(error)) from None
    except GradmarkError as error:
        if as_json:
            click.echo(json.dumps({"problem": name, "passed": False, "error": str(error)}))
        else:
            click.echo(f"FAILED  {error}")
        return False
    report = _follow(problem, seeds)
    click.echo(json.dumps(report.to_json()) if as_json else "\n".join(_write(report)))
    return report.passed


def _find(name: str) -> Problem:
    """The problem of a path, or of a slug."""
    path = Path(name)
    if path.suffix != ".py" and len(path.parts) == 1:
        return find_problem(name)
    if not path.is_file():
        raise Refused(f"{name} is no file; give the path of a problem file, or a built-in slug.")
    return load_problem(path)


def _follow(problem: Problem, seeds: range) -> Report:
    """Check a problem, with a progress bar on a terminal."""
    steps = check(problem, seeds, with_torch=True)
    with shown(problem.slug) as progress:
        while True:
            try:
                share = next(steps).share
            except StopIteration as end:
                report: Report = end.value
                progress(1, 1)
                return report
            progress(int(_FINE * share), _FINE)


def _write(report: Report) -> Iterator[str]:
    first, end = report.seeds
    verdict = "passed" if report.passed else "FAILED"
    yield (
        f"{verdict}  {report.problem}, version {report.version}, level {report.level}, "
        f"seeds {first}:{end}"
    )
    for gate in report.gates:
        yield from _write_gate(gate)


def _write_gate(gate: Gate) -> Iterator[str]:
    figures = ", ".join(f"{name}: {value}" for name, value in gate.figures.items())
    yield f"  {'passed' if gate.passed else 'FAILED'}  {gate.number} {gate.name} ({figures})"
    for failure in gate.failures:
        yield from _write_failure(failure)
    for note in gate.notes:
        yield f"          Note: {note}"


def _write_failure(failure: Failure) -> Iterator[str]:
    count = f" ({failure.count} seeds)" if failure.count > 1 else ""
    yield f"          {failure.reason}{count}"
    yield f"          {failure.advice}"
    for example in failure.examples:
        yield from _write_example(example)


def _write_example(example: Example) -> Iterator[str]:
    yield f"          seed {example.seed}{example.detail and ': '}{example.detail}"
    for line in example.code.rstrip("\n").split("\n") if example.code else ():
        yield f"            | {line}".rstrip()
