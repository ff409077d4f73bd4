"""A file that a command writes: under its own name only when it is whole, and never in the place of another."""

import datetime as dt
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.cli.seeds import Refused


def free_name(target: Path, ending: str, words: str = "gradmark") -> Path:
    """Return the path of a file that is not there yet; in a folder it is named after what it holds and the time.

    Raises:
        Refused: There is such a file, or no such folder.
    """
    if target.is_dir():
        now = dt.datetime.now(dt.UTC)
        target /= f"{words}-{now:%Y-%m-%dT%H%M%SZ}.{ending}"
    if not target.parent.is_dir():
        raise Refused(f"There is no folder {target.parent}. Make it first.")
    if target.exists():
        raise Refused(f"{target} is there already; give another name, or a folder.")
    return target


@contextmanager
def written_whole(target: Path) -> Iterator[Path]:
    """Yield a path to write to, readable for its owner alone; once that went well, it is `target` and on the disk.

    Raises:
        OSError: It cannot be written.
    """
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        part.touch(mode=0o600, exist_ok=False)
        yield part
        _flush(part)
        part.rename(target)
        _flush(target.parent)
    finally:
        part.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    """Have a file, or a folder's names, on the disk and not only in memory."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
