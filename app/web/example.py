"""The marked exercise that the landing page shows; a test holds it against the engine."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Attempt:
    """One attempt of the picture: what was typed, and what it was told."""

    answer: str
    is_right: bool
    note: str


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
    attempts=(
        Attempt("[2, 4, 6]", is_right=False, note="The shape is right, the values are not yet."),
        Attempt(
            "[0.2, 4, 60]", is_right=True, note="Each component is weighted by backward's vector."
        ),
    ),
)
