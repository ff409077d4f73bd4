"""The order in which results lie in memory, where NumPy's differs from PyTorch's."""

from engine.autograd.dtypes import Array


def in_order(array: Array) -> Array:
    """The array itself if its elements lie in order without gaps, else a copy that does."""
    return array if array.flags.c_contiguous else array.copy()
