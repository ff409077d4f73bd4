"""Leaves whose gradient is complete, in the order in which PyTorch's queue lets them out."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.autograd.tensor import Tensor


class ReadyLeaves:
    """A binary heap in which all are equal.

    PyTorch keeps ready nodes in a `std::priority_queue`, where leaves all have the highest
    priority. Which of several equals comes first shows in the order in which hooks run, and follows
    from the way that heap is mended after each removal.
    """

    __slots__ = ("_heap",)

    def __init__(self) -> None:
        self._heap: list[Tensor] = []

    def __bool__(self) -> bool:
        return bool(self._heap)

    def push(self, leaf: "Tensor") -> None:
        """Add a leaf; an equal never rises above its parent."""
        self._heap.append(leaf)

    def pop(self) -> "Tensor":
        """Take the first one out, and move the last up along the path of right-hand children."""
        heap = self._heap
        first = heap[0]
        last = heap.pop()
        size = len(heap)
        if size:
            hole = 0
            while 2 * hole + 2 < size:
                heap[hole] = heap[2 * hole + 2]
                hole = 2 * hole + 2
            if 2 * hole + 2 == size:
                heap[hole] = heap[2 * hole + 1]
                hole = 2 * hole + 1
            # Equals do not rise, so the last stays in the hole.
            heap[hole] = last
        return first
