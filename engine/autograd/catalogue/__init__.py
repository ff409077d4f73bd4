"""What programs reach by name, family by family: arguments and checks as PyTorch has them.

The operations themselves stand in `engine.autograd.operations`. A family's file holds up to three
tables: METHODS of tensors, functions of TORCH, and FUNCTIONAL, those of torch.nn.functional.
"""

from collections.abc import Callable
from typing import Any, Final

from engine.autograd.catalogue import activations, reductions

METHODS: Final[dict[str, Callable[..., Any]]] = {**reductions.METHODS, **activations.METHODS}
TORCH: Final[dict[str, Callable[..., Any]]] = {**reductions.TORCH, **activations.TORCH}
FUNCTIONAL: Final[dict[str, Callable[..., Any]]] = {
    **reductions.FUNCTIONAL,
    **activations.FUNCTIONAL,
}
