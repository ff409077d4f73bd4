"""Gate 2: who holds a listed misconception is found out by every variant that is dealt."""

from collections import Counter
from collections.abc import Mapping, Sequence

from app.domain.problems.gates.gate import Example, Failure, Figure, Gate
from app.domain.texts import say

REDRAWN = 0.2
"""The largest share of seeds that may be drawn again."""
_MOSTLY = 0.5
"""Two misconceptions that answer alike on a larger share of variants are named as a pair."""


def check_discrimination(
    seeds: int,
    redrawn: Mapping[str, Sequence[Example]],
    undealt: Sequence[Example],
    unknown: Sequence[str],
    alike: Mapping[tuple[str, str], float],
) -> Gate:
    """Judge how well the listed misconceptions are told from the truth.

    Args:
        seeds: How many seeds were asked for.
        redrawn: By the code of the misconception that comes out right on a seed's first draw, those
            seeds; each seed once.
        undealt: Seeds of which a misconception comes out right on every draw.
        unknown: What the file lists and the catalogue lacks: one message for each.
        alike: The share of variants on which two listed misconceptions give the same answers.
    """
    count = sum(map(len, redrawn.values()))
    figures: dict[str, Figure] = {say("re-drawn seeds in %%"): _percent(count, seeds)}
    forced = Counter({code: len(examples) for code, examples in redrawn.items()})
    figures.update(
        {say("re-drawn by %(code)s", code=code): number for code, number in forced.most_common()}
    )
    return Gate(
        number=2,
        name=say("Tells misconceptions from the truth"),
        figures=figures,
        failures=(
            *(Failure(message, say("Correct the code in the file.")) for message in unknown),
            *_too_many(redrawn, count, seeds),
            *Failure.of(
                say("On every draw of the seed a listed misconception gives the right answers."),
                say(
                    "Change the text or the values so that it makes a difference, or do not list it."
                ),
                undealt,
            ),
        ),
        notes=tuple(
            say(
                "%(one)s and %(other)s give the same answers on %(share)s %% of the variants: "
                "no answer tells which it was.",
                one=one,
                other=other,
                share=f"{100 * share:.0f}",
            )
            for (one, other), share in alike.items()
            if share > _MOSTLY
        ),
    )


def _too_many(
    redrawn: Mapping[str, Sequence[Example]], count: int, seeds: int
) -> tuple[Failure, ...]:
    if count <= REDRAWN * seeds:
        return ()
    code, examples = max(redrawn.items(), key=lambda entry: len(entry[1]))
    reason = say(
        "%(share)s %% of the seeds are drawn again because a listed misconception "
        "gives the right answers, mostly %(code)s; at most %(most)s %% may be.",
        share=_percent(count, seeds),
        code=code,
        most=f"{100 * REDRAWN:.0f}",
    )
    advice = say(
        "Leave out values on which %(code)s makes no difference (a weight of 1, a gradient of 0), "
        "or do not list it.",
        code=code,
    )
    return Failure.of(reason, advice, examples)


def _percent(count: int, seeds: int) -> float:
    return round(100 * count / seeds, 1)
