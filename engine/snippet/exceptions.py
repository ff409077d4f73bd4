"""Which exceptions are outcomes of a snippet and which are faults of ours.

Python's operators and the engine raise TypeError, RuntimeError and the like on a snippet's behalf.
AttributeError, NameError and KeyError would far more likely come from a mistake in our own code, so
only the marked classes below count as the snippet's. Neither does a subclass that nobody listed:
it goes up as the fault it is.
"""

import re
from typing import Final

from engine.autograd.gradient_checks import GradcheckError
from engine.snippet.outcome import Raised


class SnippetAttributeError(AttributeError):
    """An AttributeError that Python would raise for the snippet."""


class SnippetNameError(NameError):
    """A NameError that Python would raise for the snippet."""


class SnippetUnboundLocalError(UnboundLocalError):
    """An UnboundLocalError that Python would raise for the snippet."""


class SnippetKeyError(KeyError):
    """A KeyError that Python would raise for the snippet."""


_MARKED: Final[dict[type, type[Exception]]] = {
    SnippetAttributeError: AttributeError,
    SnippetNameError: NameError,
    SnippetUnboundLocalError: UnboundLocalError,
    SnippetKeyError: KeyError,
}

_PLAIN: Final[tuple[type[Exception], ...]] = (
    TypeError,
    ValueError,
    IndexError,
    ZeroDivisionError,
    OverflowError,
    RuntimeError,
    NotImplementedError,
    AssertionError,
    GradcheckError,
)

OUTCOMES: Final[frozenset[type[Exception]]] = frozenset({*_PLAIN, *_MARKED})
"""The exact classes of exceptions that are outcomes."""


def shown_kind(error: Exception) -> type[Exception]:
    """The class under which a snippet knows an exception."""
    return _MARKED.get(type(error), type(error))


_OUR_CLASS: Final = re.compile(r"<class 'engine\.snippet\.[\w.]*?(?P<name>\w+)'>")
_OUR_METHOD: Final = "BoundMethod"


def describe(error: Exception) -> Raised:
    """Type and text of an outcome, as Python prints them."""
    return Raised(shown_kind(error).__name__, _OUR_CLASS.sub(_pythons_class, str(error)))


def _pythons_class(found: re.Match[str]) -> str:
    """What Python calls what stands for a function or method here."""
    return "<class 'method'>" if found["name"] == _OUR_METHOD else "<class 'function'>"
