"""A course as plain rows, table by table: what `gradmark export` writes and `gradmark import` reads."""

from app.queries.course_files.fields import Field, FieldKind, fields_of
from app.queries.course_files.parts import LEFT_OUT, PARTS, Part
from app.queries.course_files.people import PersonEntry, people_of
from app.queries.course_files.rows import count_rows, rows_of

__all__ = [
    "LEFT_OUT",
    "PARTS",
    "Field",
    "FieldKind",
    "Part",
    "PersonEntry",
    "count_rows",
    "fields_of",
    "people_of",
    "rows_of",
]
