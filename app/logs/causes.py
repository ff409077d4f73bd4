"""What a log says of an exception: its kind and its place, and its message only where that quotes nobody.

The message of any exception may hold what it was about: an answer that could not be read, the truth a broken exercise
came to, a row with somebody's address in it. Kind and place are enough to find the fault.
"""

import traceback
from types import TracebackType
from typing import Final

from sqlalchemy.exc import (
    DBAPIError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    ProgrammingError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

# These speak of machines, files, names in our own code and of the schema.
_SPEAK_OF_MACHINES: Final = (
    OSError,
    ImportError,
    NameError,
    AttributeError,
    PoolTimeoutError,
)
# By name: whoever writes logs need not have them.
_PACKAGES_OF_MACHINES: Final = frozenset({"redis", "kombu", "amqp", "billiard"})
# The first line names a constraint, a table or a server; the ones after it quote the row.
_FIRST_LINE_ONLY: Final = (OperationalError, InterfaceError, ProgrammingError, IntegrityError)

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def cause_of(error: BaseException) -> str:
    """Return in one line what is to be said of an exception, and of the one that it was raised from."""
    said = _say(error)
    return said if error.__cause__ is None else f"{said}, from {cause_of(error.__cause__)}"


def describe(exc_info: ExceptionInfo) -> str:
    """Return where an exception was raised, and what is to be said of it, as several lines."""
    _kind, error, where = exc_info
    earlier = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    before = "" if earlier is None else f"{describe(_info_of(earlier))}\n\nthen:\n\n"
    frames = "".join(traceback.format_tb(where))
    return f"{before}{frames}{_say(error)}"


def _info_of(error: BaseException) -> ExceptionInfo:
    return type(error), error, error.__traceback__


def _say(error: BaseException) -> str:
    kind = type(error)
    if isinstance(error, DBAPIError):
        lines = str(error.orig).splitlines() if isinstance(error, _FIRST_LINE_ONLY) else []
        message = lines[0] if lines else ""
    elif isinstance(error, _SPEAK_OF_MACHINES) or (
        kind.__module__.partition(".")[0] in _PACKAGES_OF_MACHINES
    ):
        message = " ".join(str(error).split())
    else:
        message = ""
    return f"{kind.__qualname__}: {message}" if message else kind.__qualname__
