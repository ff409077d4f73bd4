"""10,000 variants of one program at once, against NumPy over the same arrays and PyTorch in a loop."""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from engine.snippet import parse
from engine.snippet.many import evaluate_many
from tests.bench.engine.programs import VARIED_TEXTS

VARIANTS = 10_000
_LOOPED = 50


def _values() -> dict[str, Any]:
    draw = np.random.default_rng(0)
    names = ("a0", "b0", "c0", "w")
    return {name: draw.uniform(0.5, 4, (3, VARIANTS)).astype(np.float32) for name in names}


def weighted_sums() -> dict[str, Callable[[], object]]:
    """(a): ours, and NumPy by hand with the variants along the last axis."""
    values = _values()
    snippet = parse(VARIED_TEXTS["a"], parameters=tuple(values))
    a, b, c, w = values.values()

    def by_hand() -> object:
        y = 3 * a + 2 * b * b + np.log(c)
        return y, 3 * w, 4 * b * w, w / c

    return {
        "Gradmark": lambda: evaluate_many(snippet, values, ("a.grad", "b.grad", "c.grad")),
        "NumPy by hand": by_hand,
    }


def doublings() -> dict[str, Callable[[], object]]:
    """(b): ours over all variants, and PyTorch over the first 50 of them."""
    values = {name: array for name, array in _values().items() if name in ("a0", "w")}
    snippet = parse(VARIED_TEXTS["b"], parameters=tuple(values))
    starts = torch.tensor(values["a0"].T[:_LOOPED].copy())
    weights = torch.tensor(values["w"].T[:_LOOPED].copy())

    def looped() -> None:
        for start, weight in zip(starts, weights, strict=True):
            x = start.clone().requires_grad_()
            y = x * 2
            while y.norm() < 1000:
                y = y * 2
            y.backward(weight)

    return {
        "Gradmark": lambda: evaluate_many(snippet, values, ("x.grad",)),
        "PyTorch in a loop": looped,
    }


# How many variants one call of a contestant runs.
COUNTS = {"PyTorch in a loop": _LOOPED}
