"""Parameters: what a problem leaves open, and how a drawn value is written into its text."""

import keyword
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from app.domain.problems.draw import Draw
from app.domain.problems.fields import Scalar, Table, is_name, is_number

_MAX_VALUES = 10_000
_MAX_SIZE = 20
_FROM = "a list of different numbers, or a range { start = 1, stop = 2, step = 0.5 }"


@dataclass(frozen=True)
class Parameter:
    """One value that each variant draws anew.

    Attributes:
        name: The name that stands for it in the snippet.
        kind: `number`, `vector` or `matrix`, as the file says it.
        shape: () for a number, (n,) for a vector, (rows, columns) for a matrix.
        values: What each element is drawn from, each as likely as another.
        distinct: Whether no two elements may be equal.
    """

    name: str
    kind: str
    shape: tuple[int, ...]
    values: tuple[Scalar, ...]
    distinct: bool = False

    def draw_literal(self, draw: Draw) -> str:
        """Draw a value and write it as the Python literal that a teacher would type.

        A number is written as its list has it, `2` or `2.0`. The elements of a vector or matrix are
        always written as floats, since they become a tensor that may require a gradient.
        """
        if not self.shape:
            return write_number(self.values[draw.below(len(self.values))])
        count = self.shape[0] if len(self.shape) == 1 else self.shape[0] * self.shape[1]
        drawn = (draw.sample if self.distinct else draw.choices)(self.values, count)
        elements = [repr(float(value)) for value in drawn]
        if len(self.shape) == 1:
            return _write_list(elements)
        columns = self.shape[1]
        rows = (elements[start : start + columns] for start in range(0, count, columns))
        return _write_list([_write_list(row) for row in rows])


def write_number(value: Scalar) -> str:
    """Write a number as Python does, shortest and exact: `3`, `0.1`, `1e-05`."""
    return str(value) if isinstance(value, int) else repr(float(value))


def read_parameter(name: str, table: Table) -> Parameter:
    """Read one entry of `[params]`.

    Raises:
        ProblemError: The name or a field is not allowed; the message says what is.
    """
    if not is_name(name) or keyword.iskeyword(name):
        raise table.error(None, "must be named with ASCII letters, digits and `_`, a letter first")
    kind = table.text("kind", f"one of {', '.join(_SHAPES)}")
    if kind not in _SHAPES:
        near = get_close_matches(kind, _SHAPES, n=1)
        guess = f"; did you mean {near[0]}?" if near else ""
        raise table.error("kind", f"must be one of {', '.join(_SHAPES)}{guess}")
    shape = _SHAPES[kind](table)
    values = _read_values(table)
    distinct = bool(shape) and table.flag("distinct")
    table.finish()
    count = shape[0] * (shape[1] if len(shape) > 1 else 1) if shape else 1
    if distinct and count > len(values):
        raise table.error(
            "distinct", f"needs at least {count} values to choose from; there are {len(values)}"
        )
    return Parameter(name, kind, shape, values, distinct)


def _read_size(table: Table) -> tuple[int, ...]:
    return (table.whole("size", 1, _MAX_SIZE),)


def _read_shape(table: Table) -> tuple[int, ...]:
    expected = f"two whole numbers from 1 to {_MAX_SIZE}, for instance [2, 3]"
    sizes = table.take("shape", expected)
    if (
        not isinstance(sizes, list)
        or len(sizes) != 2
        or not all(type(size) is int and 1 <= size <= _MAX_SIZE for size in sizes)
    ):
        raise table.error("shape", f"must be {expected}")
    return tuple(sizes)


_SHAPES: dict[str, Callable[[Table], tuple[int, ...]]] = {
    "number": lambda _: (),
    "vector": _read_size,
    "matrix": _read_shape,
}
"""How each kind of parameter reads its shape; a further kind begins with a line here."""


def _read_values(table: Table) -> tuple[Scalar, ...]:
    source = table.take("from", _FROM)
    if isinstance(source, dict):
        return _read_range(table, source)
    if "nonzero" in table:
        raise table.error("nonzero", "belongs to a range; leave 0 out of the list instead")
    if not isinstance(source, list) or not source or not all(map(is_number, source)):
        raise table.error("from", f"must be {_FROM}")
    if len(set(source)) < len(source):
        raise table.error("from", "names a value twice; each is drawn equally often")
    return tuple(source)


def _read_range(table: Table, source: dict[str, Any]) -> tuple[Scalar, ...]:
    """Read `{ start, stop, step }`; `stop` belongs to the range when the steps reach it."""
    if set(source) != {"start", "stop", "step"} or not all(map(is_number, source.values())):
        raise table.error("from", f"must be {_FROM}")
    start, stop, step = source["start"], source["stop"], source["step"]
    nonzero = table.flag("nonzero")
    if step <= 0 or start > stop:
        raise table.error("from", "must run upwards: start at most stop, step above 0")
    if (Decimal(stop) - start) / step >= _MAX_VALUES:
        raise table.error("from", f"has more than {_MAX_VALUES} values; make the step longer")
    whole = all(isinstance(bound, int) for bound in (start, step))
    steps = int((Decimal(stop) - start) / step)
    values = tuple(start + step * index for index in range(steps + 1))
    kept = tuple(value for value in values if value or not nonzero)
    if not kept:
        raise table.error("nonzero", "leaves no value in this range")
    return kept if whole else tuple(Decimal(value) for value in kept)


def _write_list(elements: list[str]) -> str:
    return f"[{', '.join(elements)}]"
