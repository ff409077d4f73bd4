"""Progress of long work: a bar on a terminal, and nothing anywhere else."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from app.domain.progress import Progress

_FINE = 1000


@contextmanager
def shown(label: str) -> Iterator[Progress]:
    """Show how far something is, on standard error where that is a terminal."""
    with click.progressbar(
        length=_FINE, label=label, file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        yield lambda done, whole: bar.update(_FINE * done // max(1, whole) - bar.pos)
