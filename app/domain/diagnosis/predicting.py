"""What somebody who holds a misconception answers to a variant."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from app.domain.diagnosis.findings import Codes
from app.domain.diagnosis.misconceptions import COMMONEST, MISCONCEPTIONS, Misconception
from app.domain.diagnosis.predictions import Predictions
from app.domain.marking import Answer, is_right
from app.domain.problems import BrokenProblem, Question, Truth, Variant
from app.domain.problems.truth import rules_of, run_variant
from engine.snippet import Rules


def predict(variant: Variant, misconceptions: Sequence[Misconception]) -> dict[str, Truth] | None:
    """Give the answers of somebody who holds these misconceptions, by question id.

    Args:
        variant: What is asked.
        misconceptions: One, or several that are held at once; each builds on those before it.

    Returns:
        The answers, which are the truth where the misconceptions make no difference; None where
        the program cannot be run by such rules, or gives nothing that an answer can say.
    """
    believed = replace(variant, questions=believed_questions(variant, misconceptions))
    try:
        found = run_variant(believed, rules_for(believed, misconceptions))
    except BrokenProblem:
        return None
    return believed_answers(variant, misconceptions, found)


def believed_questions(
    variant: Variant, misconceptions: Sequence[Misconception]
) -> tuple[Question, ...]:
    """Give what is evaluated in place of a variant's questions for who holds these misconceptions."""
    questions = variant.questions
    for misconception in misconceptions:
        questions = tuple(
            replace(question, expr=misconception.reads(question.expr)) for question in questions
        )
    return questions


def believed_answers(
    variant: Variant, misconceptions: Sequence[Misconception], found: dict[str, Truth]
) -> dict[str, Truth]:
    """Give the answers of who holds these misconceptions, from what their run gave."""
    for misconception in misconceptions:
        found = {
            question.id: misconception.answer(question, found[question.id])
            for question in variant.questions
        }
    return found


def rules_for(variant: Variant, misconceptions: Sequence[Misconception]) -> Rules:
    """Give the rules that a variant runs by for somebody who holds these misconceptions."""
    rules = rules_of(variant)
    for misconception in misconceptions:
        rules = misconception.change(rules)
        if misconception.rehearsal is not None:
            rules = misconception.rehearsal(rules, lambda trial: run_variant(variant, trial))
    return rules


def all_held() -> Iterator[tuple[Misconception, ...]]:
    """Yield what may be held: each misconception, then each pair of the commonest."""
    yield from ((one,) for one in MISCONCEPTIONS)
    yield from combinations(COMMONEST, 2)


def predictions_of(
    variant: Variant, truth: Mapping[str, Truth], listed: Sequence[str] = ()
) -> Predictions:
    """Give what all misconceptions, and all pairs of the commonest, predict for a variant.

    A pair that predicts no more than one of the two is left out.

    Args:
        variant: What is asked.
        truth: Its truth, by question id.
        listed: The codes that its problem lists.
    """
    predicted = ((held, predict(variant, held)) for held in all_held())
    return gather_predictions(variant, truth, listed, predicted)


def gather_predictions(
    variant: Variant,
    truth: Mapping[str, Truth],
    listed: Sequence[str],
    predicted: Iterable[tuple[Sequence[Misconception], dict[str, Truth] | None]],
) -> Predictions:
    """Keep of what is predicted for a variant the answers that are not its truth.

    Args:
        variant: What is asked.
        truth: Its truth, by question id.
        listed: The codes that its problem lists.
        predicted: What `predict` gives for all that may be held, single ones before pairs.
    """
    true = {id: Answer.from_truth(value) for id, value in truth.items()}
    answers: dict[Codes, dict[str, Truth]] = {}
    for held, believed in predicted:
        if believed is None:
            continue
        changes = {
            id: value
            for id, value in believed.items()
            if not is_right(Answer.from_truth(value), true[id], variant.rtol, variant.atol)
        }
        members = [answers.get((misconception.code,)) for misconception in held]
        if changes and changes not in members:
            answers[tuple(misconception.code for misconception in held)] = changes
    return Predictions(tuple(listed), answers)
