"""The marked exercise that the landing page shows; a test holds it against the engine."""

from dataclasses import dataclass

from app.domain.diagnosis import Misconception, find_misconception


@dataclass(frozen=True)
class Attempt:
    """One attempt of the picture; a wrong one looks like a misconception."""

    answer: str
    looks_like: Misconception | None = None


@dataclass(frozen=True)
class Example:
    """A snippet, the expression asked for, and two attempts at it."""

    code: str
    expr: str
    attempts: tuple[Attempt, Attempt]


EXAMPLE = Example(
    code=(
        "import torch\n"
        "x = torch.tensor([1., 2., 3.], requires_grad=True)\n"
        "y = x * x\n"
        "y.backward(torch.tensor([0.1, 1., 10.]))\n"
    ),
    expr="x.grad",
    attempts=(Attempt("[2, 4, 6]", find_misconception("ignores-weights")), Attempt("[0.2, 4, 60]")),
)
