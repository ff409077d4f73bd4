"""Problem files as instructors write them: the example that they begin with, and what can be wrong with it."""

from app.domain.authoring import EXAMPLE

FILE = EXAMPLE


def changed(old: str, new: str) -> str:
    """The good file with one thing changed."""
    assert FILE.count(old) == 1
    return FILE.replace(old, new)
