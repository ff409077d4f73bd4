"""Simulated students: what they write who believe something, who slip, and who guess."""

import math
from collections.abc import Mapping
from dataclasses import replace
from random import Random

from app.domain.diagnosis import find_misconception, predict
from app.domain.marking import Answer, AnswerKind, is_right
from app.domain.problems import Question, Truth, Variant
from app.domain.problems.questions import QuestionKind

Answers = dict[str, Answer]


def right(truth: Mapping[str, Truth]) -> Answers:
    """The answers of somebody who is right, in four digits."""
    return {id: _rounded(Answer.from_truth(value)) for id, value in truth.items()}


def believer(variant: Variant, codes: tuple[str, ...], random: Random) -> Answers | None:
    """The answers of somebody with misconceptions; None if these lead to none."""
    predicted = predict(variant, [find_misconception(code) for code in codes])
    if predicted is None:
        return None
    questions = {question.id: question for question in variant.questions}
    return {
        id: _written(questions[id], _rounded(Answer.from_truth(value)), random)
        for id, value in predicted.items()
    }


def _written(question: Question, answer: Answer, random: Random) -> Answer:
    """Where kinds of error are to choose from, who expects some error chooses one."""
    if question.kind is QuestionKind.ERROR and answer.kind is AnswerKind.RAISES:
        return Answer(AnswerKind.TEXT, word=random.choice(question.options[1:]).value)
    return answer


def _rounded(answer: Answer) -> Answer:
    return replace(answer, numbers=tuple(float(f"{number:.4g}") for number in answer.numbers))


def slipping(variant: Variant, answers: Answers, kind: str, random: Random) -> Answers | None:
    """The same answers with one slip of a kind in one of them; None where there is no place for it."""
    places = [id for id, answer in answers.items() if answer.kind is AnswerKind.TENSOR]
    random.shuffle(places)
    for id in places:
        slipped = {**SLIPS, **OTHER_SLIPS}[kind](answers[id], random)
        if slipped is not None and not is_right(slipped, answers[id], variant.rtol, variant.atol):
            return {**answers, id: slipped}
    return None


def _in_one_number(change):
    def slip(answer: Answer, random: Random) -> Answer | None:
        place = random.randrange(len(answer.numbers))
        number = answer.numbers[place]
        if not math.isfinite(number):
            return None
        numbers = list(answer.numbers)
        numbers[place] = change(number, random)
        return replace(answer, numbers=tuple(numbers))

    return slip


def _other_digit(number: float, random: Random) -> float:
    text = f"{number:.4g}"
    places = [place for place, character in enumerate(text) if character.isdigit()]
    place = random.choice(places)
    digit = random.choice([digit for digit in "0123456789" if digit != text[place]])
    return float(text[:place] + digit + text[place + 1 :])


def _swap(answer: Answer, random: Random) -> Answer | None:
    if len(answer.numbers) < 2:
        return None
    one, other = random.sample(range(len(answer.numbers)), 2)
    numbers = list(answer.numbers)
    numbers[one], numbers[other] = numbers[other], numbers[one]
    return replace(answer, numbers=tuple(numbers))


def _drop(answer: Answer, random: Random) -> Answer | None:
    if len(answer.shape) != 1 or answer.shape[0] < 2:
        return None
    place = random.randrange(len(answer.numbers))
    numbers = answer.numbers[:place] + answer.numbers[place + 1 :]
    return replace(answer, shape=(len(numbers),), numbers=numbers)


SLIPS = {
    "sign": _in_one_number(lambda number, _: -number),
    "digit": _in_one_number(_other_digit),
    "factor 10": _in_one_number(lambda number, random: number * random.choice((10, 0.1))),
    "off by one": _in_one_number(lambda number, random: number + random.choice((1, -1))),
    "swapped elements": _swap,
    "dropped element": _drop,
}
"""What a slip makes of an answer, by its kind; None where it has no place."""


def _exchanged_digits(number: float, random: Random) -> float:
    text = f"{number:.4g}"
    pairs = [place for place in range(len(text) - 1) if text[place : place + 2].isdigit()]
    if not pairs:
        return number
    place = random.choice(pairs)
    return float(text[:place] + text[place + 1] + text[place] + text[place + 2 :])


def _digit_left_out(number: float, random: Random) -> float:
    text = f"{number:.4g}"
    places = [place for place, character in enumerate(text) if character.isdigit()]
    place = random.choice(places)
    return float(text[:place] + text[place + 1 :]) if len(places) > 1 else number


OTHER_SLIPS = {
    "exchanged digits": _in_one_number(_exchanged_digits),
    "digit left out": _in_one_number(_digit_left_out),
    "off by two": _in_one_number(lambda number, random: number + random.choice((2, -2))),
}
"""Slips that the diagnosis does not reckon with."""


def guesser(truth: Mapping[str, Truth], random: Random) -> Answers:
    """Small whole numbers in place of all numbers, in the right shapes."""
    return {
        id: replace(answer, numbers=tuple(float(random.randint(-12, 12)) for _ in answer.numbers))
        for id, answer in right(truth).items()
    }
