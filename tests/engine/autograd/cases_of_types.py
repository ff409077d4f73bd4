"""Conversions and whole writes to be checked against central differences."""

from collections.abc import Callable
from typing import Any, Final

from engine.autograd import Tensor
from engine.autograd import namespace as torch

VECTOR: Final = [0.7, 1.9, 2.6]


def _filled(a: Tensor, b: Tensor) -> Tensor:
    copy = a * 1
    copy[1:].fill_(b)
    copy[:1].copy_(a[2:])
    return copy * copy


CASES: Final[dict[str, tuple[Callable[..., Any], list[Any]]]] = {
    "to float64": (lambda a: a.to(torch.float64, copy=True), [VECTOR]),
    "type_as": (lambda a: a.type_as(a) * a, [VECTOR]),
    "contiguous as it is": (lambda a: a.contiguous() * a, [VECTOR]),
    "filled and copied": (_filled, [VECTOR, 1.5]),
}
