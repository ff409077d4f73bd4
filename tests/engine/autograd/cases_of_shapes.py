"""Shapes, orders and parts to be checked against central differences."""

from collections.abc import Callable
from typing import Any, Final

from engine.autograd import Tensor
from engine.autograd import namespace as torch

VECTOR: Final = [0.7, 1.9, 2.6]
OTHER: Final = [1.3, 0.4, 2.1]
MATRIX: Final = [[0.5, 1.5, 2.5], [3.5, 4.5, 0.25]]


def _through_views(a: Tensor) -> Tensor:
    copy = a * 1
    copy.view(1, 2, 3).permute(2, 0, 1)[1].mul_(a[0, 0])
    copy.flatten().narrow(0, 4, 2).mul_(a[1, 1])
    return copy * copy


CASES: Final[dict[str, tuple[Callable[..., Any], list[Any]]]] = {
    "reshape by columns": (lambda a: a.t().reshape(3, 1, 2), [MATRIX]),
    "ravel": (lambda a: a.t().ravel(), [MATRIX]),
    "unflatten": (lambda a: a.unflatten(1, (3, 1)), [MATRIX]),
    "movedim": (lambda a: a.view(1, 2, 3).movedim((0, 1), (2, 0)), [MATRIX]),
    "swapaxes": (lambda a: a.swapaxes(0, 1), [MATRIX]),
    "mT": (lambda a: a.mT * 1, [MATRIX]),
    "broadcast_to": (lambda a: a.broadcast_to(2, 3), [VECTOR]),
    "broadcast_tensors": (
        lambda a, b: torch.broadcast_tensors(a, b)[0] * torch.broadcast_tensors(a, b)[1],
        [VECTOR, MATRIX],
    ),
    "flip": (lambda a: a.flip(0, 1), [MATRIX]),
    "roll": (lambda a: a.roll((1, -1), (0, 1)), [MATRIX]),
    "roll of all": (lambda a: a.roll(2), [MATRIX]),
    "rot90": (lambda a: a.rot90(), [MATRIX]),
    "repeat": (lambda a: a.repeat(2, 1, 2), [MATRIX]),
    "tile": (lambda a: a.tile(2), [MATRIX]),
    "split": (lambda a: a.split(2, 1)[0] * a.split(2, 1)[0].flip(1), [MATRIX]),
    "split with sizes": (lambda a: a.split([1, 2], 1)[1], [MATRIX]),
    "chunk": (lambda a: a.chunk(2)[1] * a.chunk(2)[0], [MATRIX]),
    "narrow": (lambda a: a.narrow(1, 1, 2), [MATRIX]),
    "select with a method": (lambda a: a.select(1, -1), [MATRIX]),
    "hstack": (lambda a, b: torch.hstack([a, b]), [VECTOR, OTHER]),
    "vstack": (lambda a, b: torch.vstack([a, b]), [VECTOR, MATRIX]),
    "column_stack": (lambda a, b: torch.column_stack([a, b]), [VECTOR, OTHER]),
    "views written to": (_through_views, [MATRIX]),
}
