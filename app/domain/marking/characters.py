"""The characters an answer may hold: ASCII, so that two answers that look alike are alike."""

import re
import unicodedata

from app.domain.marking.errors import AnswerFormatError

MAX_CHARACTERS = 65_536

_FOREIGN = re.compile(r"[^\t\n\r -~]")
_BIDIRECTIONAL = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_MINUS = ("This dash is not the keyboard's minus sign.", "Write - for minus.")
_INVISIBLE = ("An invisible character stands here.", "Delete it, or type the answer anew.")
_DIGIT = ("This is not an ASCII digit.", "Write digits from 0 to 9.")
_COMMA = ("This is not the comma of an ASCII keyboard.", "Write , between numbers.")
_UNKNOWN = (
    "This character has no meaning in an answer.",
    "Write numbers, None or an error's name.",
)
_BY_CHARACTER = {
    "\0": ("A NUL character stands here.", "Delete it."),
    "\u2212": _MINUS,
    "\uff0c": _COMMA,
    "\u3001": _COMMA,
    "\u221e": ("An infinity sign stands here.", "Write inf or -inf."),
    "\u2026": ("Dots leave numbers out.", "Write every number."),
    "\u00d7": ("A multiplication sign stands here.", "Write 3e-4 for 3 times 10 to the -4."),
} | dict.fromkeys(
    _BIDIRECTIONAL,
    ("An invisible character that turns the writing direction stands here.", _INVISIBLE[1]),
)
_BY_CATEGORY = {
    "Pd": _MINUS,
    "Nd": _DIGIT,
    "Nl": _DIGIT,
    "No": _DIGIT,
    "Zs": ("This is not an ordinary space.", "Type the space anew."),
} | dict.fromkeys(("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"), _INVISIBLE)


def check_characters(text: str) -> None:
    """Refuse a text that is too long or holds anything but printable ASCII and line breaks.

    Raises:
        AnswerFormatError: It names the character and what to type in its place.
    """
    if len(text) > MAX_CHARACTERS:
        raise AnswerFormatError(
            f"The answer is longer than {MAX_CHARACTERS} characters.",
            "Write each number with a few significant digits.",
            MAX_CHARACTERS,
            len(text),
        )
    foreign = _FOREIGN.search(text)
    if foreign is not None:
        category = unicodedata.category(foreign[0])
        reason = _BY_CHARACTER.get(foreign[0]) or _BY_CATEGORY.get(category, _UNKNOWN)
        message = f"{reason[0]} (U+{ord(foreign[0]):04X})"
        raise AnswerFormatError(message, reason[1], foreign.start(), foreign.end())
