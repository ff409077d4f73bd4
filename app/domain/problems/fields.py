"""Reading metadata fields one by one, each with an error that names it and what it may hold."""

import re
from collections.abc import Sequence
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from app.domain.problems.block import Block
from app.domain.problems.errors import ProblemError
from app.domain.problems.places import Path
from app.domain.texts import Message, say

Scalar = int | Decimal
"""A number as TOML has it: an integer or an exact decimal fraction."""

_LARGEST = Decimal("1e300")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


class Table:
    """A TOML table of which every field must be asked for: `finish` refuses what nobody did."""

    def __init__(self, block: Block, path: Path, values: Any) -> None:
        self._block = block
        self._path = path
        if not isinstance(values, dict):
            raise self.error(
                None,
                say(
                    "must be a table, for instance `%(table)s`",
                    table='{ kind = "number", ... }',
                ),
            )
        self._values: dict[str, Any] = values
        self._known: list[str] = []

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def error(self, key: str | int | None, reason: str) -> ProblemError:
        """Make the error for the field `key`, or for the whole table."""
        return self._block.error(self._path if key is None else (*self._path, key), reason)

    def unlike(self, key: str, expected: str) -> ProblemError:
        """Make the error for a field that holds something else than what is expected."""
        return self.error(key, say("must be %(expected)s", expected=expected))

    def one_of(self, key: str, kinds: Sequence[str], default: str | None = None) -> str:
        """Read one of a few words."""
        listed = ", ".join(kinds)
        kind = self.text(key, say("one of %(kinds)s", kinds=listed), default)
        if kind in kinds:
            return kind
        if near := get_close_matches(kind, kinds, n=1):
            raise self.error(
                key,
                say("must be one of %(kinds)s; did you mean %(near)s?", kinds=listed, near=near[0]),
            )
        raise self.unlike(key, say("one of %(kinds)s", kinds=listed))

    def take(self, key: str, expected: str) -> Any:
        """Give the raw value of a field that must be there; `expected` says what it may hold."""
        self._known.append(key)
        if key not in self._values:
            raise self.error(key, say("is missing; it must be %(expected)s", expected=expected))
        return self._values[key]

    def text(self, key: str, expected: str, default: str | None = None) -> str:
        """Read one line of text that is not blank."""
        if default is not None and key not in self._values:
            self._known.append(key)
            return default
        value = self.take(key, expected)
        if not isinstance(value, str) or not value.strip() or "\n" in value:
            raise self.unlike(key, expected)
        return value.strip()

    def texts(
        self, key: str, expected: str, default: tuple[str, ...] | None = None
    ) -> tuple[str, ...]:
        """Read a list of texts that are not blank."""
        if default is not None and key not in self._values:
            self._known.append(key)
            return default
        values = self.take(key, expected)
        if not isinstance(values, list) or not all(
            isinstance(value, str) and value.strip() for value in values
        ):
            raise self.unlike(key, expected)
        return tuple(value.strip() for value in values)

    def number(self, key: str, expected: str) -> Scalar:
        """Read a finite number."""
        return self.scalar(key, self.take(key, expected), expected)

    def scalar(self, key: str, value: Any, expected: str) -> Scalar:
        """Check that `value`, found in the field `key`, is a finite number that a float can hold."""
        if not is_number(value):
            raise self.unlike(key, expected)
        return value  # type: ignore[no-any-return]  # TOML's values have no static type

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """Read a whole number from `low` to `high`."""
        if default is not None and key not in self._values:
            self._known.append(key)
            return default
        expected = say("a whole number from %(low)s to %(high)s", low=low, high=high)
        value = self.take(key, expected)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise self.unlike(key, expected)
        return value

    def flag(self, key: str) -> bool:
        """Read true or false; false where the field is not there."""
        self._known.append(key)
        value = self._values.get(key, False)
        if not isinstance(value, bool):
            raise self.error(key, say("must be true or false"))
        return value

    def table(self, key: str) -> dict[str, "Table"]:
        """Read a table of tables by name; empty where the field is not there."""
        self._known.append(key)
        outer = Table(self._block, (*self._path, key), self._values.get(key, {}))
        return {
            name: Table(self._block, (*outer._path, name), values)
            for name, values in outer._values.items()
        }

    def tables(self, key: str, expected: str) -> list["Table"]:
        """Read a list of tables that is not empty."""
        values = self.take(key, expected)
        if not isinstance(values, list) or not values:
            raise self.unlike(key, expected)
        path = (*self._path, key)
        return [Table(self._block, (*path, i), value) for i, value in enumerate(values)]

    def finish(self) -> None:
        """Refuse any field that was not read.

        Raises:
            ProblemError: There is one; the message lists the fields there are.
        """
        for key in self._values:
            if key not in self._known:
                raise self.error(key, self._unknown(key))

    def _unknown(self, key: str) -> Message:
        allowed = ", ".join(self._known)
        if near := get_close_matches(key, self._known, n=1):
            return say(
                "is not a field here; did you mean `%(near)s`? Allowed: %(allowed)s",
                near=near[0],
                allowed=allowed,
            )
        return say("is not a field here. Allowed: %(allowed)s", allowed=allowed)


def is_number(value: Any) -> bool:
    """Tell whether a TOML value is a number that a float holds, neither as infinity nor as zero."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return False
    exact = Decimal(value)
    if not exact.is_finite() or abs(exact) > _LARGEST:
        return False
    return not exact or bool(float(exact))


def is_name(text: str) -> bool:
    """Tell whether `text` can name a parameter or a question: ASCII letters, digits and `_`."""
    return _NAME.fullmatch(text) is not None
