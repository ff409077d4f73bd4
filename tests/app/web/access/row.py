"""One row of the access table."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Row:
    """Who may ask for an address, and how.

    Attributes:
        may: Who may; everybody else is told that there is nothing, or asked to sign in.
        typed: What its form must hold to be taken at all.
        heard: The status of its answer when that is not below 400: it was heard and could not be done.
    """

    may: frozenset[str]
    typed: dict[str, str] = field(default_factory=dict)
    heard: int | None = None


# The method and the pattern of an address, with each id by the name that the world gives it.
Area = dict[tuple[str, str], Row]
