"""How a batched run says that it cannot go on with all its variants together."""

from typing import Any

import numpy as np
from numpy.typing import NDArray


class Signal(BaseException):
    """Ends a batched run; not an `Exception`, so no handler of program or engine takes it for one."""


class NotBatched(Signal):
    """Something in the program has no batched form."""


class Split(Signal):
    """The variants go different ways from here on.

    Attributes:
        labels: for each variant which way it goes, as whole numbers, shape (variants,).
    """

    def __init__(self, labels: NDArray[Any]) -> None:
        super().__init__()
        self.labels = labels


def agreed_truth(values: NDArray[np.bool_]) -> bool:
    """The one truth of all variants.

    Args:
        values: shape (variants,).

    Raises:
        Split: some are true and some are not.
    """
    count = int(np.count_nonzero(values))
    if count == 0 or count == len(values):
        return count > 0
    raise Split(values.astype(np.intp))


def _bits(values: NDArray[Any]) -> NDArray[Any]:
    """Numbers as whole numbers, so that floats compare by their bits."""
    return values.view(f"u{values.itemsize}")


def alike(values: NDArray[Any]) -> bool:
    """Whether all variants hold the same, bit by bit.

    Args:
        values: shape (..., variants).
    """
    bits = _bits(values)
    return bool((bits == bits[..., :1]).all())


def agreed(values: NDArray[Any]) -> NDArray[Any]:
    """What all variants hold alike, bit by bit: nan agrees with nan, 0.0 does not with -0.0.

    Args:
        values: shape (..., variants).

    Returns:
        Shape (...), memory of its own.

    Raises:
        Split: by what they hold, when they differ.
    """
    if alike(values):
        return values[..., 0].copy()
    bits = _bits(values)
    if values.ndim == 1:
        raise Split(np.unique(bits, return_inverse=True)[1])
    columns = np.ascontiguousarray(np.moveaxis(bits, -1, 0)).reshape(values.shape[-1], -1)
    raise Split(np.unique(columns, axis=0, return_inverse=True)[1].reshape(-1))
