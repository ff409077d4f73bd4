"""The leaves of a program: shapes that broadcast with one another, and values worth testing."""

import math
from collections.abc import Iterator

from tests.oracle.grammar.draft import BOOL, DOUBLE, FLOAT, LONG, Draft, Shape, Value

_PLAIN = (1.0, 2.0, 3.0, 0.5, -1.0, 1.5, -2.0, 4.0, 0.25, 2.5)
_FINE = (0.1, 0.7, 1.3, -0.4, 2.2, 0.9, -1.7, 3.3, 0.37, 5.125)
_SPECIAL = (
    "0.", "0.", "-0.", "1.", "1.", "-1.", "1e-8", "12345.", "1e10",
    "float('inf')", "-float('inf')", "float('nan')",
)  # fmt: skip
_SHAPES: tuple[Shape, ...] = (
    (), (1,), (2,), (3,), (3,), (4,), (5,), (2, 2), (2, 3), (3, 2), (3, 3), (2, 1), (1, 3),
    (2, 3, 2), (2, 2, 3), (1, 2, 3), (2, 1, 3),
)  # fmt: skip
_RARE: tuple[Shape, ...] = ((0,), (2, 0), (9,), (12,), (17,), (33,), (3, 9), (10, 3), (1, 1))
_NAMES = "abcdehkmpq"


def leaf(draft: Draft) -> None:
    """A tensor of floats that the program makes by itself; most ask for gradients."""
    shape = _shape(draft)
    dtype = DOUBLE if draft.chance(15) else FLOAT
    tracked = draft.chance(85)
    _declare(draft, shape, dtype, tracked, _floats(draft, shape, dtype, tracked))


def whole_numbers(draft: Draft) -> None:
    """A tensor of integers or truths, which takes no part in the graph."""
    shape = _shape(draft)
    dtype = draft.pick((LONG, LONG, BOOL))
    numbers = ("True", "False") if dtype == BOOL else tuple(map(str, range(-2, 6)))
    _declare(draft, shape, dtype, False, f"torch.tensor({literal(draft, shape, numbers)})")


def literal(draft: Draft, shape: Shape, choices: tuple[str, ...]) -> str:
    """Nested lists of numbers, which the program may write into a call of `torch.tensor`."""
    numbers = iter([draft.pick(choices) for _ in range(math.prod(shape))])
    return _nested(shape, numbers)


def weights(draft: Draft, shape: Shape) -> str:
    """An expression for weights of that shape."""
    numbers = ("1.", "2.", "0.5", "-1.", "0.", "3.", "0.1")
    return f"torch.tensor({literal(draft, shape, numbers)})"


def _shape(draft: Draft) -> Shape:
    known = [value.shape for value in draft.values]
    if known and draft.chance(55):
        shape = draft.pick(known)
        if shape and draft.chance(40):
            shape = shape[draft.random.randrange(len(shape)) :]
        return shape
    return draft.pick(_RARE) if draft.chance(6) else draft.pick(_SHAPES)


def _floats(draft: Draft, shape: Shape, dtype: str, tracked: bool) -> str:
    options = ", dtype=torch.float64" if dtype == DOUBLE else ""
    options += ", requires_grad=True" if tracked else ""
    size = math.prod(shape)
    if size > 12 or draft.chance(6):
        sizes = ", ".join(map(str, shape)) or "()"
        if size > 0 and draft.chance(60):
            return f"torch.randn({sizes}{options})"
        return f"torch.{draft.pick(('ones', 'zeros', 'rand'))}({sizes}{options})"
    if draft.chance(8):
        choices: tuple[str, ...] = _SPECIAL
    else:
        choices = tuple(map(str, _FINE if draft.chance(40) else _PLAIN))
    return f"torch.tensor({literal(draft, shape, choices)}{options})"


def _declare(draft: Draft, shape: Shape, dtype: str, tracked: bool, expression: str) -> None:
    taken = {value.name for value in draft.values}
    name = next(name for name in _NAMES if name not in taken)
    if "rand" in expression and not any("manual_seed" in line for line in draft.lines):
        draft.say(f"torch.manual_seed({draft.random.randrange(9)})")
    draft.say(f"{name} = {expression}")
    draft.values.append(Value(name, shape, dtype, tracked, leaf=True))


def _nested(shape: Shape, numbers: Iterator[str]) -> str:
    if not shape:
        return next(numbers)
    return "[" + ", ".join(_nested(shape[1:], numbers) for _ in range(shape[0])) + "]"
