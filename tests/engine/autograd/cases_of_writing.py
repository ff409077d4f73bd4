"""Tensors that are written to, and gradients that were kept: points at which they are tested."""

from collections.abc import Callable
from typing import Any, Final

from engine.autograd import Tensor

VECTOR = [0.7, -1.9, 2.6]


def _kept_gradient(a: Tensor) -> Tensor:
    """What `backward(create_graph=True)` leaves in a leaf."""
    before, a.grad = a.grad, None
    (a**3).sum().backward(create_graph=True)
    kept, a.grad = a.grad, before
    return kept


CASES: Final[dict[str, tuple[Callable[..., Any], list[Any]]]] = {
    "zeroed in place": (lambda a: (a * 1).zero_() + a * a, [VECTOR]),
    "filled in place": (lambda a: (a * 1).fill_(2.0) * a, [VECTOR]),
    "filled with a tensor": (lambda a, b: (a * 1).fill_(b) * a, [VECTOR, 1.5]),
    "an alias": (lambda a: a[...], [VECTOR]),
    "squeezed along two": (lambda a: a.view(1, 3, 1).squeeze((0, 2)), [VECTOR]),
    "a gradient that was kept": (_kept_gradient, [VECTOR]),
}
