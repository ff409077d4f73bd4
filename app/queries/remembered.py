"""What was read once and holds until something changes: kept in this process for whoever asks next."""

import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from sqlalchemy import Engine
from sqlalchemy.orm import Session

Value = TypeVar("Value")


class Remembered(Generic[Value]):
    """The newest state of what was asked for last, for each database.

    What is kept must not be changed by who gets it.

    Args:
        most: Of how many things it is kept for a database; what nobody asked for longest is forgotten first.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: weakref.WeakKeyDictionary[Engine, OrderedDict[Hashable, tuple[Hashable, Value]]]
        self._kept = weakref.WeakKeyDictionary()
        self._lock = threading.Lock()

    def get(
        self,
        session: Session,
        what: Hashable,
        stamp: Hashable,
        read: Callable[[Value | None], Value],
    ) -> Value:
        """Return what is kept, or read it and keep it in place of an older state.

        Args:
            session: Reads.
            what: What is asked for.
            stamp: All that the value depends on: another one once anything has changed.
            read: Reads it, given the older state where one is kept.
        """
        with self._lock:
            kept = self._kept.setdefault(session.get_bind().engine, OrderedDict())
            known = kept.get(what)
            if known is not None and known[0] == stamp:
                kept.move_to_end(what)
                return known[1]
        # Not under the lock: two that ask at once both read, and nobody waits for another assignment.
        value = read(known[1] if known else None)
        with self._lock:
            kept[what] = stamp, value
            kept.move_to_end(what)
            while len(kept) > self._most:
                kept.popitem(last=False)
        return value
