"""Functions that reduce a tensor to fewer elements, or go along one of its dimensions."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from engine.autograd.arguments import Function
from engine.autograd.context import current
from engine.autograd.dtypes import DType
from engine.autograd.errors import Unsupported
from engine.autograd.operations import (
    arithmetic,
    exponential_sums,
    extremes,
    greatest,
    norms,
    ordering,
    reductions,
    running,
    selection,
    spreads,
)
from engine.autograd.tensor import Tensor

_TYPED: Final = "*, torch.dtype dtype = None"
_DIMS: Final = "Tensor input, tuple of ints1? dim, bool keepdim = False"
_OUT: Final = "Tensor out = None"
_DIM: Final = "Tensor input, int dim, bool keepdim = False"


def _max_or_min(
    name: str,
    whole: Callable[..., Any],
    pairwise: Callable[..., Any],
    along: Callable[..., Any],
) -> Function:
    return Function(
        name,
        {
            f"(Tensor input, *, {_OUT})": whole,
            f"(Tensor input, Tensor other, *, {_OUT})": pairwise,
            f"({_DIM}, *, tuple of Tensors out = None)": along,
        },
    )


def _truth(name: str, function: Callable[..., Any]) -> Function:
    return Function(
        name,
        {
            f"(Tensor input, *, {_OUT})": function,
            f"(Tensor input, tuple of ints? dim = None, bool keepdim = False, *, {_OUT})": function,
            f"({_DIM}, *, {_OUT})": function,
        },
    )


def _spread(name: str, function: Callable[..., Any]) -> Function:
    def unbiased_along(
        input: Tensor, dim: Sequence[int], unbiased: bool = True, keepdim: bool = False
    ) -> Tensor:
        result: Tensor = function(input, dim, 1 if unbiased else 0, keepdim)
        return result

    def of_all(input: Tensor, unbiased: bool = True) -> Tensor:
        result: Tensor = function(input, None, 1 if unbiased else 0)
        return result

    return Function(
        name,
        {
            "(Tensor input, tuple of ints1? dim, bool unbiased = True, bool keepdim = False, *, "
            f"{_OUT})": unbiased_along,
            "(Tensor input, tuple of ints1 dim = None, *, Number correction = None, "
            f"bool keepdim = False, {_OUT})": function,
            "(Tensor input, bool unbiased = True)": of_all,
        },
    )


def _place(name: str, function: Callable[..., Any]) -> Function:
    return Function(
        name, {f"(Tensor input, int dim = None, bool keepdim = False, *, {_OUT})": function}
    )


def _extreme(name: str, function: Callable[..., Any]) -> Function:
    return Function(
        name,
        {f"(Tensor input, tuple of ints1? dim = (), bool keepdim = False, *, {_OUT})": function},
    )


def _running(name: str, function: Callable[..., Any]) -> Function:
    return Function(name, {f"(Tensor input, int dim, {_TYPED}, {_OUT})": function})


def _so_far(name: str, function: Callable[..., Any]) -> Function:
    return Function(name, {"(Tensor input, int dim, *, tuple of Tensors out = None)": function})


def _normalised(name: str, function: Callable[..., Any]) -> Function:
    return Function(
        name, {f"(Tensor input, int dim, torch.dtype dtype = None, *, {_OUT})": function}
    )


def _stable_sort(input: Tensor, stable: bool, dim: int, descending: bool) -> Any:
    return ordering.sort(input, dim, descending, stable=stable)


def _stable_argsort(input: Tensor, stable: bool, dim: int, descending: bool) -> Any:
    return ordering.argsort(input, dim, descending, stable=stable)


FUNCTIONS: Final = (
    Function(
        "sum",
        {
            f"(Tensor input, {_TYPED})": reductions.sum_of_all,
            f"({_DIMS}, {_TYPED}, {_OUT})": reductions.sum_along,
        },
    ),
    Function(
        "mean",
        {
            f"(Tensor input, {_TYPED}, {_OUT})": reductions.mean_of_all,
            f"({_DIMS}, {_TYPED}, {_OUT})": reductions.mean_along,
        },
    ),
    Function(
        "prod",
        {
            f"(Tensor input, {_TYPED})": running.prod_of_all,
            f"({_DIM}, {_TYPED}, {_OUT})": running.prod_along,
        },
    ),
    _spread("var", spreads.var),
    _spread("std", spreads.std),
    _extreme("amax", extremes.amax),
    _extreme("amin", extremes.amin),
    _max_or_min("max", extremes.max_of_all, selection.maximum, ordering.max_along),
    _max_or_min("min", extremes.min_of_all, selection.minimum, ordering.min_along),
    _place("argmax", extremes.argmax),
    _place("argmin", extremes.argmin),
    _truth("all", reductions.all),
    _truth("any", reductions.any),
    Function(
        "logsumexp",
        {
            f"(Tensor input, tuple of ints1 dim, bool keepdim = False, *, {_OUT})": (
                exponential_sums.logsumexp
            )
        },
    ),
    _normalised("softmax", exponential_sums.softmax),
    _normalised("log_softmax", exponential_sums.log_softmax),
    _running("cumsum", running.cumsum),
    _running("cumprod", running.cumprod),
    Function(
        "median",
        {
            "(Tensor input)": ordering.median_of_all,
            f"({_DIM}, *, tuple of Tensors out = None)": ordering.median_along,
        },
    ),
    Function(
        "sort",
        {
            "(Tensor input, *, bool? stable, int dim = -1, bool descending = False, "
            "tuple of Tensors out = None)": _stable_sort,
            "(Tensor input, int dim = -1, bool descending = False, *, "
            "tuple of Tensors out = None)": ordering.sort,
        },
    ),
    Function(
        "argsort",
        {
            f"(Tensor input, *, bool stable, int dim = -1, bool descending = False, {_OUT})": (
                _stable_argsort
            ),
            "(Tensor input, int dim = -1, bool descending = False)": ordering.argsort,
        },
    ),
    Function(
        "topk",
        {
            "(Tensor input, int k, int dim = -1, bool largest = True, bool sorted = True, *, "
            "tuple of Tensors out = None)": greatest.topk
        },
    ),
    _so_far("cummax", greatest.cummax),
    _so_far("cummin", greatest.cummin),
    Function(
        "kthvalue",
        {
            "(Tensor input, int k, int dim = -1, bool keepdim = False, *, "
            "tuple of Tensors out = None)": ordering.kthvalue
        },
    ),
)

_vector_norm: Final = Function(
    "linalg_vector_norm",
    {
        "(Tensor input, Number ord = 2, tuple of ints1 dim = None, bool keepdim = False, "
        f"{_TYPED}, {_OUT})": norms.vector_norm
    },
).function()


def norm(
    input: Tensor,
    p: Any = "fro",
    dim: Any = None,
    keepdim: bool = False,
    out: Tensor | None = None,
    dtype: DType | None = None,
) -> Tensor:
    """The p-norm of all elements, or along dimensions; "fro" stands for 2.

    Raises:
        AttributeError: for something else than a tensor.
    """
    if not isinstance(input, Tensor):
        # PyTorch looks at the layout before anything else.
        raise AttributeError(  # noqa: TRY004
            f"'{type(input).__name__}' object has no attribute 'layout'"
        )
    if out is not None:
        raise Unsupported("norm(out=...)")
    if p == "fro" and dim is None and dtype is None and keepdim is False:
        return norms.euclidean_norm(input)
    if isinstance(p, str):
        if p != "fro" or not (dim is None or isinstance(dim, int) or len(dim) <= 2):
            norms.refuse_matrix_order(p)
        p = 2
    # An int as PyTorch's Python code sees it: bool is one too, and is refused further in.
    dim = [dim] if isinstance(dim, int) else dim
    result: Tensor = _vector_norm(input, 2.0 if p is None else p, dim, keepdim, dtype=dtype)
    return result


def _norm_method(
    self: Tensor, p: Any = "fro", dim: Any = None, keepdim: bool = False, dtype: Any = None
) -> Tensor:
    return norm(self, p, dim, keepdim, dtype=dtype)


def _chosen_dim(function: str, input: Tensor, dim: int | None) -> int:
    """The dimension a call without one means, with the warning that it should have been named."""
    if dim is not None:
        return dim
    current().warn(
        f"Implicit dimension choice for {function} has been deprecated. Change the call to include "
        "dim=X as an argument."
    )
    return 0 if input.ndim in (0, 1, 3) else 1


def softmax(
    input: Tensor, dim: int | None = None, _stacklevel: int = 3, dtype: DType | None = None
) -> Tensor:
    """Exponentials divided by their sum along a dimension."""
    result: Tensor = METHODS["softmax"](input, _chosen_dim("softmax", input, dim), dtype)
    return result


def log_softmax(
    input: Tensor, dim: int | None = None, _stacklevel: int = 3, dtype: DType | None = None
) -> Tensor:
    """The logarithm of `softmax`."""
    result: Tensor = METHODS["log_softmax"](input, _chosen_dim("log_softmax", input, dim), dtype)
    return result


def softmin(
    input: Tensor, dim: int | None = None, _stacklevel: int = 3, dtype: DType | None = None
) -> Tensor:
    """`softmax` of the negative."""
    chosen = _chosen_dim("softmin", input, dim)
    result: Tensor = METHODS["softmax"](arithmetic.neg(input), chosen, dtype)
    return result


# Messages about its arguments call it so.
_norm_method.__qualname__ = "Tensor.norm"

METHODS: Final[dict[str, Callable[..., Any]]] = {
    **{f.name: f.method() for f in FUNCTIONS},
    "norm": _norm_method,
}
TORCH: Final[dict[str, Callable[..., Any]]] = {
    **{f.name: f.function() for f in FUNCTIONS},
    "norm": norm,
}
FUNCTIONAL: Final[dict[str, Callable[..., Any]]] = {
    "softmax": softmax, "log_softmax": log_softmax, "softmin": softmin,
}  # fmt: skip
