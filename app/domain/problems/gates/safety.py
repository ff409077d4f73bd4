"""Gate 4: the answers hang neither on rounding nor on what happens at a kink."""

from collections.abc import Sequence

from app.domain.problems.gates.gate import Example, Failure, Figure, Gate
from app.domain.problems.variants import Variant
from app.domain.texts import say
from engine.snippet.inspection import Kink

NEAR = 1e-3
"""Nearer than this no value may come to a kink."""


def check_safety(
    about_kink: bool,
    nearest: Sequence[tuple[Variant, Kink | None]],
    differing: Sequence[Example],
) -> Gate:
    """Judge the numbers.

    Args:
        about_kink: Whether the problem is about a kink, which it then may meet.
        nearest: Each dealt variant with the kink it comes nearest to, if it can meet one.
        differing: Variants whose answers in float64 lie outside the tolerance.
    """
    distances = [kink.distance for _, kink in nearest if kink is not None]
    near = [
        Example.of(
            variant,
            say(
                "line %(line)s: %(text)s is %(distance)s from its kink",
                line=kink.line,
                text=kink.text,
                distance=f"{kink.distance:.2g}",
            ),
        )
        for variant, kink in nearest
        if kink is not None and kink.distance < NEAR
    ]
    figures: dict[str, Figure] = {
        say("nearest to a kink"): float(f"{min(distances):.3g}")
        if distances
        else say("no kink in sight")
    }
    if about_kink:
        figures[say("about a kink")] = say("yes: it may be met")
    return Gate(
        number=4,
        name=say("Numerically safe"),
        figures=figures,
        failures=(
            *Failure.of(
                say("The answers in float32 and in float64 differ by more than the tolerance."),
                say("Avoid differences of nearly equal numbers, and sizes that are far apart."),
                differing,
            ),
            *Failure.of(
                say(
                    "A value comes within %(near)s of a point where its function has a kink or a jump.",
                    near=NEAR,
                ),
                say(
                    "Leave out the values that lead there; if the problem is about that point, write "
                    "`kink = true` in the file."
                ),
                () if about_kink else near,
            ),
        ),
    )
