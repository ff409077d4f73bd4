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
    """The values that were asked for last, for each database.

    A key must hold all that a value depends on, so that what has changed has another key. What is kept must not be
    changed by who gets it.

    Args:
        most: How many values are kept for a database; the one that nobody asked for longest is forgotten first.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: weakref.WeakKeyDictionary[Engine, OrderedDict[Hashable, Value]]
        self._kept = weakref.WeakKeyDictionary()
        self._lock = threading.Lock()

    def get(self, session: Session, key: Hashable, read: Callable[[], Value]) -> Value:
        """Return what is kept under a key, or read it and keep it."""
        with self._lock:
            kept = self._kept.setdefault(session.get_bind().engine, OrderedDict())
            if key in kept:
                kept.move_to_end(key)
                return kept[key]
        # Not under the lock: two that ask at once both read, and nobody waits for another assignment.
        value = read()
        with self._lock:
            kept[key] = value
            while len(kept) > self._most:
                kept.popitem(last=False)
        return value
