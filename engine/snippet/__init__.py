"""The restricted PyTorch language: parse a snippet and run it on our own autograd."""

from engine.autograd.rules import LEGACY, PYTORCH, Rules
from engine.snippet.errors import LimitExceeded, SnippetError, UnsupportedSyntax
from engine.snippet.limits import DEFAULT_LIMITS, Limits
from engine.snippet.many import evaluate_many
from engine.snippet.outcome import Outcome, Raised, Value
from engine.snippet.outcomes import Answers, Outcomes, Part
from engine.snippet.snippet import Snippet, parse
from engine.snippet.wording import Wording

__all__ = [
    "DEFAULT_LIMITS",
    "LEGACY",
    "PYTORCH",
    "Answers",
    "LimitExceeded",
    "Limits",
    "Outcome",
    "Outcomes",
    "Part",
    "Raised",
    "Rules",
    "Snippet",
    "SnippetError",
    "UnsupportedSyntax",
    "Value",
    "Wording",
    "evaluate_many",
    "parse",
]
