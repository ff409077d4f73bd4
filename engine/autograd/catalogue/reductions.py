"""Functions that reduce a tensor to fewer elements, or go along one of its dimensions."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from engine.autograd.arguments import Function
from engine.autograd.operations import (
    exponential_sums,
    extremes,
    greatest,
    ordering,
    reductions,
    running,
    selection,
    spreads,
)
from engine.autograd.primitive import Primitive
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


def _quick(name: str, primitive: Primitive, checked: Callable[..., Any]) -> Callable[..., Any]:
    """The reduction of all elements by the shortest way, which most calls are."""

    def function(*args: Any, **named: Any) -> Any:
        if len(args) == 1 and not named:
            input = args[0]
            if type(input) is Tensor and input.array.dtype.kind == "f":
                return primitive.of_one(input, input.array, False)
        return checked(*args, **named)

    function.__name__ = name
    function.__doc__ = f"`{name}` of all elements or along dimensions."
    return function


_OF_ALL: Final = {"sum": reductions.all_summed, "mean": reductions.all_averaged}
METHODS: Final[dict[str, Callable[..., Any]]] = {
    **{f.name: f.method() for f in FUNCTIONS},
    **{f.name: _quick(f.name, _OF_ALL[f.name], f.method()) for f in FUNCTIONS[:2]},
}
TORCH: Final[dict[str, Callable[..., Any]]] = {
    **{f.name: f.function() for f in FUNCTIONS},
    **{f.name: _quick(f.name, _OF_ALL[f.name], f.function()) for f in FUNCTIONS[:2]},
}
