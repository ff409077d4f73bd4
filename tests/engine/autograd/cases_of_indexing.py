"""Elements read and written by positions, to be checked against central differences."""

from collections.abc import Callable
from typing import Any, Final

from engine.autograd import Tensor
from engine.autograd import namespace as torch

VECTOR: Final = [0.7, 1.9, 2.6]
MATRIX: Final = [[0.5, 1.5, 2.5], [3.5, 4.5, 0.25]]
OTHER: Final = [[1.2, -0.4, 0.8], [2.2, 0.3, -1.1]]


def _positions(*values: Any) -> Tensor:
    return torch.tensor(list(values))


def _written_at_once(a: Tensor, b: Tensor) -> Tensor:
    copy = a * 1
    copy[True] = b[:1]
    copy[0, 0] = b[1:, 0]
    return copy * copy


def _written_in_place(a: Tensor, b: Tensor) -> Tensor:
    copy = a * 1
    copy.scatter_(1, _positions([0], [2]), b[:, :1])
    copy.index_add_(0, _positions(0), b[1:])
    copy.masked_fill_(a > 4, b[0, 0])
    return copy * copy


CASES: Final[dict[str, tuple[Callable[..., Any], list[Any]]]] = {
    "gather": (lambda a: a.gather(1, _positions([0, 2], [1, 1])), [MATRIX]),
    "index_select": (lambda a: a.index_select(1, _positions(0, 2, 2)), [MATRIX]),
    "masked_select": (lambda a: a.masked_select(a > 1), [MATRIX]),
    "masked_select of a smaller tensor": (
        lambda a: a.masked_select(torch.tensor(MATRIX) > 1),
        [VECTOR],
    ),
    "take": (lambda a: a.take(_positions(0, 5, -1, 0)), [MATRIX]),
    "scatter": (lambda a, b: a.scatter(1, _positions([0, 1, 2], [2, 0, 1]), b), [MATRIX, OTHER]),
    "scatter a number": (lambda a: a.scatter(1, _positions([0], [2]), 7.0), [MATRIX]),
    "scatter_add": (
        lambda a, b: a.scatter_add(1, _positions([0, 0, 2], [2, 2, 2]), b),
        [MATRIX, OTHER],
    ),
    "index_add": (lambda a, b: a.index_add(0, _positions(1, 1), b, alpha=3), [MATRIX, OTHER]),
    "index_copy": (lambda a, b: a.index_copy(0, _positions(1, 0), b), [MATRIX, OTHER]),
    "index_fill": (lambda a: a.index_fill(1, _positions(0, 2), 5.0), [MATRIX]),
    "index_fill with a tensor": (
        lambda a, b: a.index_fill(1, _positions(0, 0), b),
        [MATRIX, 1.5],
    ),
    "index_put": (
        lambda a, b: a.index_put((_positions(0, 1), _positions(2, 0)), b[0, :2]),
        [MATRIX, OTHER],
    ),
    "index_put adding": (
        lambda a, b: a.index_put((_positions(0, 0),), b, accumulate=True),
        [MATRIX, OTHER],
    ),
    "put": (lambda a, b: a.put(_positions(0, 5), b[0, :2]), [MATRIX, OTHER]),
    "put adding": (
        lambda a, b: a.put(_positions(1, 1), b[0, :2], accumulate=True),
        [MATRIX, OTHER],
    ),
    "masked_scatter": (lambda a, b: a.masked_scatter(a > 1, b), [MATRIX, OTHER]),
    "masked_fill of a smaller tensor": (
        lambda a: a.masked_fill(torch.tensor(MATRIX) > 1, 2.0),
        [VECTOR],
    ),
    "index by True": (lambda a: a[True], [MATRIX]),
    "index by two lists": (lambda a: a[[0, 1, 1], [2, 0, 0]], [MATRIX]),
    "written at once": (_written_at_once, [MATRIX, OTHER]),
    "written in place by positions": (_written_in_place, [MATRIX, OTHER]),
}
