"""What NumPy cannot dispatch: addresses and windows of memory, and numbers as arrays."""

import operator
from collections.abc import Mapping
from sys import getrefcount
from typing import Any, Final

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

from engine.autograd.batch.alignment import NUMBERS, Shape, weak
from engine.autograd.batch.arrays import Batch
from engine.autograd.batch.signals import agreed


def address(array: Any) -> int:
    """Where the first element of an array lies in memory, or of one variant's array of a batch.

    Of batches only differences mean something: they are what they are between one variant's arrays.
    """
    values = array.values if type(array) is Batch else array
    interface: dict[str, Any] = values.__array_interface__
    place: int = interface["data"][0]
    return place // values.shape[-1] if type(array) is Batch else place


def is_free(found: Mapping[Any, Any], key: Any) -> bool:
    """Whether what is found under a key has memory of its own without gaps, and nobody else holds it.

    A tensor, a list, a view or a local variable that holds it is counted by Python, as PyTorch
    counts them for the same purpose. One that is counted too often only costs a copy.

    Args:
        found: where it is; it may be missing.
        key: under which it is there.
    """
    if getrefcount(found.get(key)) != _ALONE:
        return False
    array = found[key]
    if type(array) is Batch:
        if getrefcount(array.values) != _ALONE:
            return False
        array = array.values
    flags = array.flags
    return flags.owndata and flags.c_contiguous  # type: ignore[no-any-return]


def _counted(found: Mapping[int, object]) -> int:
    return getrefcount(found.get(0))


# What Python counts, for what is in a dict only, where it is looked at as above: the dict and the
# call itself, in most versions of Python.
_ALONE: Final = _counted({0: object()})


def windowed(array: Any, shape: Shape, strides: Shape) -> NDArray[Any]:
    """A view of an array's or batch's memory from its first element on.

    Args:
        array: whose memory it is.
        shape: of the view.
        strides: of the view, in bytes; the caller answers for staying inside the memory.
    """
    if type(array) is not Batch:
        return as_strided(array, shape, strides)
    values = array.values
    variants, step = values.shape[-1], values.strides[-1]
    steps = [stride * variants for stride in strides]
    window: Any = Batch(as_strided(values, (*shape, variants), (*steps, step)))
    return window  # type: ignore[no-any-return] # it stands for an array


def whole(data: Any) -> Any:
    """The batch that data are, or of which nested lists hold all items in their order, if any.

    A parameter of a program is read as lists of numbers, and mostly becomes a tensor at once.
    """
    if type(data) is Batch:
        return data
    first: Any = data
    while type(first) is list and first:
        first = first[0]
    if type(first) not in NUMBERS or first.origin is None:
        return None
    array, items = first.origin
    return Batch(array) if _same_items(data, items) else None


def _same_items(data: Any, items: list[Any]) -> bool:
    if type(data) is not list or len(data) != len(items):
        return False
    if type(items[0]) is list:
        return all(map(_same_items, data, items))
    return all(map(operator.is_, data, items))


def numbers_in(values: list[Any], dtype: np.dtype[Any]) -> NDArray[Any]:
    """Numbers as an array of one dimension; as a batch, when one of them varies.

    Raises:
        OverflowError: one is too wide for the type.
    """
    first = next((value for value in values if type(value) in NUMBERS), None)
    if first is None:
        return np.array(values, dtype)
    made = np.empty((len(values), len(first.raw)), dtype)
    for row, value in zip(made, values, strict=True):
        row[...] = weak(value, dtype) if type(value) in NUMBERS else value
    batch: Any = Batch(made)
    return batch  # type: ignore[no-any-return] # it stands for an array


def filled(shape: Shape, value: Any, dtype: np.dtype[Any]) -> NDArray[Any]:
    """An array of one number."""
    if type(value) not in NUMBERS:
        return np.full(shape, value, dtype)
    numbers = weak(value, dtype)
    batch: Any = Batch(np.empty((*shape, len(numbers)), dtype))
    batch.values[...] = numbers
    return batch  # type: ignore[no-any-return] # it stands for an array


def plain_array(array: Any) -> NDArray[Any]:
    """An array that must be the same for all variants, such as places to look at.

    Raises:
        Split: it differs between them.
    """
    return agreed(array.values) if type(array) is Batch else array


def number_as(value: Any, dtype: np.dtype[Any]) -> NDArray[Any]:
    """A number or array as an array of a type; a number that varies as a batch of no dimensions."""
    if type(value) is Batch:
        cast: Any = value.astype(dtype, copy=False)
        return cast  # type: ignore[no-any-return] # it stands for an array
    if type(value) in NUMBERS:
        in_type: Any = Batch(weak(value, dtype).astype(dtype, copy=False))
        return in_type  # type: ignore[no-any-return] # it stands for an array
    try:
        return np.asarray(value, dtype)
    except OverflowError:
        # What does not fit goes round, as it does in PyTorch.
        return np.asarray(value).astype(dtype)
