"""What a pasted snippet is likely to be about: its topic, its difficulty and the misconceptions that fit it."""

from typing import Final

from app.domain.authoring.facts import Facts
from app.domain.problems.gates.by_hand import STEPS
from app.domain.problems.topics import Topic, find_topic

# The first that was seen names the topic: what is rare, or builds on others, comes first.
_TOPICS: Final = (
    ("second", "second-derivatives"),
    ("freed", "freed-graphs"),
    ("lists", "several-outputs"),
    ("updated", "descent"),
    ("cleared", "zeroing"),
    ("detached", "detaching"),
    ("unrecorded", "detaching"),
    ("turns", "loops"),
    ("again", "repeated-backward"),
    ("sums", "several-losses"),
    ("weights", "grad-tensors"),
    ("product", "matmul"),
    ("function", "functions"),
    ("mean", "reductions"),
    ("sum", "reductions"),
    ("power", "functions"),
)
# Only what surely makes a difference to the gradients that are asked for.
_MISCONCEPTIONS: Final = (
    ("sums", "overwrites"),
    ("weights", "ignores-weights"),
    ("cleared", "forgets-zeroing"),
    ("updated", "update-ignored"),
    ("detached", "detach-ignored"),
    ("unrecorded", "no-grad-ignored"),
    ("mean", "mean-without-n"),
    ("minus", "sign-of-subtraction-lost"),
    ("power", "power-factor-dropped"),
)
_HARDER: Final = (
    "sums",
    "cleared",
    "turns",
    "second",
    "lists",
    "updated",
    "detached",
    "unrecorded",
    "weights",
)


def guess_topic(facts: Facts) -> Topic:
    """Give the topic that most likely fits."""
    return find_topic(
        next((slug for fact, slug in _TOPICS if fact in facts.seen), "scalar-outputs")
    )


def guess_misconceptions(facts: Facts) -> tuple[str, ...]:
    """Give the misconceptions that lead to other answers; none for a program that an error is likely to end."""
    if "freed" in facts.seen:
        return ()
    return tuple(code for fact, code in _MISCONCEPTIONS if fact in facts.seen)


def guess_difficulty(facts: Facts, elements: int, operations: int) -> int:
    """Estimate the difficulty by what happens, and by how much must be calculated.

    Args:
        facts: What happens.
        elements: How many elements the largest tensor of the snippet has.
        operations: How many operations it writes.
    """
    happens = 1 + sum(fact in facts.seen for fact in _HARDER)
    work = elements * operations * 3
    calculates = next((level for level, most in STEPS.items() if work <= most), max(STEPS))
    return min(max(happens, calculates), max(STEPS))
