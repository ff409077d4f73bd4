"""Gate 6: a text that is read at a glance, in the language of snippets."""

from collections.abc import Sequence

from app.domain.problems.gates.gate import Example, Failure, Gate
from app.domain.problems.refusals import refusal_with_place
from app.domain.problems.variants import Variant
from app.domain.texts import say
from engine.snippet import Snippet, SnippetError, parse

LINES = 24
"""How many lines a variant's text may have: fewer than 25 fit on a screen with the questions."""
COLUMNS = 88
"""How many characters a line may have."""


def read_text(code: str) -> Snippet | SnippetError:
    """Parse a variant's text, or give why the language refuses it."""
    try:
        return parse(code)
    except SnippetError as refusal:
        return refusal


def check_text(variants: Sequence[Variant], read: Sequence[Snippet | SnippetError]) -> Gate:
    """Look at the texts of variants, each with what `read_text` made of it."""
    lines = [variant.code.rstrip("\n").split("\n") for variant in variants]
    heights = [len(text) for text in lines]
    widths = [max(map(len, text)) for text in lines]
    long = [
        Example.of(variant, say("%(count)s lines", count=height))
        for variant, height in zip(variants, heights, strict=True)
        if height > LINES
    ]
    wide = [
        Example.of(variant, _widest(text))
        for variant, text, width in zip(variants, lines, widths, strict=True)
        if width > COLUMNS
    ]
    refused = [
        Example.of(variant, refusal_with_place(result))
        for variant, result in zip(variants, read, strict=True)
        if isinstance(result, SnippetError)
    ]
    return Gate(
        number=6,
        name=say("Short text"),
        figures={
            say("most lines"): max(heights, default=0),
            say("widest line"): max(widths, default=0),
        },
        failures=(
            *Failure.of(
                say("The text has more than %(most)s lines.", most=LINES),
                say("Shorten the snippet: a student reads all of it."),
                long,
            ),
            *Failure.of(
                say("A line is wider than %(most)s columns.", most=COLUMNS),
                say("Break the line in the file, or draw fewer or shorter numbers."),
                wide,
            ),
            *Failure.of(
                say("The text leaves the language of snippets."),
                say("Write it with the names and constructs that the language has."),
                refused,
            ),
        ),
    )


def _widest(lines: list[str]) -> str:
    width, number = max((len(line), -number) for number, line in enumerate(lines, start=1))
    return say("line %(line)s has %(width)s columns", line=-number, width=width)
