"""The restricted PyTorch language: parse a snippet and run it on our own autograd."""

from engine.snippet.errors import LimitExceeded, SnippetError, UnsupportedSyntax
from engine.snippet.limits import DEFAULT_LIMITS, Limits
from engine.snippet.outcome import Outcome, Raised, Value
from engine.snippet.snippet import Snippet, parse

__all__ = [
    "DEFAULT_LIMITS",
    "LimitExceeded",
    "Limits",
    "Outcome",
    "Raised",
    "Snippet",
    "SnippetError",
    "UnsupportedSyntax",
    "Value",
    "parse",
]
