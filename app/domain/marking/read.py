"""Reading an answer as its question wants it: typed, or one of the question's options."""

import re

from app.domain.marking.answer import Answer, AnswerKind
from app.domain.marking.errors import AnswerFormatError
from app.domain.marking.parse import parse_answer
from app.domain.problems import Question, QuestionKind
from app.domain.texts import say

_MAX_WORD = 80
_AROUND = " \t\r\n'\"`<>"
"""What is passed over around a word: PyTorch prints `<MulBackward0>`, and people quote."""
_OUTSIDE = re.compile(r"[^!-~]")


def read_answer(question: Question, text: str) -> Answer:
    """Read what was typed or chosen as the answer to `question`.

    Args:
        question: What was asked.
        text: What a student typed, or the `value` of the option that was chosen.

    Raises:
        AnswerFormatError: It cannot be read; says what to type or choose instead.
    """
    match question.kind:
        case QuestionKind.VALUE:
            return parse_answer(text)
        case QuestionKind.TEXT:
            return Answer(AnswerKind.TEXT, word=_read_word(text))
        case QuestionKind.BOOLEAN:
            return Answer(AnswerKind.BOOLEAN, word=_read_option(question, text))
        case QuestionKind.CHOICE | QuestionKind.ERROR:
            return Answer(AnswerKind.TEXT, word=_read_option(question, text))


def _read_option(question: Question, text: str) -> str:
    if not text.strip():
        raise AnswerFormatError(say("There is no answer here."), say("Choose one of the answers."))
    if text not in {option.value for option in question.options}:
        raise AnswerFormatError(
            say("This is none of the answers to choose from."),
            say("Choose one of them."),
            0,
            len(text),
        )
    return text


def _read_word(text: str) -> str:
    word = text.strip(_AROUND)
    if not word:
        raise AnswerFormatError(
            say("There is no answer here."), say("Write one word."), 0, len(text)
        )
    start = text.index(word)
    outside = _OUTSIDE.search(word)
    if outside is not None:
        space = outside[0].isspace()
        raise AnswerFormatError(
            say("There is more than one word here.")
            if space
            else say(
                "No such word has this character in it. (U+%(value)s)",
                value=f"{ord(outside[0]):04X}",
            ),
            say("Write one word, as Python prints it."),
            start + outside.start(),
            start + outside.end(),
        )
    if len(word) > _MAX_WORD:
        raise AnswerFormatError(
            say("The word is longer than %(max_word)s characters.", max_word=_MAX_WORD),
            say("Write one word, as Python prints it."),
            start,
            start + len(word),
        )
    return word
