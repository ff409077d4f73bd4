"""The restricted PyTorch language: parse a snippet and run it on our own autograd."""

from engine.snippet.errors import LimitExceeded, SnippetError, UnsupportedSyntax
from engine.snippet.limits import DEFAULT_LIMITS, Limits
from engine.snippet.many import evaluate_many
from engine.snippet.outcome import Outcome, Raised, Value
from engine.snippet.outcomes import Answers, Outcomes, Part
from engine.snippet.snippet import Snippet, parse

__all__ = [
    "DEFAULT_LIMITS",
    "Answers",
    "LimitExceeded",
    "Limits",
    "Outcome",
    "Outcomes",
    "Part",
    "Raised",
    "Snippet",
    "SnippetError",
    "UnsupportedSyntax",
    "Value",
    "evaluate_many",
    "parse",
]
