"""Every test of the engine runs inside a run of its own."""

from collections.abc import Iterator

import pytest

from engine.autograd import Run, run_context


@pytest.fixture(autouse=True)
def run() -> Iterator[Run]:
    """The run in progress."""
    with run_context() as opened:
        yield opened
