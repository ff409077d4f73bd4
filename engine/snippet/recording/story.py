"""Keeping the events of a run in bounded room: the first ones and the last ones."""

from collections import deque
from typing import Final

from engine.snippet.recording.events import Began, Event, LeftOut

FIRST: Final = 1_000
"""How many events are kept from the beginning."""
LAST: Final = 500
"""How many are kept from the end."""


class Story:
    """The events of a run so far."""

    __slots__ = ("_events", "_first", "_last", "_statements")

    def __init__(self) -> None:
        self._first: list[Event] = []
        self._last: deque[Event] = deque()
        # How much was left out between the two.
        self._events = 0
        self._statements = 0

    def add(self, event: Event) -> None:
        """Note down an event."""
        if len(self._first) < FIRST:
            self._first.append(event)
            return
        self._last.append(event)
        if len(self._last) > LAST:
            self._events += 1
            self._statements += isinstance(self._last.popleft(), Began)

    def told(self) -> tuple[Event, ...]:
        """All that was kept, with one `LeftOut` in place of what was not."""
        gap = (LeftOut(self._statements, self._events),) if self._events else ()
        return (*self._first, *gap, *self._last)
