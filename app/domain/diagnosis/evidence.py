"""How much it says that an answer agrees with a prediction.

Agreement of several numbers of several digits can hardly be chance; that of one small integer often
is. Evidence is counted in bits: 10 bits are as surprising as a fair coin that falls ten times on
the same side.
"""

from math import isfinite, log2

from app.domain.marking.answer import Answer, AnswerKind
from app.domain.problems import Question

_OTHER_KIND = 6.0
"""To give no number where one is due, or one where none is, is a statement."""
_OTHER_SHAPE = 3.0
_ZERO = 2.0
"""Zero is what people write who know nothing."""
_PER_DIGIT = log2(10)


def bits(question: Question, true: Answer, predicted: Answer) -> float:
    """Give the evidence of an answer that is as predicted and not as true.

    Args:
        question: What was asked; among few options chance finds the predicted one.
        true: The right answer.
        predicted: The answer that was predicted, which differs from it.
    """
    if question.options:
        return log2(len(question.options))
    if true.kind is not predicted.kind:
        return _OTHER_KIND
    if predicted.kind is not AnswerKind.TENSOR:
        return _OTHER_SHAPE
    if true.shape != predicted.shape:
        return _OTHER_SHAPE + sum(map(_bits_of_number, set(predicted.numbers)))
    differing = {
        number for one, number in zip(true.numbers, predicted.numbers, strict=True) if one != number
    }
    # A number that stands in several places is found once.
    return sum(map(_bits_of_number, differing))


def _bits_of_number(number: float) -> float:
    if not isfinite(number) or number == 0:
        return _ZERO
    digits = f"{abs(number):.3e}".partition("e")[0].replace(".", "").rstrip("0")
    return 1 + _PER_DIGIT * len(digits)
