"""From what a student typed to an answer."""

import re
from difflib import get_close_matches

from app.domain.marking.answer import ERROR_TYPES, Answer, AnswerKind
from app.domain.marking.characters import check_characters
from app.domain.marking.errors import AnswerFormatError
from app.domain.marking.reader import TensorReader
from app.domain.texts import say

_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+", re.ASCII)
_ERROR = re.compile(
    r"(?:(?:it\s+)?raises\s+|throws\s+)?(?:an?\s+)?(?P<type>[a-z]{0,30}(?:error|exception))(?P<rest>\s*:.*)?",
    re.IGNORECASE | re.DOTALL | re.ASCII,
)


def parse_answer(text: str) -> Answer:
    """Read an answer: numbers in any nesting of lists, `None`, or an error.

    A number alone has shape (); `[3]` has shape (1,); `0.3, 3` is a list without its brackets, but
    `1,5` is refused: half of the world writes 1.5 so.
    Numbers are decimal, scientific, `inf`, `-inf`, `nan`, or fractions such as `1/60`. What PyTorch
    prints may be pasted whole. `error` means any error, `RuntimeError` that one; a message after a
    colon is passed over.

    Args:
        text: At most 64 KiB; at most 4 dimensions and 10,000 elements.

    Raises:
        AnswerFormatError: It cannot be read; says what to type instead, and where.
    """
    check_characters(text)
    body = text.strip()
    if not body:
        raise AnswerFormatError(
            say("There is no answer here."),
            say("Write numbers, None if there is no gradient, or an error's name."),
            0,
            len(text),
        )
    if body.lower() == "none":
        return Answer(AnswerKind.NONE)
    error = _ERROR.fullmatch(body)
    if error is not None:
        start = text.index(body) + error.start("type")
        return Answer(AnswerKind.RAISES, error=_find_error_type(error["type"], start))
    reader = TensorReader(text)
    shape = reader.read()
    if _DECIMAL_COMMA.fullmatch(body):
        raise _decimal_comma(body, text.index(body))
    return Answer(AnswerKind.TENSOR, shape, tuple(reader.numbers))


def _decimal_comma(body: str, start: int) -> AnswerFormatError:
    return AnswerFormatError(
        say("%(body)s can be read as one number or as two.", body=body),
        say(
            "Write %(one)s for one number, [%(two)s] for two.",
            one=body.replace(",", "."),
            two=body.replace(",", ", "),
        ),
        start,
        start + len(body),
    )


def _find_error_type(typed: str, start: int) -> str:
    if typed.lower() in ("error", "exception"):
        return ""
    by_lower = {name.lower(): name for name in ERROR_TYPES}
    if typed.lower() in by_lower:
        return by_lower[typed.lower()]
    near = get_close_matches(typed.lower(), by_lower, n=1)
    guess = (
        say("Did you mean %(name)s?", name=by_lower[near[0]])
        if near
        else say("Known: %(error_types)s.", error_types=", ".join(ERROR_TYPES))
    )
    raise AnswerFormatError(
        say("%(typed)s is not a known error.", typed=typed), guess, start, start + len(typed)
    )
