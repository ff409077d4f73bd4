"""The fields of a course file's rows: which columns they stand for, and what they are called."""

from dataclasses import dataclass
from enum import Enum, auto
from functools import cache

from sqlalchemy import JSON, BigInteger, Boolean, Column, Float, Integer, String, Uuid, inspect
from sqlalchemy import Enum as EnumType
from sqlalchemy.sql.elements import False_
from sqlalchemy.sql.schema import DefaultClause, ScalarElementColumnDefault

from app.db import UtcDateTime
from app.models import Course, User
from app.queries.course_files.parts import Part


class FieldKind(Enum):
    """What a field holds."""

    ID = auto()
    PERSON = auto()
    """Who, by the address."""
    INSTANT = auto()
    CHOICE = auto()
    """One of the words of an enumeration."""
    BOOLEAN = auto()
    INTEGER = auto()
    NUMBER = auto()
    TEXT = auto()
    JSON = auto()


@dataclass(frozen=True)
class Field:
    """One field of a part's rows.

    Attributes:
        name: Its name in the file.
        column: The column.
        kind: What it holds.
        refers_to: The table that an id is one of, None where it names the row itself or is no id.
        is_key: Whether it tells the row from the others of its table.
    """

    name: str
    column: "Column[object]"
    kind: FieldKind
    refers_to: str | None
    is_key: bool

    @property
    def may_be_missing(self) -> bool:
        """Whether a row can be without it, since the release that wrote it did not know it yet."""
        return self.column.nullable is True or self.default is not None

    @property
    def default(self) -> object:
        """What holds for a row without it; None where that is null, or nothing."""
        default, in_the_store = self.column.default, self.column.server_default
        if isinstance(default, ScalarElementColumnDefault):
            return default.arg
        if isinstance(in_the_store, DefaultClause) and isinstance(in_the_store.arg, False_):
            return False
        return None


@cache
def fields_of(part: Part) -> tuple[Field, ...]:
    """Return the fields of a part in the order of its columns; the course itself is named once, in its own part."""
    columns = [
        column
        for attribute in inspect(part.model).column_attrs
        for column in attribute.columns
        if isinstance(column, Column) and column.key not in part.left_out
    ]
    return tuple(_field(one) for one in columns if _target(one) != Course.__tablename__)


def _field(column: "Column[object]") -> Field:
    target = _target(column)
    if target == User.__tablename__:
        name = column.key.removesuffix("_id")
        return Field(name, column, FieldKind.PERSON, None, column.primary_key)
    return Field(column.key, column, _kind(column), target, column.primary_key)


def _target(column: "Column[object]") -> str | None:
    return next((key.column.table.name for key in column.foreign_keys), None)


def _kind(column: "Column[object]") -> FieldKind:
    # An enumeration is stored as a text, and a number of 64 bits is a whole number: the narrower one comes first.
    for type_, kind in (
        (Uuid, FieldKind.ID),
        (UtcDateTime, FieldKind.INSTANT),
        (EnumType, FieldKind.CHOICE),
        (Boolean, FieldKind.BOOLEAN),
        (BigInteger, FieldKind.INTEGER),
        (Integer, FieldKind.INTEGER),
        (Float, FieldKind.NUMBER),
        (String, FieldKind.TEXT),
        (JSON, FieldKind.JSON),
    ):
        if isinstance(column.type, type_):
            return kind
    raise TypeError(f"no field of a course file holds what {column} does")
