"""Gate 1: every seed has a variant that runs, and PyTorch agrees with what it gives."""

from collections.abc import Sequence

from app.domain.problems.gates.gate import Example, Failure, Figure, Gate
from app.domain.texts import say

NOT_COMPARED = say("no, it is not installed here")
LEFT_OUT = say("no, it was not asked for")


def check_running(
    seeds: int, broken: Sequence[Example], compared: int | str, differing: Sequence[Example]
) -> Gate:
    """Judge the runs.

    Args:
        seeds: How many seeds were asked for.
        broken: Seeds of which a draw gives no variant that runs, with the reason.
        compared: How many variants real PyTorch ran too, or why it ran none.
        differing: Those that it answers otherwise.
    """
    figures: dict[str, Figure] = {say("seeds"): seeds, say("compared with PyTorch"): compared}
    return Gate(
        number=1,
        name=say("Runs"),
        figures=figures,
        failures=(
            *Failure.of(
                say("A draw has no variant, or its text does not run within the bounds."),
                say("Leave the values out that lead there, or change the text."),
                broken,
            ),
            *Failure.of(
                say("PyTorch gives other answers than our engine."),
                say("Write the text another way, and tell us: this is a fault of the engine."),
                differing,
            ),
        ),
    )
