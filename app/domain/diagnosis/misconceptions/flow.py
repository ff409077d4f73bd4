"""Beliefs about what is recorded, which value counts, how long a loop runs and what is an error."""

from dataclasses import replace
from typing import Any, Final

import numpy as np

from app.domain.diagnosis.misconceptions.misconception import Commonness, Misconception, Rehearse
from app.domain.problems import Question, Truth
from app.domain.problems.error_kinds import RUNS
from app.domain.problems.questions import QuestionKind
from engine.autograd import Tensor
from engine.autograd.rules import Places, Shape, summed_to
from engine.snippet import Rules


def _detach_ignored(rules: Rules) -> Rules:
    # Writing to `x.data` is then writing to x.
    return replace(rules, detached=lambda tensor: tensor, guards=False)


def _no_grad_ignored(rules: Rules) -> Rules:
    # A step of descent inside no_grad() is still seen as one.
    return replace(rules, switches=False, guards=False)


def _update_ignored(rules: Rules) -> Rules:
    return replace(rules, updates=False)


def _at_updated(rules: Rules, rehearse: Rehearse) -> Rules:
    """Begin with what the leaves hold in the end, and leave them so."""
    made: list[Tensor] = []
    rehearse(replace(rules, made=made.append))
    final = iter([leaf.array.copy() for leaf in made])

    def begin(leaf: Tensor) -> None:
        leaf.array = next(final, leaf.array)

    return replace(rules, made=begin, updates=False)


def _loop_one_early(rules: Rules) -> Rules:
    return replace(rules, turns=rules.turns - 1)


def _loop_one_late(rules: Rules) -> Rules:
    return replace(rules, turns=rules.turns + 1)


def _create_graph_ignored(rules: Rules) -> Rules:
    return replace(rules, records=False)


def _graph_always_freed(rules: Rules) -> Rules:
    return replace(rules, release=lambda _: True)


def _expects_no_error(rules: Rules) -> Rules:
    def start(gradient: Any, shape: Shape, places: Places) -> Any:
        try:
            wide = np.broadcast_shapes(gradient.shape, shape)
        except ValueError:
            return rules.start(gradient, shape, places)
        if gradient.shape == shape:
            return gradient
        spread = gradient.array + np.zeros(wide, gradient.array.dtype)
        return Tensor(spread if wide == shape else summed_to(spread, shape))

    return replace(rules, forgiving=True, release=lambda _: False, start=start)


def _runs(question: Question, truth: Truth) -> Truth:
    """Also where no forgiveness helps, such as at a method of None."""
    return {"text": RUNS.code} if question.kind is QuestionKind.ERROR else truth


FLOW: Final = (
    Misconception(
        code="detach-ignored",
        name="detach() is overlooked",
        student="Nothing that was computed from a detached tensor leads back to its history.",
        instructor="detach() and .data are overlooked, as if gradients went through them.",
        commonness=Commonness.COMMON,
        change=_detach_ignored,
    ),
    Misconception(
        code="no-grad-ignored",
        name="no_grad() is overlooked",
        student="What is computed inside no_grad() is a constant to every later backward().",
        instructor="no_grad() is overlooked, as if operations inside it were recorded.",
        commonness=Commonness.COMMON,
        change=_no_grad_ignored,
    ),
    Misconception(
        code="update-ignored",
        name="The update is overlooked",
        student="After a step of descent the leaf has a new value, and later lines work with it.",
        instructor="Updates of a leaf are overlooked; everything is found at its first value.",
        commonness=Commonness.COMMON,
        change=_update_ignored,
    ),
    Misconception(
        code="evaluates-at-updated",
        name="The updated value is used too early",
        student="A gradient belongs to the values at the time of the computation, before the step.",
        instructor="Gradients are found at the value that a leaf has in the end.",
        rehearsal=_at_updated,
    ),
    Misconception(
        code="loop-one-early",
        name="The loop stops one turn early",
        student="Go through the loop turn by turn and see after which one its condition fails.",
        instructor="Each loop is thought to take one turn fewer than it does.",
        commonness=Commonness.COMMON,
        change=_loop_one_early,
    ),
    Misconception(
        code="loop-one-late",
        name="The loop takes one turn too many",
        student="Go through the loop turn by turn and see before which one its condition fails.",
        instructor="Each loop is thought to take one turn more than it does.",
        commonness=Commonness.COMMON,
        change=_loop_one_late,
    ),
    Misconception(
        code="create-graph-ignored",
        name="create_graph=True is overlooked",
        student=(
            "With create_graph=True a gradient has a history of its own "
            "and can be differentiated again."
        ),
        instructor="create_graph=True is overlooked; a gradient is thought to be a constant.",
        change=_create_graph_ignored,
    ),
    Misconception(
        code="graph-always-freed",
        name="A second backward() always fails",
        student=(
            "A graph is freed by a backward() only if it saved something "
            "and retain_graph=True was not given."
        ),
        instructor="Every second backward() is thought to fail, also with retain_graph=True.",
        change=_graph_always_freed,
    ),
    Misconception(
        code="expects-no-error",
        name="The program is thought to run through",
        student="Not every program runs to its end; PyTorch refuses what it cannot answer.",
        instructor="A program that raises an error is thought to go on.",
        commonness=Commonness.COMMON,
        change=_expects_no_error,
        answer=_runs,
    ),
)
