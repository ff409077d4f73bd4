"""Shorthands for running a snippet in a test."""

import contextlib
import importlib.util
import io
import sys
from collections.abc import Callable

import pytest

from engine.snippet import Outcome, Raised, parse

HEAD = "import torch\n"
PYTORCH_JUDGES = importlib.util.find_spec("torch") is not None and sys.version_info[:2] == (3, 11)
"""Python's own words, which some tables hold, were recorded on this version."""


@pytest.fixture
def outcome() -> Callable[[str], Outcome]:
    """Run a snippet after `import torch`."""
    return lambda source: parse(HEAD + source).run()


@pytest.fixture
def printed() -> Callable[[str], str]:
    """Run a snippet after `import torch`; it must end well. Gives what it printed."""

    def run(source: str) -> str:
        result = parse(HEAD + source).run()
        assert result.error is None
        return result.stdout

    return run


@pytest.fixture
def in_pytorch() -> Callable[[str], tuple[str, Raised | None] | None]:
    """What a program prints and raises in real PyTorch; None where PyTorch is not there to ask."""

    def run(source: str) -> tuple[str, Raised | None] | None:
        if not PYTORCH_JUDGES:
            return None
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            try:
                exec(HEAD + source, {})
            except Exception as error:  # noqa: BLE001 - whatever it raises is what is asked for
                return output.getvalue(), Raised(type(error).__name__, str(error))
        return output.getvalue(), None

    return run
