"""What a number of a pasted snippet may become: ranges and lists around the value that stands there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from app.domain.problems.gates.distinct import ENOUGH

_PLENTY: Final = 3 * ENOUGH
"""So many texts are aimed at: some are drawn again, and the others must still be enough."""
_LONGEST: Final = 200
"""A range with more values asks for more digits than one likes to calculate with."""
_STEPS: Final = tuple(map(Decimal, ("1", "0.5", "0.25", "0.1", "0.01")))
_TABLE: Final = 12
"""The multiplication table ends there: a range for a larger number stays near it."""
_FACTORS: Final = tuple(map(Decimal, ("0.1", "0.2", "0.25", "0.5")))
_WEIGHTS: Final = tuple(map(Decimal, ("0.1", "0.5", "2", "5", "10")))
_WHOLE_WEIGHTS: Final = tuple(map(Decimal, (2, 3, 4, 5, 10)))
_SQUARES: Final = tuple(Decimal(root * root) for root in range(1, 13))
_DIVISORS: Final = tuple(map(Decimal, ("1", "2", "4", "5", "8", "10")))


@dataclass(frozen=True)
class Source:
    """What a parameter is drawn from: `values` where there are some, else a range.

    Attributes:
        nonzero: Whether 0 is left out of the range.
        point: Whether whole numbers are written with a point.
    """

    values: tuple[Decimal, ...] = ()
    start: Decimal = Decimal(0)
    stop: Decimal = Decimal(0)
    step: Decimal = Decimal(1)
    nonzero: bool = False
    point: bool = False

    @property
    def count(self) -> int:
        """How many values there are."""
        if self.values:
            return len(self.values)
        return int((self.stop - self.start) / self.step) + 1 - self.nonzero

    @property
    def can_grow(self) -> bool:
        """Whether it is a range that may still be made longer."""
        return not self.values and self.count < _LONGEST

    def grown(self) -> "Source":
        """Give a longer range: away from 0 at the end that is further from it, at both ends where it has both signs."""
        more = 4 * self.step
        start = self.start - more if self.start < 0 else self.start
        stop = self.stop + more if self.stop > 0 else self.stop
        return replace(self, start=start, stop=stop)

    def written(self) -> str:
        """Write it as the field `from`, with `nonzero` behind it where it is set."""
        if self.values:
            return f"from = [{', '.join(self._number(value) for value in self.values)}]"
        ends = ", ".join(
            f"{name} = {self._number(value)}"
            for name, value in (("start", self.start), ("stop", self.stop), ("step", self.step))
        )
        return f"from = {{ {ends} }}{', nonzero = true' if self.nonzero else ''}"

    def _number(self, value: Decimal) -> str:
        if self.point or value != value.to_integral_value():
            return repr(float(value))
        return str(int(value))


def for_factor(value: Decimal, *, divides: bool) -> Source | None:
    """Propose values for a factor or a divisor; none for 0, 1 and -1, which stand there for a reason."""
    if abs(value) in (0, 1):
        return None
    if abs(value) < 1:
        sign = 1 if value > 0 else -1
        return Source(values=_sorted({value, *(sign * factor for factor in _FACTORS)}))
    if divides and _is_whole(value):
        return Source(values=_sorted({value, *map(Decimal, (2, 4, 5, 10))}))
    return _away_from(value, Decimal(2))


def for_term(value: Decimal) -> Source | None:
    """Propose values for what is added or subtracted."""
    return _away_from(value, _step_of([value])) if value else None


def for_exponent(value: Decimal) -> Source | None:
    """Propose values for an exponent: a square may become a cube, another one stays."""
    return Source(values=(Decimal(2), Decimal(3))) if value in (2, 3) else None


def for_elements(
    values: Sequence[Decimal], *, roots: bool = False, divides: bool = False
) -> Source:
    """Propose values for a tensor's elements: of both signs only where those that are given have both.

    Args:
        values: The elements that are given.
        roots: Whether the snippet takes a square root, so that squares stay squares.
        divides: Whether it divides by tensors, so that divisors stay ones that divide well.
    """
    if roots and set(values) <= set(_SQUARES):
        return Source(values=_SQUARES)
    if divides and min(values) > 0 and all(map(_is_whole, values)):
        return Source(values=_sorted({*values, *_DIVISORS}))
    step = _step_of(values)
    if min(values) > 0:
        return Source(start=step, stop=max(max(values) + 3 * step, 9 * step), step=step)
    reach = max(max(map(abs, values)) + 2 * step, 6 * step)
    return Source(start=-reach, stop=reach + step, step=step, nonzero=True)


def for_weights(values: Sequence[Decimal]) -> Source | None:
    """Propose values for the argument of backward(), without 1, which weighs nothing; none where it only chooses."""
    if set(values) <= {Decimal(0), Decimal(1)}:
        return None
    given = {value for value in values if value not in (0, 1)}
    wanted = given | set(_WHOLE_WEIGHTS if all(map(_is_whole, given)) else _WEIGHTS)
    if min(values) < 0:
        wanted |= {-value for value in wanted}
    return Source(values=_sorted(wanted))


def grow(sources: Sequence[Source], sizes: Sequence[int]) -> tuple[list[Source], bool]:
    """Make ranges longer until there are plenty of texts; tell whether there are.

    Args:
        sources: What each parameter is drawn from.
        sizes: How many elements each of them has.
    """
    found = list(sources)
    while _texts(found, sizes) < _PLENTY:
        growing = [index for index, source in enumerate(found) if source.can_grow]
        if not growing:
            break
        shortest = min(growing, key=lambda index: found[index].count ** sizes[index])
        found[shortest] = found[shortest].grown()
    return found, _texts(found, sizes) >= _PLENTY


def _texts(sources: Sequence[Source], sizes: Sequence[int]) -> int:
    product = 1
    for source, size in zip(sources, sizes, strict=True):
        product *= source.count**size
    return product


def _away_from(value: Decimal, least: Decimal) -> Source:
    """Propose a range of the sign of `value`, from `least` on where the value is small."""
    step = _step_of([value])
    size = abs(value)
    low = least if size <= _TABLE else size - 4 * step
    low = min(low, size)
    high = max(size + 4 * step, low + 7 * step)
    start, stop = (low, high) if value > 0 else (-high, -low)
    return Source(start=start, stop=stop, step=step)


def _step_of(values: Sequence[Decimal]) -> Decimal:
    return next((step for step in _STEPS if all(value % step == 0 for value in values)), _STEPS[-1])


def _is_whole(value: Decimal) -> bool:
    return value == value.to_integral_value()


def _sorted(values: set[Decimal]) -> tuple[Decimal, ...]:
    return tuple(sorted(values))
