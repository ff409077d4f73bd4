"""Reading the rows of a course file: each field as its column holds it, or a reason why it cannot be one."""

import datetime as dt
import math
import uuid
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import BigInteger

from app.queries.course_files import Field, FieldKind, Part, fields_of

# Calendars have bounds, which adding to a time must not reach.
_EARLIEST: Final = dt.datetime(1900, 1, 1, tzinfo=dt.UTC)
_LATEST: Final = dt.datetime(3000, 1, 1, tzinfo=dt.UTC)
_MOST: Final = 1e12

Row = dict[str, Any]
"""A row by the keys of its columns, as the database takes it."""


class RowReader:
    """Reads the rows of one part.

    Args:
        part: Which.
        people: Everybody whom a row may name, by address.
    """

    def __init__(self, part: Part, people: Mapping[str, uuid.UUID]) -> None:
        self._fields = fields_of(part)
        self._names = frozenset(field.name for field in self._fields)
        self._people = people
        self._read = {field.name: self._reader(field) for field in self._fields}

    def read(self, plain: Mapping[str, Any]) -> Row:
        """Return a row; a field that an older release did not know has its default.

        Raises:
            ValueError: A field is missing, not known, or holds what its column cannot.
        """
        unknown = sorted(plain.keys() - self._names)
        if unknown:
            raise ValueError(f"this release knows no field {unknown[0][:80]}")
        row = {}
        for field in self._fields:
            if field.name not in plain:
                if not field.may_be_missing:
                    raise ValueError(f"the field {field.name} is missing")
                row[field.column.key] = field.default
                continue
            try:
                row[field.column.key] = self._read[field.name](plain[field.name])
            except (ValueError, OverflowError) as error:
                raise ValueError(f"the field {field.name} {error}") from None
        return row

    def _reader(self, field: Field) -> Callable[[Any], Any]:
        read = self._person if field.kind is FieldKind.PERSON else _reader(field)

        def read_or_null(value: Any) -> Any:
            if value is None:
                if field.column.nullable:
                    return None
                raise ValueError("is empty")
            return read(value)

        return read_or_null

    def _person(self, value: Any) -> uuid.UUID:
        if not isinstance(value, str) or value not in self._people:
            raise ValueError("names nobody of people.jsonl")
        return self._people[value]


def _reader(field: Field) -> Callable[[Any], Any]:
    match field.kind:
        case FieldKind.TEXT:
            most = getattr(field.column.type, "length", None)
            return lambda value: _text(value, most)
        case FieldKind.INTEGER:
            bits = 63 if isinstance(field.column.type, BigInteger) else 31
            return lambda value: _integer(value, 1 << bits)
        case FieldKind.CHOICE:
            words: type[StrEnum] = field.column.type.enum_class  # type: ignore[attr-defined]
            return lambda value: _choice(value, words)
        case _:
            return _READERS[field.kind]


def _text(value: Any, most: int | None) -> str:
    if not isinstance(value, str):
        raise ValueError("is no text")  # noqa: TRY004 - a ValueError is what the caller tells
    if most is not None and len(value) > most:
        raise ValueError(f"is longer than {most} characters")
    return value


def _integer(value: Any, bound: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not -bound <= value < bound:
        raise ValueError("is no whole number, or too large")
    return value


def _choice(value: Any, words: type[StrEnum]) -> StrEnum:
    try:
        return words(value)
    except ValueError:
        raise ValueError("is none of the words that this release knows") from None


def _id(value: Any) -> uuid.UUID:
    try:
        found = uuid.UUID(value)
    except (ValueError, AttributeError, TypeError):
        raise ValueError("is no id") from None
    return found


def _instant(value: Any) -> dt.datetime:
    try:
        instant = dt.datetime.fromisoformat(value)
        is_one = instant.tzinfo is not None and _EARLIEST <= instant <= _LATEST
    except (ValueError, TypeError, OverflowError):
        is_one = False
    if not is_one:
        raise ValueError("is no time with its zone, from 1900 to 2999")
    return instant.astimezone(dt.UTC)


def _number(value: Any) -> float:
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or not math.isfinite(value)
        or abs(value) > _MOST
    ):
        raise ValueError("is no number, or too large")
    return float(value)


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("is neither true nor false")  # noqa: TRY004 - as above
    return value


def _plain_data(value: Any) -> Any:
    if not isinstance(value, dict | list):
        raise ValueError("is neither an object nor a list")  # noqa: TRY004 - as above
    return value


_READERS: Final[Mapping[FieldKind, Callable[[Any], Any]]] = {
    FieldKind.ID: _id,
    FieldKind.INSTANT: _instant,
    FieldKind.NUMBER: _number,
    FieldKind.BOOLEAN: _boolean,
    FieldKind.JSON: _plain_data,
}
