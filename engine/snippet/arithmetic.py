"""The operators, on tensors as the engine has them and on Python's own values within the bounds.

Python's operators run in C and would not stop at a bound: `9**9**9` or `'a' * 10**10` must be
measured before they start. Errors such as `TypeError: unsupported operand type(s)` are Python's
own, because in the end its own operator is applied.
"""

import ast
import operator
from collections.abc import Callable
from typing import Any, Final, TypeAlias

from engine.autograd import Size
from engine.autograd.batch import VARYING, lifted, settled
from engine.snippet.kinds import NUMBERS, TENSORS
from engine.snippet.sizes import guard_matmul, guard_operands
from engine.snippet.state import Run
from engine.snippet.wording import worded

Operate: TypeAlias = Callable[[Run, Any, Any], Any]

WHOLE: Final = frozenset({int, bool})
SMALL: Final = 1 << 62
"""Integers below this need no measuring before they are added, multiplied or divided."""
SEQUENCES: Final = (list, tuple, str)
LINEAR: Final = frozenset(
    {
        *(operator.add, operator.sub, operator.mul),
        *(operator.iadd, operator.isub, operator.imul),
    }
)
"""Operators on numbers that need no bound, as their results are hardly wider than the operands."""


def _measured(
    native: Callable[[Any, Any], Any],
    python: Callable[[Run, Any, Any], None],
    *,
    tame: bool = True,
) -> Operate:
    """An operator that guards tensors by shape and everything else by `python`.

    A tame operator makes no large integer of two small ones.
    """

    def operate(run: Run, left: Any, right: Any) -> Any:
        kind, other = type(left), type(right)
        if kind in TENSORS or other in TENSORS:
            # Most operands are numbers or of one shape, and need no further look.
            if not (kind in NUMBERS or other in NUMBERS) and (
                kind is not other or left.array.shape != right.array.shape
            ):
                guard_operands(run, left, right)
            return run.kept(native(left, right))
        if kind is float and other is float:
            return native(left, right)
        if tame and kind is int and other is int and abs(left) < SMALL and abs(right) < SMALL:
            return native(left, right)
        if kind in VARYING or other in VARYING:
            return _varied(run, left, right, native, python)
        python(run, left, right)
        result = native(left, right)
        return run.whole(result) if type(result) is int else result

    return operate


def _varied(
    run: Run,
    left: Any,
    right: Any,
    native: Callable[[Any, Any], Any],
    python: Callable[[Run, Any, Any], None],
) -> Any:
    """An operator of which an operand is a number that differs between variants of the program."""
    if not (isinstance(left, int | float) and isinstance(right, int | float)):
        left, right = settled(left), settled(right)
        python(run, left, right)
        return native(left, right)
    if native in LINEAR:
        return native(left, right)

    def measured(one: Any, other: Any) -> Any:
        python(run, one, other)
        return native(one, other)

    return lifted(measured, left, right)


def _nothing(run: Run, left: Any, right: Any) -> None:
    """The result is hardly larger than its operands."""


def _add(run: Run, left: Any, right: Any) -> None:
    if isinstance(left, SEQUENCES) and isinstance(right, SEQUENCES):
        run.sized(len(left) + len(right))
    if type(left) is Size and isinstance(right, tuple):
        for place, item in enumerate(right, len(left)):
            if type(item) is not int:
                kind = type(item).__name__
                raise TypeError(
                    f"torch.Size() takes an iterable of 'int' (item {place} is '{kind}')"
                )


def _multiply(run: Run, left: Any, right: Any) -> None:
    kind, other = type(left), type(right)
    if kind in WHOLE and other in WHOLE:
        if left.bit_length() + right.bit_length() > run.limits.integer_bits + 1:
            run.too_wide()
    elif isinstance(left, SEQUENCES) and other in WHOLE:
        run.sized(len(left) * max(right, 0))
    elif kind in WHOLE and isinstance(right, SEQUENCES):
        run.sized(max(left, 0) * len(right))


def _power(run: Run, left: Any, right: Any) -> None:
    if (
        type(left) in WHOLE
        and type(right) in WHOLE
        and right > 1
        and abs(left) > 1
        and (left.bit_length() - 1) * right > run.limits.integer_bits
    ):
        run.too_wide()


def _shift(run: Run, left: Any, right: Any) -> None:
    if (
        type(left) in WHOLE
        and type(right) in WHOLE
        and left
        and left.bit_length() + right > run.limits.integer_bits
    ):
        run.too_wide()


def _remainder(run: Run, left: Any, right: Any) -> None:
    del right
    if isinstance(left, str):
        run.refuse(worded("`%%` on a string is not part of the snippet language; use an f-string"))


def _bits(run: Run, left: Any, right: Any) -> None:
    if isinstance(left, dict) or isinstance(right, dict):
        run.refuse(worded("`|` between dicts is not part of the snippet language"))


def _matmul(run: Run, left: Any, right: Any) -> Any:
    if type(left) in TENSORS and type(right) in TENSORS:
        guard_matmul(run, left, right)
    return run.kept(operator.matmul(left, right))


BINARY: Final[dict[type[ast.operator], Operate]] = {
    ast.Add: _measured(operator.add, _add),
    ast.Sub: _measured(operator.sub, _nothing),
    ast.Mult: _measured(operator.mul, _multiply),
    ast.Div: _measured(operator.truediv, _nothing),
    ast.FloorDiv: _measured(operator.floordiv, _nothing),
    ast.Mod: _measured(operator.mod, _remainder),
    ast.Pow: _measured(operator.pow, _power, tame=False),
    ast.LShift: _measured(operator.lshift, _shift, tame=False),
    ast.RShift: _measured(operator.rshift, _nothing),
    ast.BitAnd: _measured(operator.and_, _bits),
    ast.BitOr: _measured(operator.or_, _bits),
    ast.BitXor: _measured(operator.xor, _bits),
    ast.MatMult: _matmul,
}
"""What `a + b` and the like do."""

IN_PLACE: Final[dict[type[ast.operator], Operate]] = {
    ast.Add: _measured(operator.iadd, _add),
    ast.Sub: _measured(operator.isub, _nothing),
    ast.Mult: _measured(operator.imul, _multiply),
    ast.Div: _measured(operator.itruediv, _nothing),
    ast.FloorDiv: _measured(operator.ifloordiv, _nothing),
    ast.Mod: _measured(operator.imod, _remainder),
    ast.Pow: _measured(operator.ipow, _power, tame=False),
    ast.LShift: _measured(operator.ilshift, _shift, tame=False),
    ast.RShift: _measured(operator.irshift, _nothing),
    ast.BitAnd: _measured(operator.iand, _bits),
    ast.BitOr: _measured(operator.ior, _bits),
    ast.BitXor: _measured(operator.ixor, _bits),
    ast.MatMult: _matmul,
}
"""What `a += b` and the like do: in place on tensors and lists, as in Python."""


def _negative(run: Run, value: Any) -> Any:
    return run.kept(operator.neg(value))


def _positive(run: Run, value: Any) -> Any:
    return run.kept(operator.pos(value))


def _inverted(run: Run, value: Any) -> Any:
    # Of a bool this is a number, and Python warns of it.
    return run.kept(operator.invert(int(value) if type(value) is bool else value))


def _not(run: Run, value: Any) -> bool:
    del run
    return not value


UNARY: Final[dict[type[ast.unaryop], Callable[[Run, Any], Any]]] = {
    ast.USub: _negative,
    ast.UAdd: _positive,
    ast.Invert: _inverted,
    ast.Not: _not,
}
