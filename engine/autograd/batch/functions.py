"""NumPy's functions on batches, with axes counted from the front of what is visible."""

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from engine.autograd.batch.alignment import FUNCTIONS, REDUCTIONS, aligned, hidden, visible_axes
from engine.autograd.batch.arrays import Batch
from engine.autograd.batch.number import varying
from engine.autograd.batch.signals import NotBatched, agreed


def _values(array: Any, variants: int) -> NDArray[Any]:
    """An operand with its hidden axis at full length."""
    if type(array) is Batch:
        return array.values
    plain = np.asarray(hidden(array))
    shape = plain.shape[:-1] if plain.ndim else ()
    return np.broadcast_to(plain, (*shape, variants))


def _variants(arrays: Sequence[Any]) -> int:
    return int(next(array.values.shape[-1] for array in arrays if type(array) is Batch))


def _reduction(function: Any) -> Callable[..., Any]:
    def reduce(a: Any, axis: Any = None, *args: Any, **options: Any) -> Batch:
        if args or options.get("out") is not None or type(a) is not Batch:
            raise NotBatched
        reduced = REDUCTIONS.get(function, function)
        return Batch(reduced(a.values, axis=visible_axes(axis, a.ndim), **options))

    return reduce


def _place(function: Any) -> Callable[..., Any]:
    """Where an extreme stands, along one axis or in the flattened array."""

    def find(a: Batch, axis: Any = None, out: Any = None, *, keepdims: bool = False) -> Batch:
        if out is not None:
            raise NotBatched
        if axis is None:
            places = function(a.ravel().values, axis=0)
            shown = places.reshape(*(1,) * a.ndim, -1) if keepdims else places
            return Batch(shown)
        return Batch(function(a.values, axis=visible_axes(axis, a.ndim), keepdims=keepdims))

    return find


def _along(function: Any) -> Callable[..., Any]:
    """What keeps the shape and runs along one axis, or along the flattened array."""

    def run(a: Batch, axis: Any = None, **options: Any) -> Batch:
        if axis is None:
            a, axis = a.ravel(), 0
        return Batch(function(a.values, axis=visible_axes(axis, a.ndim), **options))

    return run


def _sorting(function: Any) -> Callable[..., Any]:
    def run(a: Batch, axis: Any = -1, **options: Any) -> Any:
        return _along(function)(a, axis, **options)

    return run


def _where(condition: Any, *values: Any) -> Any:
    if not values:
        return np.nonzero(agreed(condition.values))
    return Batch(np.where(hidden(condition), *aligned(values)))


def _concatenate(arrays: Sequence[Any], axis: Any = 0, out: Any = None, **options: Any) -> Batch:
    if out is not None:
        raise NotBatched
    variants = _variants(arrays)
    if axis is None:
        arrays, axis = [Batch(_values(array, variants)).ravel() for array in arrays], 0
    values = [_values(array, variants) for array in arrays]
    place = visible_axes(axis, values[0].ndim - 1)
    return Batch(np.concatenate(values, axis=place, **options))


def _stack(arrays: Sequence[Any], axis: Any = 0, out: Any = None, **options: Any) -> Batch:
    if out is not None:
        raise NotBatched
    variants = _variants(arrays)
    values = [_values(array, variants) for array in arrays]
    return Batch(np.stack(values, axis=visible_axes(axis, values[0].ndim), **options))


def _expand_dims(a: Batch, axis: Any) -> Batch:
    count = len(axis) if isinstance(axis, tuple | list) else 1
    return Batch(np.expand_dims(a.values, visible_axes(axis, a.ndim + count)))


def _moveaxis(a: Batch, source: Any, destination: Any) -> Batch:
    ends = visible_axes(source, a.ndim), visible_axes(destination, a.ndim)
    return Batch(np.moveaxis(a.values, *ends))


def _broadcast_to(array: Batch, shape: Any, subok: bool = False) -> Batch:
    del subok
    wanted = (shape,) if isinstance(shape, int) else tuple(shape)
    return Batch(np.broadcast_to(array.values, (*wanted, array.values.shape[-1])))


def _take(a: Any, indices: Any, axis: Any = None, **options: Any) -> Batch:
    if type(a) is not Batch:
        raise NotBatched
    picked = agreed(indices.values) if type(indices) is Batch else indices
    source = a.ravel() if axis is None else a
    return Batch(
        np.take(source.values, picked, axis=visible_axes(axis or 0, source.ndim), **options)
    )


def _take_along_axis(arr: Any, indices: Any, axis: Any = -1) -> Batch:
    variants = _variants((arr, indices))
    one, other = _values(arr, variants), _values(indices, variants)
    return Batch(np.take_along_axis(one, other, axis=visible_axes(axis, one.ndim - 1)))


def _put_along_axis(arr: Any, indices: Any, values: Any, axis: Any) -> None:
    if type(arr) is not Batch:
        raise NotBatched
    places = _values(indices, arr.values.shape[-1])
    put = np.asarray(hidden(values, arr.dtype))
    np.put_along_axis(arr.values, places, put, axis=visible_axes(axis, arr.ndim))


def _like(make: Callable[..., Any]) -> Callable[..., Any]:
    def function(
        a: Batch, dtype: Any = None, order: Any = "K", subok: bool = True, shape: Any = None
    ) -> Batch:
        del subok
        if shape is None:
            return Batch(make(a.values, dtype, order))
        wanted = (shape,) if isinstance(shape, int) else tuple(shape)
        return Batch(make(a.values, dtype, "C", shape=(*wanted, a.values.shape[-1])))

    return function


def _full_like(
    a: Batch, fill_value: Any, dtype: Any = None, order: Any = "K", **options: Any
) -> Batch:
    made: Batch = _like(np.empty_like)(a, dtype, order, **options)
    made[...] = fill_value
    return made


def _copyto(dst: Any, src: Any, casting: Any = "same_kind", where: Any = True) -> None:
    if type(dst) is not Batch or not dst.values.flags.writeable:
        raise NotBatched
    np.copyto(dst.values, hidden(src, dst.dtype), casting=casting, where=hidden(where))


def _array_equal(a1: Any, a2: Any, equal_nan: bool = False) -> Any:
    if np.shape(a1) != np.shape(a2) or equal_nan:
        if equal_nan:
            raise NotBatched
        return False
    same = Batch(np.atleast_1d(np.equal(hidden(a1), hidden(a2))))
    return varying(same.values.all(axis=visible_axes(None, same.ndim)))


def _isclose(a: Any, b: Any, *args: Any, **options: Any) -> Batch:
    one, other = aligned((a, b))
    return Batch(np.isclose(one, other, *args, **options))


def _allclose(a: Any, b: Any, *args: Any, **options: Any) -> Any:
    close = _isclose(a, b, *args, **options)
    return varying(close.values.all(axis=visible_axes(None, close.ndim)))


def _elementwise(function: Any) -> Callable[..., Any]:
    return lambda a, *args, **options: Batch(function(a.values, *args, **options))


def _method(name: str) -> Callable[..., Any]:
    return lambda a, *args, **options: getattr(a, name)(*args, **options)


def _diagonal(a: Batch, offset: int = 0, axis1: Any = 0, axis2: Any = 1) -> Batch:
    ends = visible_axes((axis1, axis2), a.ndim)
    # NumPy puts the diagonal last, behind the hidden axis.
    shown = np.moveaxis(np.diagonal(a.values, offset, *ends), -1, -2)
    # NumPy hands out diagonals for reading only; here a diagonal may be written to if the whole may.
    shown.flags.writeable = a.values.flags.writeable
    return Batch(shown)


def _trace(a: Batch, offset: int = 0, axis1: Any = 0, axis2: Any = 1, **options: Any) -> Batch:
    return Batch(np.trace(a.values, offset, *visible_axes((axis1, axis2), a.ndim), **options))


def _triangle(function: Any) -> Callable[..., Any]:
    def run(m: Batch, k: int = 0) -> Batch:
        mask = function(np.ones(m.shape[-2:], bool), k)[..., None]
        return Batch(np.where(mask, m.values, np.zeros(1, m.dtype)))

    return run


def _flip(m: Batch, axis: Any = None) -> Batch:
    return Batch(np.flip(m.values, visible_axes(axis, m.ndim)))


def _roll(a: Batch, shift: Any, axis: Any = None) -> Batch:
    if axis is None:
        return _roll(a.ravel(), shift, 0).reshape(a.shape)
    return Batch(np.roll(a.values, shift, visible_axes(axis, a.ndim)))


def _repeat(a: Batch, repeats: Any, axis: Any = None) -> Batch:
    source = a.ravel() if axis is None else a
    return Batch(np.repeat(source.values, repeats, visible_axes(axis or 0, source.ndim)))


def _tile(A: Batch, reps: Any) -> Batch:  # noqa: N803 - NumPy's name
    counts = (reps,) if isinstance(reps, int) else tuple(reps)
    return Batch(np.tile(A.values, (*counts, 1)))


def _split(function: Any) -> Callable[..., Any]:
    def run(ary: Batch, indices_or_sections: Any, axis: Any = 0) -> list[Batch]:
        parts = function(ary.values, indices_or_sections, visible_axes(axis, ary.ndim))
        return [Batch(part) for part in parts]

    return run


_TABLE: Final[dict[Any, Callable[..., Any]]] = {
    **{f: _reduction(f) for f in (np.sum, np.prod, np.max, np.min, np.amax, np.amin)},
    **{f: _reduction(f) for f in (np.all, np.any, np.mean, np.std, np.var, np.count_nonzero)},
    **{f: _place(f) for f in (np.argmax, np.argmin)},
    **{f: _along(f) for f in (np.cumsum, np.cumprod)},
    **{f: _sorting(f) for f in (np.sort, np.argsort)},
    **{f: _elementwise(f) for f in (np.round, np.around, np.nan_to_num)},
    **{f: _like(f) for f in (np.zeros_like, np.ones_like, np.empty_like)},
    np.diagonal: _diagonal,
    np.trace: _trace,
    **{f: _triangle(f) for f in (np.tril, np.triu)},
    **{f: _split(f) for f in (np.split, np.array_split)},
    **{f: _method(f.__name__) for f in (np.reshape, np.ravel, np.squeeze, np.swapaxes)},
    np.transpose: lambda a, axes=None: a.transpose() if axes is None else a.transpose(*axes),
    np.copy: lambda a, order="K", subok=False: a.copy(order),  # noqa: ARG005 - NumPy's names
    np.shape: lambda a: a.shape,
    np.ndim: lambda a: a.ndim,
    np.size: lambda a: a.size,
    np.nonzero: lambda a: np.nonzero(agreed(a.values)),
    np.where: _where,
    np.concatenate: _concatenate,
    np.stack: _stack,
    np.expand_dims: _expand_dims,
    np.moveaxis: _moveaxis,
    np.broadcast_to: _broadcast_to,
    np.take: _take,
    np.take_along_axis: _take_along_axis,
    np.put_along_axis: _put_along_axis,
    np.full_like: _full_like,
    np.copyto: _copyto,
    np.array_equal: _array_equal,
    np.isclose: _isclose,
    np.allclose: _allclose,
    np.flip: _flip,
    np.roll: _roll,
    np.repeat: _repeat,
    np.tile: _tile,
}
FUNCTIONS.update(_TABLE)

_METHODS: Final = {
    "sum": np.sum, "prod": np.prod, "max": np.max, "min": np.min, "mean": np.mean, "std": np.std,
    "var": np.var, "all": np.all, "any": np.any, "argmax": np.argmax, "argmin": np.argmin,
    "cumsum": np.cumsum, "cumprod": np.cumprod, "round": np.round, "take": np.take,
    "repeat": np.repeat, "trace": np.trace, "diagonal": np.diagonal, "nonzero": np.nonzero,
    "argsort": np.argsort,
}  # fmt: skip

for _name, _function in _METHODS.items():
    setattr(Batch, _name, FUNCTIONS[_function])
