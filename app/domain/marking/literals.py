"""Numbers as people type them: ASCII digits, bounded, fractions, infinities; and what they are not."""

import math
import re

from app.domain.marking.errors import AnswerFormatError
from app.domain.texts import say

MAX_LITERAL = 40
MAX_EXPONENT = 330  # float64 reaches from 5e-324 to 1.8e308

_NUMBER = re.compile(
    r"""
    (?P<sign> [+-]? ) [ \t]*
    (?: (?P<special> (?: infinity | inf | nan ) \b )
      | (?P<digits> (?: (?P<whole> [0-9]+ ) (?: \. [0-9]* )? | \. [0-9]+ )
          (?: e (?P<exponent> [+-]? [0-9]+ ) )? ) )
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_DIVISION = re.compile(r"[ \t]*/[ \t]*")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?![0-9])")
_REST = re.compile(r"[A-Za-z0-9_.]+")


def read_number(text: str, start: int) -> tuple[float, int] | None:
    """Read a number or fraction at `start`; give its value and where it ends, or None if none is.

    Raises:
        AnswerFormatError: What stands there looks like a number and is none, or could be two.
    """
    found = _read_one(text, start)
    if found is None:
        return None
    value, end = found
    division = _DIVISION.match(text, end)
    if division is None:
        return found
    below = _read_one(text, division.end())
    if below is None:
        raise AnswerFormatError(
            say("A number is missing below the fraction bar."),
            say("Write a fraction as 1/60."),
            start,
            division.end(),
        )
    return _divide(value, below[0], start, below[1]), below[1]


def _read_one(text: str, start: int) -> tuple[float, int] | None:
    match = _NUMBER.match(text, start)
    if match is None:
        return None
    sign = -1.0 if match["sign"] == "-" else 1.0
    if match["special"]:
        return sign * float(match["special"].lower()), match.end()
    _check_literal(text, match)
    value = float(match["digits"])
    nonzero = any(digit in "123456789" for digit in re.split("[eE]", match["digits"])[0])
    if math.isinf(value) or (value == 0 and nonzero):
        raise _out_of_range(match)
    return sign * value, match.end()


def _check_literal(text: str, match: re.Match[str]) -> None:
    start, end = match.start("digits"), match.end()
    rest = _REST.match(text, end)
    if rest is not None:
        raise _not_a_number(text, start, rest.end())
    if end - start > MAX_LITERAL:
        raise AnswerFormatError(
            say("A number is longer than %(max_literal)s characters.", max_literal=MAX_LITERAL),
            say("A few significant digits are enough."),
            start,
            end,
        )
    if match["exponent"] and abs(int(match["exponent"])) > MAX_EXPONENT:
        raise _out_of_range(match)
    group = _THOUSANDS.match(text, start)
    if group is not None:
        raise _thousands(group)
    whole = match["whole"] or ""
    if len(whole) > 1 and whole[0] == "0":
        raise AnswerFormatError(
            say("%(number)s begins with a zero too many.", number=match["digits"]),
            say("Write 5 for 005; for a decimal fraction write a point, 0.005."),
            start,
            end,
        )


def _thousands(group: re.Match[str]) -> AnswerFormatError:
    one, several = group[0].replace(",", ""), group[0].replace(",", ", ")
    if ",0" in group[0]:
        hint = say("Write %(one)s for one number.", one=one)
    else:
        hint = say(
            "Write %(one)s for one number, %(several)s for several.", one=one, several=several
        )
    return AnswerFormatError(
        say("%(group)s can be read as one number or as several.", group=group[0]),
        hint,
        group.start(),
        group.end(),
    )


def _not_a_number(text: str, start: int, end: int) -> AnswerFormatError:
    found = text[start : min(end, start + MAX_LITERAL)]
    if "_" in found:
        hint = say("Leave the underscore out: %(value)s.", value=found.replace("_", ""))
    elif found[:2].lower() in ("0x", "0b", "0o"):
        hint = say("Write the number in decimal digits.")
    elif found.count(".") > 1:
        hint = say("A number has one decimal point; put a comma between two numbers.")
    else:
        hint = say("Write 12, 0.5, 3e-4 or 1/60.")
    return AnswerFormatError(say("%(found)s is not a number.", found=found), hint, start, end)


def _out_of_range(match: re.Match[str]) -> AnswerFormatError:
    shown = match["digits"][:MAX_LITERAL]
    return AnswerFormatError(
        say("%(shown)s is too large or too small for a floating-point number.", shown=shown),
        say("Write inf or -inf if you mean infinity, and 0 if you mean zero."),
        match.start(),
        match.end(),
    )


def _divide(above: float, below: float, start: int, end: int) -> float:
    if not (math.isfinite(above) and math.isfinite(below)):
        raise AnswerFormatError(
            say("A fraction is made of two numbers."),
            say("Write inf, -inf or nan by itself."),
            start,
            end,
        )
    if below == 0:
        raise AnswerFormatError(
            say("This fraction divides by zero."),
            say("Write inf, -inf or nan if that is the value."),
            start,
            end,
        )
    quotient = above / below
    if math.isinf(quotient) or (quotient == 0 and above != 0):
        raise AnswerFormatError(
            say("This fraction is too large or too small for a floating-point number."),
            say("Write its value."),
            start,
            end,
        )
    return quotient
