"""What a made-up student types into an exercise."""

import re
from collections.abc import Collection, Mapping
from random import Random

from app.cli.simulation.learners import Learner
from app.domain.diagnosis import Predictions
from app.domain.marking import check_answers, truth_text
from app.domain.problems import Question, Truth, Variant, find_problem
from app.services.verdicts import Known

# Who believes something that matters here answers by it this often, and else as if they knew better.
_BY_BELIEF = 0.85
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?")
_NO_WORD = "Backward"


def answer(
    known: Known, learner: Learner, random: Random, *, doubted: Collection[str], tries: int
) -> dict[str, str]:
    """Return what a student answers: what they believe, what is right, or what a slip makes of it.

    Args:
        known: The exercise.
        learner: The student.
        random: Where chance comes from.
        doubted: The misconceptions that they do not answer by here, because that was wrong before.
        tries: How often they have tried the item already.
    """
    truth, problem = known.truth(), find_problem(known.variant.problem)
    held = [code for code in problem.misconceptions if code in learner.beliefs - set(doubted)]
    if held and random.random() < _BY_BELIEF:
        believed = _believed(truth, known.predictions(), random.choice(held))
        if not check_answers(known.variant.questions, believed):
            return believed
    right = _texts(truth)
    if random.random() < learner.chance(problem.difficulty, tries):
        return right
    return _slipped(known.variant, right, random)


def _believed(truth: Mapping[str, Truth], predictions: Predictions, code: str) -> dict[str, str]:
    return _texts({**truth, **predictions.answers.get((code,), {})})


def _texts(answers: Mapping[str, Truth]) -> dict[str, str]:
    return {question_id: truth_text(answer) for question_id, answer in answers.items()}


def _slipped(variant: Variant, right: Mapping[str, str], random: Random) -> dict[str, str]:
    """Spoil the answer to one or two of the questions."""
    spoiled = random.sample(
        variant.questions, min(len(variant.questions), random.choice((1, 1, 2)))
    )
    slipped = {**right, **{one.id: _spoil(one, right[one.id], random) for one in spoiled}}
    return slipped if not check_answers(variant.questions, slipped) else dict(right)


def _spoil(question: Question, right: str, random: Random) -> str:
    others = [option.value for option in question.options if option.value != right]
    if others:
        return random.choice(others)
    numbers = list(_NUMBER.finditer(right))
    if not numbers:
        return _NO_WORD if right != "None" else "0"
    found = random.choice(numbers)
    number = float(found.group())
    wrong = random.choice((-number, number + 1, number - 1, 2 * number, number * 10, number / 2))
    return f"{right[: found.start()]}{wrong:.7g}{right[found.end() :]}"
