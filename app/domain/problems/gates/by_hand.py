"""Gate 3: a student can work it out with pen and paper."""

from collections.abc import Sequence

from app.domain.problems.gates.discrimination import REDRAWN
from app.domain.problems.gates.gate import Example, Failure, Gate
from app.domain.problems.variants import Variant
from app.domain.texts import say

STEPS = {1: 25, 2: 40, 3: 45, 4: 50, 5: 60}
"""By level the steps of arithmetic (`engine.snippet.inspection.handwork`) that a variant may take."""

_SHORTER = say(
    "Draw from numbers that multiply and divide well, and leave out functions whose values do not come out."
)


def check_by_hand(
    seeds: int,
    level: int,
    steps: Sequence[tuple[Variant, int]],
    long: Sequence[Example],
    undealt: Sequence[Example],
) -> Gate:
    """Judge the arithmetic.

    Args:
        seeds: How many seeds were asked for.
        level: The problem's difficulty, 1 to 5.
        steps: Each dealt variant with the steps it takes.
        long: Seeds that are drawn again because an answer is not short.
        undealt: Seeds of which an answer is not short on every draw.
    """
    bound = STEPS[level]
    many = [
        Example.of(variant, say("%(count)s steps", count=count))
        for variant, count in steps
        if count > bound
    ]
    share = round(100 * len(long) / seeds, 1)
    often = long if len(long) > REDRAWN * seeds else ()
    return Gate(
        number=3,
        name=say("By hand"),
        figures={
            say("most steps"): max((count for _, count in steps), default=0),
            say("steps allowed on level %(level)s", level=level): bound,
            say("re-drawn for long answers in %%"): share,
        },
        failures=(
            *Failure.of(
                say(
                    "It takes more than %(bound)s steps of arithmetic, which is too much for level %(level)s.",
                    bound=bound,
                    level=level,
                ),
                say("Take shorter vectors, fewer turns or fewer operations, or raise the level."),
                many,
            ),
            *Failure.of(
                say(
                    "%(share)s %% of the seeds are drawn again because an answer has more than four "
                    "significant digits and is no short fraction; at most %(most)s %% may be.",
                    share=share,
                    most=f"{100 * REDRAWN:.0f}",
                ),
                _SHORTER,
                often,
            ),
            *Failure.of(
                say(
                    "On every draw of the seed an answer has more than four significant digits and is "
                    "no short fraction."
                ),
                _SHORTER,
                undealt,
            ),
        ),
    )
