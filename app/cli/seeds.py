"""Seeds as they are typed, and arguments that cannot be used."""

import re
from typing import IO, Any

import click

from app.domain.problems import SEEDS

_SEEDS = re.compile(r"(?P<first>[0-9]{1,10})(?::(?P<end>[0-9]{1,10}))?", re.ASCII)


class Refused(click.ClickException):
    """An argument that cannot be used: one line, exit status 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """Say it as every other refusal of the command is said."""
        click.echo(f"gradmark: {self.format_message()}", file=file, err=file is None)


def read_seeds(text: str) -> range:
    """Read a seed, or a range A:B of seeds without B.

    Raises:
        Refused: It is neither, or holds no seed there is.
    """
    match = _SEEDS.fullmatch(text.strip())
    if match is None:
        raise Refused(
            f"--seeds {text[:40]!r} is neither a seed such as 7 nor a range such as 0:20."
        )
    first = int(match["first"])
    end = first + 1 if match["end"] is None else int(match["end"])
    if end > SEEDS or first >= SEEDS:
        raise Refused(f"--seeds {text} goes too far: seeds lie from 0 to {SEEDS - 1}.")
    if end <= first:
        raise Refused(f"--seeds {text} holds no seed: A:B runs from A up to B, without B.")
    return range(first, end)
