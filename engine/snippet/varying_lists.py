"""A parameter that is a list of numbers, or lists of lists, for many variants of a program."""

from collections.abc import Iterator
from typing import Any

from numpy.typing import NDArray

from engine.autograd.batch import Batch, varying
from engine.snippet.parameters import Make


class VaryingLists:
    """Makes new nested lists of numbers that vary, each time it is called.

    Attributes:
        array: The same numbers as a batch, for a tensor that is made of the whole parameter; None
            where each tensor must have memory of its own.
    """

    __slots__ = ("_make", "_values", "array")

    def __init__(self, values: NDArray[Any], own: bool) -> None:
        """Take the numbers of all variants.

        Args:
            values: shape (n, variants) or (m, n, variants) and so on, not to be written to.
            own: whether each tensor must have memory of its own.
        """
        self._values = values
        self._make: Make | None = None
        self.array = None if own else Batch(values)

    def __call__(self) -> Any:
        """Make the lists."""
        # Most programs only make a tensor of the whole, so the lists wait until they are wanted.
        if self._make is None:
            self._make = self._begun()
        return self._make()

    def _begun(self) -> Make:
        values = self._values
        items: list[Any] = []
        origin = None if self.array is None else (values, items)
        kind = type(varying(values.reshape(-1)))
        rows = values.reshape(-1, values.shape[-1])
        items += _nested(iter([kind(row, origin) for row in rows]), values.shape[:-1])
        return _copier(items)


def _nested(numbers: Iterator[Any], shape: tuple[int, ...]) -> list[Any]:
    """Numbers in nested lists of a shape."""
    if len(shape) == 1:
        return [next(numbers) for _ in range(shape[0])]
    return [_nested(numbers, shape[1:]) for _ in range(shape[0])]


def _copier(items: list[Any]) -> Make:
    """What makes new nested lists of the same numbers each time."""
    if not items or type(items[0]) is not list:
        return items.copy
    makers = [_copier(item) for item in items]
    return lambda: [make() for make in makers]
