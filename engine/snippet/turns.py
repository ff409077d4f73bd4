"""How many turns loops take where a program is misread: one fewer than they do, or one more."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from engine.snippet.building import BREAK


class Turns:
    """What is known of the loops of one run.

    To stop early one must know how many turns a loop takes, so the program is run once to count
    them, and once more to stop before; each loop is known by its place in the program, and by
    how often it was entered.
    """

    def __init__(self, more: int) -> None:
        """Take note of how many turns more each loop is to take; fewer, if negative."""
        self._more: Final = more
        self._counts: dict[object, list[int]] = {}
        self._known: dict[object, Iterator[int]] = {}

    def begin(self) -> None:
        """End the counting: from now on loops are kept to what was counted."""
        self._known = {site: iter(counts) for site, counts in self._counts.items()}

    def of_condition(self, site: object, holds: Callable[[], bool], turn: Callable[[], Any]) -> Any:
        """Run a `while` loop.

        Args:
            site: which loop.
            holds: its condition.
            turn: its body; gives None, or what leaves the block around it.

        Returns:
            What left the loop, None if its condition did not hold any more.
        """
        left, taken = self._take(site, holds, turn)
        for _ in range(self._more if taken and left is None else 0):
            left = left or turn()
        return left

    def of_items(
        self, site: object, items: Any, store: Callable[[Any], None], turn: Callable[[], Any]
    ) -> Any:
        """Run a `for` loop; a range is continued for turns that it does not have.

        Args:
            site: which loop.
            items: what it goes through.
            store: binds an item to the loop's target.
            turn: as for `of_condition`.
        """
        if isinstance(items, range) and items and self._more > 0:
            items = range(items.start, items[-1] + (self._more + 1) * items.step, items.step)
        waiting = iter(items)
        missing = object()

        def advance() -> bool:
            item = next(waiting, missing)
            if item is missing:
                return False
            store(item)
            return True

        return self._take(site, advance, turn)[0]

    def _take(
        self, site: object, advance: Callable[[], bool], turn: Callable[[], Any]
    ) -> tuple[Any, int]:
        """Run a loop within its bound; give what left it, and how many turns it took."""
        counted = next(self._known[site], None) if site in self._known else None
        most = None if counted is None else max(0, counted + self._more)
        taken, left = 0, None
        while (most is None or taken < most) and advance():
            taken += 1
            left = turn()
            if left is BREAK or type(left) is tuple:
                break
            left = None
        self._counts.setdefault(site, []).append(taken)
        return left, taken
