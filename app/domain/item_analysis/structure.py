"""How variants are built: what a program does, whatever its numbers are."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from engine.snippet import LEGACY, PYTORCH, SnippetError, parse
from engine.snippet.recording import Recording, record
from engine.snippet.recording.events import LeftOut, Ran, Started

_KEPT: Final = 4096
_DECIMAL: Final = re.compile(r"\b\d+\.\d*(?:e[-+]?\d+)?")
_DECIDES: Final = re.compile(
    r"[<>]|[=!]=|\b(?:if|while|assert|and|or|not|item|tolist|int|bool|any|all|nonzero|unique|arg\w+|"
    r"topk|equal|allclose|isclose|searchsorted|bucketize)\b"
)
"""By these a program may do something else for other numbers."""


@dataclass(frozen=True, order=True)
class Structure:
    """What sort of program a variant is.

    Attributes:
        backward_passes: How often gradients are asked for; each turn of a loop counts.
        depth: The longest chain of recorded operations, from a leaf on.
        broadcasts: Whether a backward pass had to undo a broadcast.
    """

    backward_passes: int
    depth: int
    broadcasts: bool


def structure_of(code: str, *, legacy: bool = False) -> Structure | None:
    """Read a variant's structure off a run of its text.

    Programs that differ in decimals only, and in which no number decides what is done, are run once
    for all of them.

    Args:
        code: The variant's text.
        legacy: Whether it runs by the rules of PyTorch 1.0-1.3.

    Returns:
        The structure; None where the engine refuses the text or a run is too long to be told whole.
    """
    return _read(code if _DECIDES.search(code) else _DECIMAL.sub("0.5", code), legacy)


@lru_cache(maxsize=_KEPT)
def _read(code: str, legacy: bool) -> Structure | None:
    try:
        recording = record(parse(code), rules=LEGACY if legacy else PYTORCH)
    except SnippetError:
        return None
    if any(isinstance(event, LeftOut) for event in recording.events):
        return None
    return Structure(
        backward_passes=sum(isinstance(event, Started) for event in recording.events),
        depth=_depth(recording),
        broadcasts=any(
            sent.sent.shape != sent.arrived.shape
            for event in recording.events
            if isinstance(event, Ran)
            for sent in event.sent
        ),
    )


def _depth(recording: Recording) -> int:
    chains: dict[int, int] = {}
    for made in recording.made():
        if made.operation:
            longest = max((chains.get(source, 0) for source in made.sources), default=0)
            chains[made.place] = max(chains.get(made.place, 0), longest + 1)
    return max(chains.values(), default=0)
