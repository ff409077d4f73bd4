"""Shorthands for running a snippet in a test."""

from collections.abc import Callable

import pytest

from engine.snippet import Outcome, parse

HEAD = "import torch\n"


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
