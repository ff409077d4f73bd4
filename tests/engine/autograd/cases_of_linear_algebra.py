"""Products and diagonals to be checked against central differences."""

from collections.abc import Callable
from typing import Any, Final

from engine.autograd import Tensor
from engine.autograd import namespace as torch

VECTOR: Final = [0.7, 1.9, 2.6]
OTHER: Final = [1.3, 0.4, 2.1]
MATRIX: Final = [[0.5, 1.5, 2.5], [3.5, 4.5, 0.25]]
SQUARE: Final = [[0.5, 1.5], [2.5, 1.0]]
BATCH: Final = [[[0.5, 1.5], [2.5, 1.0]], [[0.2, -1.0], [1.25, 0.75]]]
PAIR: Final = [1.2, -0.4]


def _with_diagonal_scaled(a: Tensor) -> Tensor:
    copy = a * 1
    copy.diagonal().mul_(a[0])
    return copy * copy


CASES: Final[dict[str, tuple[Callable[..., Any], list[Any]]]] = {
    "bmm": (torch.bmm, [BATCH, BATCH]),
    "batch times matrix": (lambda a, b: a @ b, [BATCH, SQUARE]),
    "batch times vector": (lambda a, b: a @ b, [BATCH, PAIR]),
    "vector times batch": (lambda a, b: a @ b, [PAIR, BATCH]),
    "matrix times batch": (lambda a, b: a @ b, [SQUARE, BATCH]),
    "batches that broadcast": (
        lambda a, b: a.view(2, 1, 2, 2) @ b.view(1, 2, 2, 2),
        [BATCH, BATCH],
    ),
    "transposed factors": (lambda a, b: a.t() @ b.t(), [MATRIX, SQUARE]),
    "addmm": (
        lambda a, b, c: torch.addmm(a, b, c, beta=2, alpha=0.5),
        [VECTOR, SQUARE, MATRIX],
    ),
    "addmm by columns": (lambda a, b: torch.addmm(a, b.t(), b.t()), [PAIR, SQUARE]),
    "addmv": (lambda a, b, c: torch.addmv(a, b, c, alpha=3), [PAIR, SQUARE, PAIR]),
    "addr": (lambda a, b, c: torch.addr(a, b, c, beta=3), [MATRIX, PAIR, VECTOR]),
    "baddbmm": (lambda a, b: torch.baddbmm(a, b, b, alpha=2), [PAIR, BATCH]),
    "inner": (torch.inner, [MATRIX, VECTOR]),
    "tensordot": (lambda a, b: torch.tensordot(a, b, ([1], [0])), [SQUARE, MATRIX]),
    "einsum of matrices": (lambda a, b: torch.einsum("ij,jk->ki", a, b), [SQUARE, MATRIX]),
    "einsum of a diagonal": (lambda a: torch.einsum("ii->i", a), [SQUARE]),
    "einsum of three": (
        lambda a, b, c: torch.einsum("i,ij,j->", a, b, c),
        [PAIR, MATRIX, VECTOR],
    ),
    "einsum with an ellipsis": (
        lambda a, b: torch.einsum("...ij,j->...i", a, b),
        [BATCH, PAIR],
    ),
    "linear": (torch.nn.functional.linear, [MATRIX, [VECTOR, OTHER], PAIR]),
    "linear of a vector": (torch.nn.functional.linear, [VECTOR, MATRIX, PAIR]),
    "linear of a batch": (torch.nn.functional.linear, [BATCH, SQUARE, PAIR]),
    "trace": (torch.trace, [SQUARE]),
    "diagonal": (lambda a: a.diagonal(1), [MATRIX]),
    "diag of a matrix": (torch.diag, [SQUARE]),
    "diag of a vector": (lambda a: torch.diag(a, -1), [PAIR]),
    "diag_embed": (torch.diag_embed, [MATRIX]),
    "tril": (torch.tril, [SQUARE]),
    "triu": (lambda a: torch.triu(a, 1), [MATRIX]),
    "a diagonal written to": (_with_diagonal_scaled, [SQUARE]),
}
