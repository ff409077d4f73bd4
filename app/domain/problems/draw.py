"""The draw behind every variant: random choices that come out the same everywhere and for ever.

Neither `random` nor NumPy promises its choices across versions, so the stream is our own and is
fixed here:

- block i of a stream is SHA-256 of the UTF-8 text `gradmark-draw-1/<key>/<i>`, i from 0 on;
- a block yields four integers: bytes 0-7, 8-15, 16-23 and 24-31, each read big-endian;
- `below(n)` takes the next integer u and gives u mod n, passing over every u at or above the
  largest multiple of n in 2**64, so that each outcome is exactly as likely as another.

A variant's streams have the keys `<version>/<seed>/<parameter>`, one for each parameter, with the
seed in decimal digits; where a seed is drawn again, for the r-th time, `<version>/<seed>/<parameter>/<r>`.
"""

from collections.abc import Iterator
from hashlib import sha256
from typing import TypeVar

_SPAN = 2**64

Value = TypeVar("Value")


class Draw:
    """A stream of uniform choices that depends on nothing but its key."""

    def __init__(self, key: str) -> None:
        self._integers = _integers(key)

    def below(self, bound: int) -> int:
        """Draw an integer from 0 to `bound` - 1; `bound` is at least 1."""
        limit = _SPAN - _SPAN % bound
        return next(integer for integer in self._integers if integer < limit) % bound

    def choices(self, values: tuple[Value, ...], count: int) -> list[Value]:
        """Draw `count` values, each independent of the others."""
        return [values[self.below(len(values))] for _ in range(count)]

    def sample(self, values: tuple[Value, ...], count: int) -> list[Value]:
        """Draw `count` values from different places of `values`, which has at least so many."""
        pool = list(values)
        return [pool.pop(self.below(len(pool))) for _ in range(count)]


def _integers(key: str) -> Iterator[int]:
    block = 0
    while True:
        digest = sha256(f"gradmark-draw-1/{key}/{block}".encode()).digest()
        for start in range(0, len(digest), 8):
            yield int.from_bytes(digest[start : start + 8], "big")
        block += 1
