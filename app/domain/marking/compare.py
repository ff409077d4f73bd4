"""When an answer is right."""

import math

from app.domain.marking.answer import Answer, AnswerKind


def is_right(answer: Answer, truth: Answer, rtol: float, atol: float) -> bool:
    """Tell whether `answer` says the same as `truth`.

    Tensors: the same shape, and |a - t| <= atol + rtol * |t| for each element in float64, where an
    infinity equals only itself and nan equals nan. None equals only None: zeros are another answer.
    An error equals the same class of error, or any when the answer names none. A word equals the
    same word, whatever its case.
    """
    if answer.kind is not truth.kind or answer.shape != truth.shape:
        return False
    if answer.kind is AnswerKind.RAISES:
        return answer.error in ("", truth.error)
    if answer.word.casefold() != truth.word.casefold():
        return False
    return all(
        _is_close(number, true, rtol, atol)
        for number, true in zip(answer.numbers, truth.numbers, strict=True)
    )


def _is_close(number: float, true: float, rtol: float, atol: float) -> bool:
    if math.isfinite(true):
        return abs(number - true) <= atol + rtol * abs(true)
    return math.isnan(number) if math.isnan(true) else number == true
