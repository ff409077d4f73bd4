"""Running a snippet by itself, outside any problem: what `gradmark run` shows."""

from dataclasses import dataclass

from engine.snippet import DEFAULT_LIMITS, SnippetError, parse

SOURCE_BYTES = DEFAULT_LIMITS.source_bytes
"""A longer text is refused, so nobody needs to read further than one byte past it."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a snippet did not run to its end.

    Attributes:
        type: The exception's class as PyTorch names it, or `UnsupportedSyntax` or `LimitExceeded`.
        message: Its text.
        place: Line and column, both from 1, of a refusal; None for what PyTorch would raise.
    """

    type: str
    message: str
    place: tuple[int, int] | None = None

    @property
    def refused(self) -> bool:
        """Whether the snippet left the language or its bounds, and so ran in vain."""
        return self.place is not None


@dataclass(frozen=True, slots=True)
class SnippetRun:
    """What a snippet printed, what it warned of, and how it failed if it did."""

    stdout: str
    warnings: tuple[str, ...]
    failure: Failure | None


def run_snippet(source: str) -> SnippetRun:
    """Parse and run a snippet within the default bounds.

    A refusal is a result like any other here: its run prints nothing.
    """
    try:
        outcome = parse(source).run()
    except SnippetError as error:
        place = (error.line, error.column)
        return SnippetRun("", (), Failure(type(error).__name__, error.message, place))
    raised = outcome.error
    failure = None if raised is None else Failure(raised.type, raised.message)
    return SnippetRun(outcome.stdout, outcome.warnings, failure)
