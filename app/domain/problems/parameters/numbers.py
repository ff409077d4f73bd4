"""Numbers, vectors and matrices, each element drawn from a list or a range."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.domain.problems.draw import Draw
from app.domain.problems.fields import Scalar, Table, is_number
from app.domain.texts import say

_MAX_VALUES = 10_000
_MAX_SIZE = 20
_FROM = say(
    "a list of different numbers, or a range %(example)s",
    example="{ start = 1, stop = 2, step = 0.5 }",
)


@dataclass(frozen=True)
class NumberParameter:
    """A number, vector or matrix that each variant draws anew.

    Attributes:
        name: The name that stands for it in the snippet.
        kind: `number`, `vector` or `matrix`, as the file says it.
        shape: () for a number, (n,) for a vector, (rows, columns) for a matrix.
        values: What each element is drawn from, each as likely as another.
        distinct: Whether no two elements may be equal.
        ascending: Whether the elements of a vector are put in order, the smallest first.
    """

    name: str
    kind: str
    shape: tuple[int, ...]
    values: tuple[Scalar, ...]
    distinct: bool = False
    ascending: bool = False
    needs = frozenset[str]()
    is_fragment = False

    def draw(self, draw: Draw, drawn: Mapping[str, Any]) -> Any:  # noqa: ARG002 - it needs no other
        """Draw a number, or a list or lists of as many numbers as the shape has."""
        if not self.shape:
            return self.values[draw.below(len(self.values))]
        count = self.shape[0] if len(self.shape) == 1 else self.shape[0] * self.shape[1]
        elements = (draw.sample if self.distinct else draw.choices)(self.values, count)
        if len(self.shape) == 1:
            return sorted(elements) if self.ascending else elements
        columns = self.shape[1]
        return [elements[start : start + columns] for start in range(0, count, columns)]


def read_numbers(name: str, kind: str, table: Table) -> NumberParameter:
    """Read the fields of a number, vector or matrix.

    Raises:
        ProblemError: A field is not allowed; the message says what is.
    """
    shape = SHAPES[kind](table)
    values = _read_values(table)
    distinct = bool(shape) and table.flag("distinct")
    ascending = len(shape) == 1 and table.flag("sorted")
    count = shape[0] * (shape[1] if len(shape) > 1 else 1) if shape else 1
    if distinct and count > len(values):
        raise table.error(
            "distinct",
            say(
                "needs at least %(count)s values to choose from; there are %(given)s",
                count=count,
                given=len(values),
            ),
        )
    return NumberParameter(name, kind, shape, values, distinct, ascending)


def _read_size(table: Table) -> tuple[int, ...]:
    return (table.whole("size", 1, _MAX_SIZE),)


def _read_shape(table: Table) -> tuple[int, ...]:
    expected = say("two whole numbers from 1 to %(most)s, for instance [2, 3]", most=_MAX_SIZE)
    sizes = table.take("shape", expected)
    if (
        not isinstance(sizes, list)
        or len(sizes) != 2
        or not all(type(size) is int and 1 <= size <= _MAX_SIZE for size in sizes)
    ):
        raise table.unlike("shape", expected)
    return tuple(sizes)


SHAPES: dict[str, Callable[[Table], tuple[int, ...]]] = {
    "number": lambda _: (),
    "vector": _read_size,
    "matrix": _read_shape,
}
"""How each kind of numbers reads its shape."""


def _read_values(table: Table) -> tuple[Scalar, ...]:
    source = table.take("from", _FROM)
    if isinstance(source, dict):
        return _read_range(table, source)
    if "nonzero" in table:
        raise table.error("nonzero", say("belongs to a range; leave 0 out of the list instead"))
    if not isinstance(source, list) or not source or not all(map(is_number, source)):
        raise table.unlike("from", _FROM)
    if len(set(source)) < len(source):
        raise table.error("from", say("names a value twice; each is drawn equally often"))
    return tuple(source)


def _read_range(table: Table, source: dict[str, Any]) -> tuple[Scalar, ...]:
    """Read `{ start, stop, step }`; `stop` belongs to the range when the steps reach it."""
    if set(source) != {"start", "stop", "step"} or not all(map(is_number, source.values())):
        raise table.unlike("from", _FROM)
    start, stop, step = source["start"], source["stop"], source["step"]
    nonzero = table.flag("nonzero")
    if step <= 0 or start > stop:
        raise table.error("from", say("must run upwards: start at most stop, step above 0"))
    if (Decimal(stop) - start) / step >= _MAX_VALUES:
        raise table.error(
            "from", say("has more than %(most)s values; make the step longer", most=_MAX_VALUES)
        )
    whole = all(isinstance(bound, int) for bound in (start, step))
    steps = int((Decimal(stop) - start) / step)
    values = tuple(start + step * index for index in range(steps + 1))
    kept = tuple(value for value in values if value or not nonzero)
    if not kept:
        raise table.error("nonzero", say("leaves no value in this range"))
    return kept if whole else tuple(Decimal(value) for value in kept)
