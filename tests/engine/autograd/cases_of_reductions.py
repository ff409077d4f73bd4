"""Reductions, running sums and orders, and points at which their derivatives are tested."""

from collections.abc import Callable
from typing import Any, Final

from engine.autograd import namespace as torch

VECTOR = [0.7, 1.9, -2.6, 1.1]
MATRIX = [[0.5, -1.5, 2.5], [3.5, 4.5, 0.25]]
WITH_ZERO = [0.7, 0.0, 2.6]
WITH_ZEROS = [[0.0, 1.5, 2.5], [3.5, 0.0, 0.25]]

CASES: Final[dict[str, tuple[Callable[..., Any], list[Any]]]] = {
    "prod": (lambda a: a.prod(), [VECTOR]),
    "prod with a zero": (lambda a: a.prod(), [WITH_ZERO]),
    "prod along 1": (lambda a: a.prod(1), [MATRIX]),
    "prod along 1 with zeros": (lambda a: a.prod(1), [WITH_ZEROS]),
    "prod along 0, kept": (lambda a: a.prod(0, keepdim=True), [MATRIX]),
    "prod of one": (lambda a: a.prod(0), [[1.5]]),
    "prod of a 0-d": (lambda a: a.prod() * a.prod(0), [1.5]),
    "cumsum": (lambda a: a.cumsum(0), [VECTOR]),
    "cumsum along 1": (lambda a: a.cumsum(1), [MATRIX]),
    "cumprod": (lambda a: a.cumprod(0), [VECTOR]),
    "cumprod with a zero": (lambda a: a.cumprod(0), [WITH_ZERO]),
    "cumprod along 1 with zeros": (lambda a: a.cumprod(1), [WITH_ZEROS]),
    "cumprod along 0": (lambda a: a.cumprod(0), [MATRIX]),
    "var": (lambda a: a.var(), [MATRIX]),
    "var along 1": (lambda a: a.var(1), [MATRIX]),
    "var without correction": (lambda a: a.var(0, unbiased=False, keepdim=True), [MATRIX]),
    "std": (lambda a: a.std(), [MATRIX]),
    "std along both": (lambda a: a.std((0, 1)), [MATRIX]),
    "std with a correction": (lambda a: a.std(1, correction=2), [MATRIX]),
    "amax": (lambda a: a.amax(), [MATRIX]),
    "amax along 1": (lambda a: a.amax(1), [MATRIX]),
    "amin along both, kept": (lambda a: a.amin((0, 1), keepdim=True), [MATRIX]),
    "max along 0": (lambda a: a.max(0).values, [MATRIX]),
    "min along 1, kept": (lambda a: a.min(1, keepdim=True).values, [MATRIX]),
    "median": (lambda a: a.median(), [VECTOR]),
    "median along 1": (lambda a: a.median(1).values, [MATRIX]),
    "kthvalue": (lambda a: a.kthvalue(2).values, [VECTOR]),
    "topk": (lambda a: a.topk(2).values, [VECTOR]),
    "topk along 0, smallest": (lambda a: a.topk(1, 0, largest=False).values, [MATRIX]),
    "cummax": (lambda a: a.cummax(0).values, [VECTOR]),
    "cummin along 1": (lambda a: a.cummin(1).values, [MATRIX]),
    "sort": (lambda a: a.sort().values, [VECTOR]),
    "sort along 0, descending": (lambda a: a.sort(0, descending=True).values, [MATRIX]),
    "logsumexp": (lambda a: a.logsumexp(0), [VECTOR]),
    "logsumexp along both": (lambda a: a.logsumexp((0, 1), keepdim=True), [MATRIX]),
    "softmax": (lambda a: a.softmax(0), [VECTOR]),
    "softmax along 0": (lambda a: a.softmax(0), [MATRIX]),
    "log_softmax": (lambda a: a.log_softmax(1), [MATRIX]),
    **{
        f"norm of order {order}": (lambda a, order=order: a.norm(order), [VECTOR])
        for order in (0.5, 1, 1.5, 2, 2.5, 4, -1, float("inf"), float("-inf"))
    },
    "norm of order 3 along 1": (lambda a: a.norm(3, dim=1), [MATRIX]),
    "norm of order 1.5 along 0, kept": (lambda a: a.norm(1.5, 0, True), [MATRIX]),
    "greatest norm along 1": (lambda a: a.norm(float("inf"), dim=1), [MATRIX]),
    "softmin": (lambda a: torch.nn.functional.softmin(a, 0), [VECTOR]),
}
