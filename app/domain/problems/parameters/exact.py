"""Exact arithmetic on drawn values: the expressions of derived parameters.

Numbers are integers or fractions, so that 0.1 + 0.2 is 0.3. As in Python, a whole number is one
that was written without a point and came through `+ - * // % **` with others of its kind.
"""

import ast
import math
import operator
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

from app.domain.texts import say
from engine.snippet.python_ast import python_expression

Number: TypeAlias = int | Fraction
Value: TypeAlias = Any
"""A Number, or a list of Values."""

_MAX_EXPONENT = 64
_MAX_BITS = 4096
_MAX_DIGITS = 20


class ExactError(ValueError):
    """An expression has no value, or is none of those that can be calculated; `message` says why."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def read_exact(text: str) -> ast.expr:
    """Read an expression.

    Raises:
        ExactError: It is not valid Python.
    """
    try:
        return python_expression(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ExactError(say("is not an expression")) from None


def exact(value: Any) -> Value:
    """Turn drawn numbers into exact ones; those in lists are written as floats, whole or not."""
    if isinstance(value, list):
        return [
            exact(element) if isinstance(element, list) else Fraction(element) for element in value
        ]
    return value if isinstance(value, int) else Fraction(value)


def calculate(node: ast.expr, values: Mapping[str, Value]) -> Value:
    """Calculate an expression over named values.

    Raises:
        ExactError: It has no value; says why.
    """
    result: Value
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            result = number if isinstance(number, int) else _read_decimal(number)
        case ast.Name(id=name):
            result = values[name]
        case ast.List(elts=elements):
            result = [calculate(element, values) for element in elements]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            result = -_number(calculate(operand, values))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            above, below = _number(calculate(left, values)), _number(calculate(right, values))
            result = _bounded(_OPERATORS[type(op)](above, below))
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in FUNCTIONS:
            result = _call(name, [calculate(arg, values) for arg in args])
        case ast.Subscript(value=value, slice=index):
            result = _item(calculate(value, values), calculate(index, values))
        case _:
            raise ExactError(
                say("has `%(code)s` in it, which is no arithmetic", code=ast.unparse(node))
            )
    return result


def _read_decimal(number: float) -> Fraction:
    """Take 0.1 for a tenth, as it is written, not for the float nearest to it."""
    if math.isinf(number):
        raise ExactError(say("has a number too large to write"))
    return Fraction(Decimal(repr(number)))


def _number(value: Value) -> Number:
    if isinstance(value, list):
        raise ExactError(
            say("calculates with a vector or matrix as if it were a number; use an index")
        )
    return value  # type: ignore[no-any-return]  # what is no list is a number


def _bounded(number: Number) -> Number:
    if max(abs(number.numerator), number.denominator).bit_length() > _MAX_BITS:
        raise ExactError(say("has a value too long to write"))
    return number


def _divide(above: Number, below: Number) -> Number:
    return Fraction(above) / _not_zero(below)


def _not_zero(number: Number) -> Number:
    if not number:
        raise ExactError(say("divides by zero"))
    return number


def _power(base: Number, exponent: Number) -> Number:
    whole = int(exponent)
    if whole != exponent or abs(whole) > _MAX_EXPONENT:
        raise ExactError(
            say("has an exponent that is not a whole number up to %(most)s", most=_MAX_EXPONENT)
        )
    power: Number = Fraction(_not_zero(base)) ** whole if whole < 0 else base**whole
    return power if isinstance(exponent, int) else Fraction(power)


_OPERATORS: dict[type[ast.operator], Callable[[Number, Number], Number]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: _divide,
    ast.FloorDiv: lambda a, b: _floating(a // _not_zero(b), a, b),
    ast.Mod: lambda a, b: a % _not_zero(b),
    ast.Pow: _power,
}


def _floating(quotient: int, *operands: Number) -> Number:
    """Python's `//` gives a whole number only of whole numbers; that of fractions always does."""
    return Fraction(quotient) if any(isinstance(x, Fraction) for x in operands) else quotient


FUNCTIONS = ("abs", "min", "max", "len", "sum", "round")
"""The functions that an expression may call; they are Python's."""


def _call(name: str, args: list[Value]) -> Value:
    result: Value
    match name, args:
        case "len", [list() as items]:
            result = len(items)
        case "sum", [list() as items]:
            result = _bounded(sum(map(_number, items)))
        case (("min" | "max"), [list() as items]) if items:
            result = (min if name == "min" else max)(map(_number, items))
        case (("min" | "max"), [_, _, *_]):
            result = (min if name == "min" else max)(map(_number, args))
        case "abs", [number]:
            result = abs(_number(number))
        case "round", [number]:
            result = round(_number(number))
        case "round", [number, int() as digits] if abs(digits) <= _MAX_DIGITS:
            result = round(_number(number), digits)
        case _:
            raise ExactError(
                say("calls `%(name)s` with other values than Python's `%(name)s` takes", name=name)
            )
    return result


def _item(values: Value, index: Value) -> Value:
    if not isinstance(values, list) or not isinstance(index, int):
        raise ExactError(say("an index is a whole number, and stands behind a vector or matrix"))
    if not -len(values) <= index < len(values):
        raise ExactError(
            say(
                "has the index %(index)s of only %(count)s elements",
                index=index,
                count=len(values),
            )
        )
    return values[index]
