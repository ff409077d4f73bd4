"""From a file's bytes to text: UTF-8, or UTF-16 as spreadsheets save it; never a guess that would garble names."""

import codecs
from typing import Final

from app.domain.texts import say
from app.errors import InvalidInput

MOST_BYTES: Final = 1_000_000
"""How long a roster may be."""

_WORKBOOK = b"PK\x03\x04"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(content: bytes) -> str:
    """Return the text of an uploaded roster.

    Raises:
        InvalidInput: It is too long, a workbook, or in another encoding; the message says how to save it.
    """
    if len(content) > MOST_BYTES:
        raise unreadable(
            say("This file is longer than 1 MB. Split it and import the parts one by one.")
        )
    if content.startswith(_WORKBOOK):
        raise unreadable(
            say("This is a workbook. In your spreadsheet, save the sheet as “CSV UTF-8”.")
        )
    encoding = "utf-16" if content.startswith(_UTF_16) else "utf-8"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise unreadable(
            say(
                "Line %(line)s is not in UTF-8, so names would be garbled. "
                "In your spreadsheet, save it as “CSV UTF-8”.",
                line=line,
            )
        ) from None
    if "\0" in text:
        raise unreadable(
            say("This is not a text file. In your spreadsheet, save it as “CSV UTF-8”.")
        )
    return text


def unreadable(message: str) -> InvalidInput:
    """Return the refusal of a whole roster."""
    return InvalidInput(message, {"roster": message})
