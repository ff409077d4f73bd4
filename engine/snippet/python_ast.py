"""Python's own syntax trees, built by one thread at a time.

CPython 3.11 and 3.12 count how deep a tree under construction is in one place for all threads. A
collection of garbage in the middle of it may run a finalizer that lets another thread build a tree,
and then `ast.parse` raises "SystemError: AST constructor recursion depth mismatch" for a text that
is fine (https://github.com/python/cpython/issues/106905). Web servers parse in many threads, so
all that engine and app parse once they run, they parse here.
"""

import ast
import threading
from collections.abc import Callable
from typing import TypeVar

# Reentrant, as a finalizer that runs while a tree is built may parse as well.
_building = threading.RLock()
_Tree = TypeVar("_Tree")


def python_program(text: str) -> ast.Module:
    """Return the tree of a program, whether or not the restricted language allows it.

    Raises:
        SyntaxError: It is not valid Python, or has an integer of too many digits.
        ValueError: It has a NUL character.
        RecursionError, MemoryError: It is nested too deeply.
    """
    return _undisturbed(lambda: ast.parse(text))


def python_expression(text: str) -> ast.expr:
    """Return the tree of one expression, whether or not the restricted language allows it.

    Raises:
        SyntaxError, ValueError, RecursionError, MemoryError: As for `python_program`.
    """
    return _undisturbed(lambda: ast.parse(text, mode="eval").body)


def _undisturbed(build: Callable[[], _Tree]) -> _Tree:
    with _building:
        try:
            return build()
        except SystemError:
            # Python parses without asking us when it prints a traceback: once more, then.
            return build()
