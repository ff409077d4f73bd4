"""What a snippet is refused with: not PyTorch's errors, which are outcomes, but ours."""

from engine.snippet.wording import Wording


class SnippetError(Exception):
    """A snippet that is refused, with the place in its text.

    Attributes:
        message: What was found and what is allowed instead, without the place.
        line: Line, from 1; 0 while the place is not known yet.
        column: Column in characters, from 1; 0 while the place is not known yet.
    """

    def __init__(self, message: Wording, line: int = 0, column: int = 0) -> None:
        super().__init__(message, line, column)
        self.message = message
        self.line = line
        self.column = column

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}: {self.message}"


class UnsupportedSyntax(SnippetError):
    """A construct, name or attribute outside the allow-list."""


class LimitExceeded(SnippetError):
    """A bound of `Limits` that the snippet would break; the message names the bound."""
