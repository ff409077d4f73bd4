"""Programs with parameters, and values for many variants of each."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from engine.snippet import Outcome, Snippet, SnippetError

VARIANTS = 24

Draw: TypeAlias = Callable[[Generator], NDArray[Any]]


class Program(NamedTuple):
    """A program whose names in `parameters` stand for values.

    Attributes:
        source: Its text, without the import of torch.
        ask: What is asked at its end, separated by `;`.
        parameters: How the values of each parameter are drawn.
        parts: Into how many parts the variants may fall at most.
    """

    source: str
    ask: str
    parameters: Mapping[str, Draw]
    parts: int = 1


def floats(*shape: int, low: float = -3, high: float = 3, wide: bool = False) -> Draw:
    """Floats of a shape for each variant."""
    kind = np.float64 if wide else np.float32
    return lambda rng: rng.uniform(low, high, (*shape, VARIANTS)).astype(kind)


def ints(*shape: int, low: int = -3, high: int = 4) -> Draw:
    """Whole numbers of a shape for each variant, `high` not among them."""
    return lambda rng: rng.integers(low, high, (*shape, VARIANTS))


SPECIAL = (np.nan, np.inf, -np.inf, 0.0, -0.0, 1.0, -1.0, 0.5, 1e30, 1e-30)


def special(*shape: int) -> Draw:
    """Numbers where functions turn, end or have no value."""
    return lambda rng: rng.choice(np.array(SPECIAL, np.float32), (*shape, VARIANTS))


def drawn(program: Program, seed: int = 0) -> dict[str, NDArray[Any]]:
    """The values of a program's parameters, the variants along the last axis."""
    rng = np.random.default_rng(seed)
    return {name: draw(rng) for name, draw in program.parameters.items()}


def alone(
    snippet: Snippet, values: Mapping[str, NDArray[Any]], ask: list[str], index: int
) -> Outcome | str:
    """What one variant gives when it runs by itself, or why it is refused."""
    own = {name: array[..., index].tolist() for name, array in values.items()}
    return refused_or(lambda: snippet.run(ask, parameters=own))


def refused_or(action: Callable[[], Outcome]) -> Outcome | str:
    """An outcome, or the text of a refusal."""
    try:
        return action()
    except SnippetError as refusal:
        return f"{type(refusal).__name__}: {refusal}"
