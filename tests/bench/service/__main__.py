"""`make bench-service`: how much the deployment bears on this machine, written to docs/performance-service.md."""

import datetime as dt
import os
import platform
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from tests.bench.service import (
    acknowledging,
    catching_up,
    clicking,
    marking,
    notebooks,
    remembering,
)
from tests.bench.service.marking import Marked
from tests.bench.service.report import PAGE, Section, write
from tests.bench.service.school import School, make_school
from tests.bench.service.stack import Stack, running

_ALONE: dict[str, Callable[[Stack, School, float], Section]] = {
    "acknowledging": acknowledging.measure,
    "clicking": clicking.measure,
    "memory": remembering.measure,
    "notebooks": notebooks.measure,
}
STAGES = ("acknowledging", "marking", "catching-up", "clicking", "memory", "notebooks")


@click.command()
@click.option(
    "--only",
    type=click.Choice(STAGES),
    multiple=True,
    help="Only these; prints, and writes nothing.",
)
@click.option(
    "--share",
    type=click.FloatRange(0.01, 1),
    default=1.0,
    help="So much of the work, to try it out; writes nothing.",
)
def main(only: tuple[str, ...], share: float) -> None:
    """Start the deployment's own processes, load them, and say how they did."""
    # Who stops a run leaves no process of it behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sections: list[Section] = []
    findings = _Findings()
    with running() as stack:
        db = stack.open()
        with told("the school"):
            school = make_school(db, stack.settings(), share)
        db.dispose()
        stack.tidy()
        ran_on = machine(stack)
        for stage in only or STAGES:
            with told(stage):
                sections.append(measure(stage, stack, school, share, findings))
            say("\n".join(sections[-1].lines()))
            if not only and share == 1:
                # After each stage: what was measured stands, whatever happens to the next.
                write([ran_on, *(line for one in sections for line in one.lines())])
    if not only and share == 1:
        say(f"Written to {PAGE}.")


class _Findings:
    """What earlier stages found that later ones compare with."""

    marked: Marked | None = None


def measure(stage: str, stack: Stack, school: School, share: float, findings: _Findings) -> Section:
    """Run a stage."""
    if stage == "marking":
        section, findings.marked = marking.measure(stack, school, share)
        return section
    if stage == "catching-up":
        if findings.marked is None:
            findings.marked = marking.run_marking(stack, school, 2, round(share * 15_000))
        return catching_up.measure(stack, school, findings.marked, share)
    return _ALONE[stage](stack, school, share)


@contextmanager
def told(what: str) -> Iterator[None]:
    """Say how long something took."""
    began = time.monotonic()
    yield
    say(f"-- {what}: {time.monotonic() - began:.0f} s")


def machine(stack: Stack) -> str:
    """What it ran on."""
    version = stack.postgres_run("SHOW server_version")[0][0]
    today = dt.datetime.now(dt.UTC).date()
    return (
        f"{today}, {os.cpu_count()} cores, Python {platform.python_version()}, PostgreSQL {version} with fsync, "
        f"gunicorn with {stack.settings().web_workers} workers of {stack.settings().web_threads} threads; "
        "web, worker, both stores and what drives them share the machine."
    )


def say(text: str) -> None:
    """Print at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
