"""Lines as a process would write them."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from app.logs import LogFormat, make_formatter

Lines = Callable[[], list[dict[str, Any]]]


@contextmanager
def all_lines() -> Iterator[Lines]:
    """Keep all that is logged meanwhile; yields what reads it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(make_formatter(LogFormat.JSON))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
