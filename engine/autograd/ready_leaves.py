"""Leaves whose gradient is complete, in the order in which PyTorch's queue lets them out."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.autograd.tensor import Tensor


def let_out(leaves: "list[Tensor]") -> "list[Tensor]":
    """Leaves that came into the queue one after the other, in the order in which they leave it.

    PyTorch keeps ready nodes in a `std::priority_queue`, where leaves all have the highest
    priority. Which of several equals comes first shows in the order in which hooks run, and follows
    from the way that binary heap is mended after each removal: an equal never rises, so what comes
    in stays last.
    """
    heap = list(leaves)
    return [_taken(heap) for _ in leaves]


def _taken(heap: "list[Tensor]") -> "Tensor":
    """Take the first one out, and move the last up along the path of right-hand children."""
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
