"""`gradmark doctor`: what is wrong with this Gradmark, and what to do about it."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from app.cli.checkup import Finding, check_up
from app.cli.which_store import data_option, find_url

_FAULTS = 1


@click.command()
@data_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line for each place.")
def doctor(data: Path | None, *, as_json: bool) -> None:
    """Look at settings, broker, database, clock, space, schema, workers and waiting work; say what to do.

    Nothing is changed. With --data, settings and broker are left out: `gradmark up` makes its own.

    The exit status is 0 where all is well, 1 where something is to be done, and 2 where an argument cannot be used.
    """
    faults = 0
    for finding in check_up(None if data is None else find_url(data)):
        faults += finding.advice is not None
        click.echo(json.dumps(_describe(finding)) if as_json else _write(finding))
    if not as_json:
        click.echo(f"{faults} to be mended." if faults else "All is well.")
    sys.exit(_FAULTS if faults else 0)


def _describe(finding: Finding) -> dict[str, object]:
    return {"is_well": finding.advice is None, **asdict(finding)}


def _write(finding: Finding) -> str:
    verdict = "well  " if finding.advice is None else "MEND  "
    advice = "" if finding.advice is None else f"\n                {finding.advice}"
    return f"{verdict}{finding.place:<10}{finding.says}{advice}"
