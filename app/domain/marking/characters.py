"""The characters an answer may hold: ASCII, so that two answers that look alike are alike."""

import re
import unicodedata

from app.domain.marking.errors import AnswerFormatError
from app.domain.texts import say

MAX_CHARACTERS = 65_536

_FOREIGN = re.compile(r"[^\t\n\r -~]")
_BIDIRECTIONAL = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_MINUS = (say("This dash is not the keyboard's minus sign."), say("Write - for minus."))
_INVISIBLE = (
    say("An invisible character stands here."),
    say("Delete it, or type the answer anew."),
)
_DIGIT = (say("This is not an ASCII digit."), say("Write digits from 0 to 9."))
_COMMA = (say("This is not the comma of an ASCII keyboard."), say("Write , between numbers."))
_UNKNOWN = (
    say("This character has no meaning in an answer."),
    say("Write numbers, None or an error's name."),
)
_BY_CHARACTER = {
    "\0": (say("A NUL character stands here."), say("Delete it.")),
    "\u2212": _MINUS,
    "\uff0c": _COMMA,
    "\u3001": _COMMA,
    "\u221e": (say("An infinity sign stands here."), say("Write inf or -inf.")),
    "\u2026": (say("Dots leave numbers out."), say("Write every number.")),
    "\u00d7": (
        say("A multiplication sign stands here."),
        say("Write 3e-4 for 3 times 10 to the -4."),
    ),
} | dict.fromkeys(
    _BIDIRECTIONAL,
    (say("An invisible character that turns the writing direction stands here."), _INVISIBLE[1]),
)
_BY_CATEGORY = {
    "Pd": _MINUS,
    "Nd": _DIGIT,
    "Nl": _DIGIT,
    "No": _DIGIT,
    "Zs": (say("This is not an ordinary space."), say("Type the space anew.")),
} | dict.fromkeys(("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"), _INVISIBLE)


def check_characters(text: str) -> None:
    """Refuse a text that is too long or holds anything but printable ASCII and line breaks.

    Raises:
        AnswerFormatError: It names the character and what to type in its place.
    """
    if len(text) > MAX_CHARACTERS:
        raise AnswerFormatError(
            say(
                "The answer is longer than %(max_characters)s characters.",
                max_characters=MAX_CHARACTERS,
            ),
            say("Write each number with a few significant digits."),
            MAX_CHARACTERS,
            len(text),
        )
    foreign = _FOREIGN.search(text)
    if foreign is not None:
        category = unicodedata.category(foreign[0])
        reason = _BY_CHARACTER.get(foreign[0]) or _BY_CATEGORY.get(category, _UNKNOWN)
        message = f"{reason[0]} (U+{ord(foreign[0]):04X})"
        raise AnswerFormatError(message, reason[1], foreign.start(), foreign.end())
