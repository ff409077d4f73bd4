"""Leaves whose gradient is complete, in the order in which PyTorch's queue lets them out."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.autograd.tensor import Tensor


class ReadyLeaves(list["Tensor"]):
    """A binary heap in which all are equal; `append` adds a leaf, for an equal never rises.

    PyTorch keeps ready nodes in a `std::priority_queue`, where leaves all have the highest
    priority. Which of several equals comes first shows in the order in which hooks run, and follows
    from the way that heap is mended after each removal.
    """

    __slots__ = ()

    def take(self) -> "Tensor":
        """Take the first one out, and move the last up along the path of right-hand children."""
        first = self[0]
        last = self.pop()
        size = len(self)
        if size:
            hole = 0
            while 2 * hole + 2 < size:
                self[hole] = self[2 * hole + 2]
                hole = 2 * hole + 2
            if 2 * hole + 2 == size:
                self[hole] = self[2 * hole + 1]
                hole = 2 * hole + 1
            # Equals do not rise, so the last stays in the hole.
            self[hole] = last
        return first
