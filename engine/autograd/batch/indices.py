"""Indices into a batch: what stands before the hidden axis."""

from typing import Any

import numpy as np

from engine.autograd.batch import alignment
from engine.autograd.batch.signals import agreed


def behind(index: Any, ndim: int) -> Any:
    """An index of what is visible, which leaves the hidden axis whole.

    Args:
        index: anything that indexes an array.
        ndim: how many visible axes there are.

    Raises:
        IndexError: too many indices.
        Split: an index differs between variants.
    """
    if index is Ellipsis:
        return index
    parts = [_plain(part) for part in (index if type(index) is tuple else (index,))]
    taken = sum(_width(part) for part in parts)
    if taken > ndim:
        raise IndexError(
            f"too many indices for array: array is {ndim}-dimensional, but {taken} were indexed"
        )
    if any(part is Ellipsis for part in parts):
        return (*parts, slice(None))
    return (*parts, Ellipsis)


def _plain(part: Any) -> Any:
    """One part of an index, the same for all variants."""
    kind = type(part)
    if kind is alignment.BATCH[0]:
        return agreed(part.values)
    if kind in alignment.NUMBERS:
        return part.settled()
    if kind is slice:
        return slice(_plain(part.start), _plain(part.stop), _plain(part.step))
    return part


def _width(part: Any) -> int:
    if part is None or part is Ellipsis or isinstance(part, bool | np.bool_):
        return 0
    if isinstance(part, np.ndarray) and part.dtype.kind == "b":
        return part.ndim
    return 1
