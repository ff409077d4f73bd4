"""What to say where an answer stops making sense: one explanation for each slip that people make."""

import re
from difflib import get_close_matches

from app.domain.marking.answer import ERROR_TYPES
from app.domain.marking.errors import AnswerFormatError
from app.domain.texts import say

_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")
_EXPONENT = re.compile(r"[eE][+-]?[0-9]+")
_OPERATOR = re.compile(r"\*\*|[*/+^%-]")
_NUMBER_BEGINS = re.compile(r"[+-]?[0-9.]|\[")
_KNOWN_WORDS = ("None", "inf", "nan", "tensor", "error", *ERROR_TYPES)
_LAST_NUMBER = re.compile(r"[0-9.]+(?=\s*\Z)")
_SHOWN = 20


def explain_missing_number(text: str, place: int, where: str) -> AnswerFormatError:
    """Explain what stands at `place`, where a number or a list should begin."""
    message: str
    hint: str
    found = text[place : place + 1]
    word = _WORD.match(text, place)
    if word is not None:
        return _explain_word(word, where)
    end = place + len(found)
    if found == "":
        message, hint = (
            say("The answer ends where a number should follow."),
            say("Write the number."),
        )
    elif text.startswith("...", place):
        message, hint, end = say("Dots leave numbers out."), say("Write every number."), place + 3
    elif found == ",":
        message, hint = (
            say("There is no number before this comma."),
            say("Write one comma between numbers."),
        )
    elif found == "]" and text[:place].rstrip().endswith("["):
        message, hint = (
            say("There are no numbers between the brackets."),
            say("Write the elements, or None."),
        )
    elif found == "]":
        message, hint = (
            say("This bracket closes none that was opened."),
            say("Delete it, or write [ before."),
        )
    elif found in "()":
        return _explain_round_bracket(place)
    elif _OPERATOR.match(found):
        return _explain_arithmetic(text, place, where)
    else:
        message, hint = _meaningless(found)
    return _make(message, hint, where, place, end)


def explain_missing_comma(text: str, place: int, where: str) -> AnswerFormatError:
    """Explain what stands at `place`, where a comma or the end should follow a number or list."""
    message: str
    hint: str
    found = text[place : place + 1]
    if exponent := _EXPONENT.match(text, place):
        return _explain_split_number(text, exponent, where)
    if _NUMBER_BEGINS.match(text, place):
        return _make(
            say("There is no comma between two numbers or lists."),
            say("Write 0.3, 3, 0.0003 with commas."),
            where,
            place,
            place + 1,
        )
    if found == "]":
        message, hint = (
            say("This bracket closes none that was opened."),
            say("Delete it, or write [ before."),
        )
    elif found in "()":
        return _explain_round_bracket(place)
    elif _OPERATOR.match(found):
        return _explain_arithmetic(text, place, where)
    elif found == ",":
        message, hint = (
            say("Something follows the tensor."),
            say("Write one tensor for each question."),
        )
    elif found == ";":
        message, hint = (
            say("Numbers are separated by commas here."),
            say("Write [[1, 2], [3, 4]]."),
        )
    elif (word := _WORD.match(text, place)) is not None:
        return _explain_word(word, where)
    else:
        message, hint = _meaningless(found)
    return _make(message, hint, where, place, place + 1)


def _explain_split_number(text: str, exponent: re.Match[str], where: str) -> AnswerFormatError:
    before = max(0, exponent.start() - 2 * _SHOWN)
    head = _LAST_NUMBER.search(text[before : exponent.start()])
    start = exponent.start() if head is None else before + head.start()
    whole = exponent[0] if head is None else head[0] + exponent[0]
    return _make(
        say("There is a space inside a number."),
        say("Write it in one piece, %(whole)s.", whole=whole[: 2 * _SHOWN]),
        where,
        start,
        exponent.end(),
    )


def _explain_word(word: re.Match[str], where: str) -> AnswerFormatError:
    found = word[0][:_SHOWN]
    if found.lower() == "none":
        message, hint = (
            say("None stands among numbers."),
            say("Write None by itself if there is no gradient."),
        )
    elif found.lower() in ("tensor", "torch.tensor"):
        message, hint = (
            say("tensor( ) stands only around a whole answer."),
            say("Write tensor([1, 2, 3])."),
        )
    elif found.lower() in ("true", "false"):
        message, hint = (
            say("%(found)s is not a number.", found=found),
            say("Write numbers, None or an error's name."),
        )
    else:
        near = get_close_matches(found, _KNOWN_WORDS, n=1)
        guess = (
            say("Did you mean %(near)s?", near=near[0])
            if near
            else say("Write numbers, None or an error's name.")
        )
        message, hint = say("%(found)s is not a value.", found=found), guess
    return _make(message, hint, where, word.start(), word.end())


def _explain_round_bracket(place: int) -> AnswerFormatError:
    return _make(
        say("A round bracket stands here."),
        say("Write lists in square brackets."),
        "",
        place,
        place + 1,
    )


def _explain_arithmetic(text: str, place: int, where: str) -> AnswerFormatError:
    operator = _OPERATOR.match(text, place)
    return _make(
        say("Nothing is calculated in an answer."),
        say("Write the value; only a fraction such as 1/60 may stay as it is."),
        where,
        place,
        place + 1 if operator is None else operator.end(),
    )


def _meaningless(found: str) -> tuple[str, str]:
    if found == "=":
        return say("An equals sign stands here."), say("Write only the value.")
    return say("%(found)s has no meaning in an answer.", found=found), say(
        "Write numbers, None or an error's name."
    )


def _make(message: str, hint: str, where: str, start: int, end: int) -> AnswerFormatError:
    return AnswerFormatError(
        say("At %(where)s: %(message)s", where=where, message=message) if where else message,
        hint,
        start,
        end,
    )
