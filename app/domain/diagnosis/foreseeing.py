"""What misconceptions answer to many variants of a problem, run together: each belief runs the program once for all."""

from collections.abc import Sequence

from app.domain.diagnosis.dealing import REDRAWS
from app.domain.diagnosis.misconceptions import Misconception
from app.domain.diagnosis.predicting import (
    all_held,
    believed_answers,
    believed_questions,
    gather_predictions,
    predict,
    rules_for,
)
from app.domain.diagnosis.predictions import Predictions
from app.domain.problems import BrokenProblem, Problem, Truth, Variant
from app.domain.problems.together import Together
from app.domain.problems.variants import Drawn, draw_values, write_variant

Predicted = dict[str, Truth] | None
"""What misconceptions answer to a variant, by question id; None where they answer nothing."""


def foresee(
    problem: Problem, dealt: Sequence[tuple[Variant, dict[str, Truth]]]
) -> list[Predictions | None]:
    """Give what `predictions_of` gives for each variant of a problem.

    Args:
        problem: The problem.
        dealt: Its variants, each with its truth by question id.

    Returns:
        The predictions in the order of the variants; None for what is no variant of the problem as it is now.
    """
    draws = {
        place: (variant, drawn)
        for place, (variant, _truth) in enumerate(dealt)
        if (drawn := _find_draw(problem, variant)) is not None
    }
    found: list[Predictions | None] = [None] * len(dealt)
    if draws:
        together = Together(problem, list(draws.values()))
        predicted = [(held, predict_together(together, held)) for held in all_held()]
        for number, place in enumerate(draws):
            own = [(held, answers[number]) for held, answers in predicted]
            found[place] = gather_predictions(*dealt[place], problem.misconceptions, own)
    return found


def predict_together(together: Together, held: Sequence[Misconception]) -> list[Predicted]:
    """Give what `predict` gives for each of the variants."""
    if any(misconception.rehearses for misconception in held):
        return [predict(variant, held) for variant in together.variants]
    variant = together.variants[0]
    questions = believed_questions(variant, held)
    found = together.run(rules_for(variant, held), questions, mistaken=True)
    return [
        None if isinstance(truth, BrokenProblem) else believed_answers(variant, held, truth)
        for truth in found
    ]


def _find_draw(problem: Problem, variant: Variant) -> Drawn | None:
    """Draw a variant's parameters again, as often as they were drawn when it was dealt; None if it was never so."""
    if problem.version != variant.version:
        return None
    for redraws in range(REDRAWS + 1):
        try:
            drawn = draw_values(problem, variant.seed, redraws)
        except BrokenProblem:
            continue
        if write_variant(problem, variant.seed, drawn) == variant:
            return drawn
    return None
