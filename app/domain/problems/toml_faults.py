"""What is wrong with a block that is not TOML, said so that a teacher knows what to do."""

from typing import Final

from app.domain.texts import Message, say

_OPEN_TEXT: Final = say("a text is not closed; it ends with a quote on the line that it begins on")
_TAKEN: Final = say("this name has a value already; keep one of the two")
_NO_NAME: Final = say(
    "a name is expected here; a table in `{ }` stands on one line, without a comma at its end"
)

_TOLD: Final[tuple[tuple[str, Message], ...]] = (
    ("Expected '='", say("a name needs `=` and a value behind it")),
    ("Expected ']", say("the name of a table is not closed; write `[params]` or `[[ask]]`")),
    (
        "Expected newline",
        say("there is more on this line than one value; a comma, bracket or quote may be missing"),
    ),
    ('Expected "\'"', _OPEN_TEXT),
    ("Unterminated string", _OPEN_TEXT),
    ("Illegal character '\\n'", _OPEN_TEXT),
    (
        "Unclosed array",
        say("a list is not closed with `]`, or a comma between two values is missing"),
    ),
    (
        "Unclosed inline table",
        say("a table is not closed with `}`, or a comma between two fields is missing"),
    ),
    ("Invalid initial character", _NO_NAME),
    ("Invalid statement", say("a line is `name = value`, `[params]` or `[[ask]]`")),
    (
        "Invalid value",
        say(
            "a value is a text in double quotes, a number, `true` or `false`, a list in `[ ]` or a table in `{ }`"
        ),
    ),
    ("Cannot overwrite", _TAKEN),
    ("Duplicate inline table key", _TAKEN),
    ("Cannot declare", say("this table stands above already; put both together")),
    (
        "Unescaped '\\'",
        say("a backslash in a text is written twice, or the text stands in single quotes"),
    ),
)
"""How messages of `tomllib` begin, and what is said instead."""


def toml_fault(message: str) -> str:
    """Say what `tomllib` complains of; what it seldom says stays in its own words."""
    return next((told for begins, told in _TOLD if message.startswith(begins)), message)
