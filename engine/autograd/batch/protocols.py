"""NumPy's calls on batches: its ufuncs and their methods, and its functions by the tables."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from engine.autograd.batch.alignment import (
    BATCH,
    FUNCTIONS,
    PRODUCTS,
    REDUCTIONS,
    aligned,
    hidden,
    visible_axes,
)
from engine.autograd.batch.indices import behind
from engine.autograd.batch.signals import NotBatched


def array_ufunc(ufunc: Any, method: str, inputs: Sequence[Any], options: dict[str, Any]) -> Any:
    """What `__array_ufunc__` asks for.

    Raises:
        NotBatched: a method that is not in the table, or a result that is to go into a plain array.
    """
    if method != "__call__":
        return _method(method)(ufunc, *inputs, **options)
    if ufunc.signature is not None:
        return PRODUCTS[ufunc](*inputs, **options)
    if options:
        return _with_options(ufunc, inputs, dict(options))
    result = ufunc(*aligned(inputs))
    return tuple(map(BATCH[0], result)) if ufunc.nout > 1 else BATCH[0](result)


def _with_options(ufunc: Any, inputs: Sequence[Any], options: dict[str, Any]) -> Any:
    out = options.pop("out", None)
    if out is not None:
        if not all(type(item) is BATCH[0] and item.values.flags.writeable for item in out):
            raise NotBatched
        options["out"] = tuple([item.values for item in out])
    if "where" in options:
        options["where"] = hidden(options["where"])
    result = ufunc(*aligned(inputs), **options)
    if out is not None:
        return out if len(out) > 1 else out[0]
    return tuple(map(BATCH[0], result)) if ufunc.nout > 1 else BATCH[0](result)


def _method(name: str) -> Callable[..., Any]:
    method = _METHODS.get(name)
    if method is None:
        raise NotBatched
    return method


def _reduced(ufunc: Any, array: Any, axis: Any = 0, *rest: Any, **options: Any) -> Any:
    """A reduction along visible axes."""
    if rest or options.get("out") is not None or type(array) is not BATCH[0]:
        raise NotBatched
    axes = visible_axes(axis, array.ndim)
    reduce = REDUCTIONS.get(ufunc)
    if reduce is not None:
        return BATCH[0](reduce(array.values, axes, **options))
    return BATCH[0](ufunc.reduce(array.values, axes, **options))


def _accumulated(ufunc: Any, array: Any, axis: Any = 0, **options: Any) -> Any:
    if options or type(array) is not BATCH[0]:
        raise NotBatched
    return BATCH[0](ufunc.accumulate(array.values, visible_axes(axis, array.ndim)))


def _put(ufunc: Any, array: Any, index: Any, *values: Any) -> None:
    """An operation in place at the places of an index, which may name a place several times."""
    if type(array) is not BATCH[0] or not array.values.flags.writeable:
        raise NotBatched
    places = behind(index, array.ndim)
    ufunc.at(array.values, places, *[hidden(value, array.dtype) for value in values])


_METHODS: Final[dict[str, Callable[..., Any]]] = {
    "reduce": _reduced,
    "accumulate": _accumulated,
    "at": _put,
}


def array_function(function: Any, args: Sequence[Any], options: dict[str, Any]) -> Any:
    """What `__array_function__` asks for.

    Raises:
        NotBatched: the function is in none of the tables.
    """
    handler = FUNCTIONS.get(function)
    if handler is None:
        raise NotBatched
    return handler(*args, **options)
