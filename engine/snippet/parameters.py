"""Parameters: names in a snippet that stand for values given from outside.

A run with parameters is the run of the text in which each of them is replaced by its literal. So a
parameter cannot be bound by the program, and a list is a new one wherever its name stands.
"""

import keyword
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeAlias

Make: TypeAlias = Callable[[], Any]

NO_PARAMETERS: Final[Mapping[str, Any]] = {}


def check_names(names: Iterable[str]) -> frozenset[str]:
    """Let names of parameters pass.

    Raises:
        ValueError: One is no name that a snippet may use.
    """
    found = frozenset(names)
    for name in found:
        if not name.isidentifier() or keyword.iskeyword(name) or name.startswith("__"):
            raise ValueError(f"{name!r} cannot be the name of a parameter")
    return found


def check_given(names: frozenset[str], given: Mapping[str, object]) -> None:
    """Refuse a run that gives other parameters than the snippet has.

    Raises:
        ValueError: One is missing, or is none of the snippet's.
    """
    if given.keys() != names:
        lacking = ", ".join(sorted(names - given.keys())) or "none"
        surplus = ", ".join(sorted(given.keys() - names)) or "none"
        raise ValueError(f"the parameters do not fit: missing {lacking}; not known {surplus}")


def maker(value: Any) -> Make:
    """What makes a parameter's value whenever it is read.

    Args:
        value: a number, or lists of numbers nested to any depth.

    Raises:
        TypeError: It is something else.
    """
    if isinstance(value, list):
        items = [maker(item) for item in value]
        return lambda: [item() for item in items]
    if not isinstance(value, bool | int | float):
        kind = type(value).__name__
        raise TypeError(f"a parameter is a number or a list of numbers, not a {kind}")
    return lambda: value
