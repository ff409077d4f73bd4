"""`gradmark run`: run snippets of the restricted PyTorch language and print what PyTorch prints."""

import codecs
import json
import sys
from pathlib import Path
from typing import BinaryIO

import click

from app.domain.snippets import SOURCE_BYTES, Failure, SnippetRun, run_snippet

RAISED = 1
REFUSED = 2


class _CannotRead(Exception):
    """A file that holds no text we can use; the message says what to do."""


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line for each FILE.")
def run(*, files: tuple[str, ...], as_json: bool) -> None:
    """Run PyTorch snippets and print exactly what PyTorch would print.

    A FILE of - reads standard input. Several files run one after the other, each by itself.

    The exit status is the highest of all files': 0 when a snippet ran to its end, 1 when it ended with an
    exception of PyTorch or Python (last line on standard error), 2 when it is outside the language or its
    bounds (FILE:LINE:COLUMN on standard error) or FILE cannot be read.

    With --json each line holds "file", "stdout" and "error": null, or an object of "type" and "message". The
    exit status is then 0, or 2 when a FILE cannot be read (its error's type is CannotRead).
    """
    show = _show_json if as_json else _show_text
    sys.exit(max([show(file) for file in files]))


def _show_text(file: str) -> int:
    try:
        result = run_snippet(_read(file))
    except _CannotRead as error:
        click.echo(f"gradmark: {error}", err=True)
        return REFUSED
    click.echo(result.stdout, nl=False, color=True)
    for warning in result.warnings:
        click.echo(f"UserWarning: {warning}", err=True)
    failure = result.failure
    if failure is None:
        return 0
    if failure.place is not None:
        line, column = failure.place
        click.echo(f"{file}:{line}:{column}: {failure.type}: {failure.message}", err=True)
        return REFUSED
    click.echo(_last_line(failure), err=True)
    return RAISED


def _last_line(failure: Failure) -> str:
    """The exception as Python ends a traceback with it."""
    return f"{failure.type}: {failure.message}" if failure.message else failure.type


def _show_json(file: str) -> int:
    try:
        result = run_snippet(_read(file))
    except _CannotRead as error:
        _put_json(file, SnippetRun("", (), Failure("CannotRead", str(error))))
        return REFUSED
    _put_json(file, result)
    return 0


def _put_json(file: str, result: SnippetRun) -> None:
    error = None
    if result.failure is not None:
        message = result.failure.message
        if result.failure.place is not None:
            line, column = result.failure.place
            message = f"line {line}, column {column}: {message}"
        error = {"type": result.failure.type, "message": message}
    click.echo(json.dumps({"file": file, "stdout": result.stdout, "error": error}))


def _read(file: str) -> str:
    try:
        if file == "-":
            return _decode("standard input", sys.stdin.buffer)
        with Path(file).open("rb") as stream:
            return _decode(file, stream)
    except OSError as error:
        reason = error.strerror or str(error)
        raise _CannotRead(f"{file} cannot be read ({reason}); check the path") from None
    except ValueError as error:
        raise _CannotRead(f"{file!r} is not a path ({error}); check it") from None


def _decode(name: str, stream: BinaryIO) -> str:
    """The text, without a byte order mark, read no further than a snippet may be long."""
    data = stream.read(SOURCE_BYTES + 4).removeprefix(codecs.BOM_UTF8)
    if len(data) > SOURCE_BYTES:
        # The cut may go through a character. In Latin-1 every byte counts, so the length is refused.
        return data.decode("latin-1")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise _CannotRead(
            f"{name} is not UTF-8 text (byte {error.start + 1}); save it as UTF-8"
        ) from None
