"""Sums with products and quotients, and points at which their derivatives are tested."""

from collections.abc import Callable
from typing import Any, Final

from engine.autograd import namespace as torch

_POINTS: Final = [[-1.7, -0.4, 0.3], [0.9, 1.3, -2.1], [0.8, 1.5, -0.6]]

CASES: Final[dict[str, tuple[Callable[..., Any], list[Any]]]] = {
    "addcmul": (torch.addcmul, _POINTS),
    "addcmul with a factor": (lambda a, b, c: torch.addcmul(a, b, c, value=2.5), _POINTS),
    "addcmul that broadcasts": (torch.addcmul, [0.5, _POINTS[1], [[1.0], [2.0]]]),
    "addcmul in place": (lambda a, b, c: (a * 1).addcmul_(b, c, value=-0.5), _POINTS),
    "addcdiv": (torch.addcdiv, _POINTS),
    "addcdiv with a factor": (lambda a, b, c: torch.addcdiv(a, b, c, value=2.5), _POINTS),
    "addcdiv that broadcasts": (torch.addcdiv, [0.5, _POINTS[1], [[1.0], [2.0]]]),
    "addcdiv in place": (lambda a, b, c: (a * 1).addcdiv_(b, c, value=-0.5), _POINTS),
    "a sum with a factor": (lambda a, b, c: torch.add(a, b * c, alpha=0.3), _POINTS),
}
