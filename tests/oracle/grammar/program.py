"""The start of the grammar: leaves, steps, a tail, a report."""

from collections.abc import Callable
from random import Random

from tests.oracle.grammar import (
    activations,
    arrangements,
    functionals,
    leaves,
    linear,
    losses,
    modes,
    pointwise,
    reductions,
    shaping,
    tails,
    writing,
)
from tests.oracle.grammar.draft import Draft

Production = Callable[[Draft], None]

_STEPS: tuple[tuple[int, Production], ...] = (
    (8, pointwise.unary),
    (2, pointwise.sign_or_absolute),
    (6, pointwise.with_number),
    (5, pointwise.power),
    (10, pointwise.binary),
    (5, pointwise.polynomial),
    (5, pointwise.comparison_choice),
    (3, pointwise.clamp),
    (2, pointwise.cast),
    (3, pointwise.with_whole_numbers),
    (6, reductions.whole),
    (6, reductions.along),
    (2, reductions.normalised),
    (6, shaping.selection),
    (3, shaping.advanced),
    (2, shaping.by_condition),
    (3, shaping.reshaped),
    (1, shaping.flattened),
    (3, shaping.dimensions_swapped),
    (3, shaping.one_more_or_less),
    (2, shaping.expanded),
    (3, shaping.joined),
    (6, linear.product),
    (2, linear.of_batches),
    (2, linear.contraction),
    (2, linear.layer),
    (5, activations.activation),
    (2, activations.rarer),
    (3, activations.of_two),
    (1, activations.rounded_division),
    (2, losses.of_equals),
    (2, losses.of_classes),
    (1, losses.probability),
    (2, arrangements.parts),
    (2, arrangements.turned),
    (1, arrangements.repeated),
    (2, arrangements.picked),
    (2, arrangements.narrowed),
    (2, arrangements.triangle),
    (2, functionals.own_function),
    (2, functionals.weighted),
    (3, reductions.running),
    (1, linear.outer),
    (7, writing.in_place),
    (5, writing.written),
    (2, writing.past_the_graph),
    (2, modes.loop),
    (1, modes.doubling),
    (1, modes.unrecorded),
    (2, modes.asked_for),
    (1, modes.branch),
    (1, modes.function),
)

_TAILS: tuple[tuple[int, Production], ...] = (
    (20, tails.backward),
    (3, tails.backward_of_several),
    (6, tails.grad),
    (4, tails.second_derivative),
    (8, tails.zeroing),
    (3, tails.descent),
    (4, tails.state),
    (2, reductions.places),
    (1, functionals.jacobian),
    (1, functionals.of_scalar_function),
    (3, functionals.optimiser),
    (2, writing.in_place),
    (2, writing.past_the_graph),
    (1, linear.misfit),
)


def program(random: Random) -> str:
    """Write a program.

    Args:
        random: where its choices come from.
    """
    draft = Draft(random)
    for _ in range(random.randrange(1, 4)):
        leaves.leaf(draft)
    if draft.chance(12):
        leaves.whole_numbers(draft)
    for _ in range(random.randrange(1, 6)):
        _weighted(draft, _STEPS)(draft)
    if draft.chance(10):
        tails.hook(draft)
    tails.backward(draft)
    for _ in range(random.randrange(0, 5)):
        _weighted(draft, _TAILS)(draft)
    tails.report(draft)
    return draft.text()


def _weighted(draft: Draft, table: tuple[tuple[int, Production], ...]) -> Production:
    place = draft.random.randrange(sum(weight for weight, _ in table))
    for weight, production in table:
        place -= weight
        if place < 0:
            return production
    raise AssertionError
