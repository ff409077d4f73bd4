"""Expressions: parameters that stand for a random formula, another one in each variant."""

import keyword
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.problems.draw import Draw
from app.domain.problems.fields import Table, is_name, is_number
from app.domain.problems.parameters.parameter import DrawError
from app.domain.problems.parameters.terms import (
    Term,
    Unfit,
    apply,
    combine,
    make_name,
    make_number,
)
from app.domain.texts import say

OPERATORS = ("+", "-", "*", "/", "**")
FUNCTIONS = (
    *("abs", "acos", "asin", "atan", "cos", "cosh", "erf", "exp", "exp2", "expm1", "log", "log10"),
    *("log1p", "log2", "reciprocal", "relu", "rsqrt", "sigmoid", "sin", "sinh", "sqrt", "square"),
    *("tan", "tanh"),
)
"""The functions of one tensor that keep its shape and have a derivative at almost all points."""

_MAX_DEPTH = 4
_MAX_ENTRIES = 20
_MAX_CHARACTERS = 60
_TRIES = 400
_FREE_TRIES = 300
_NAMES = say('a list of different names of the snippet, for instance ["x", "y"]')
_FUNCTIONS = say(
    'a list of different functions, "torch.exp" for torch.exp(x) or "exp" for x.exp(), of '
    "%(functions)s",
    functions=", ".join(FUNCTIONS),
)
_OPERATORS = say("a list of different operators of %(operators)s", operators=" ".join(OPERATORS))
_LARGEST = 1000
_CONSTANTS = say(
    "a list of different numbers above 0 and up to %(most)s, for instance [2, 3, 0.5]",
    most=_LARGEST,
)


@dataclass(frozen=True)
class ExpressionParameter:
    """A formula that each variant draws anew.

    Attributes:
        name: The name that stands for it in the snippet.
        names: The names it is made of.
        functions: What may be applied: `torch.exp` as a function, `exp` as a method.
        operators: What may stand between two terms.
        constants: The numbers that may stand beside a term, as they are written.
        depth: How many operations are nested.
    """

    name: str
    names: tuple[str, ...]
    functions: tuple[str, ...]
    operators: tuple[str, ...]
    constants: tuple[str, ...]
    depth: int
    kind = "expression"
    needs = frozenset[str]()
    is_fragment = True

    def draw(self, draw: Draw, drawn: Mapping[str, Any]) -> str:  # noqa: ARG002 - it needs no other
        """Draw a formula that holds every name and has a derivative by each.

        Raises:
            DrawError: There is hardly any that one would write.
        """
        for attempt in range(_TRIES):
            term = self._try(draw, full=attempt >= _FREE_TRIES)
            if term is not None and len(term.names) == len(self.names):
                return term.text
        raise DrawError(
            self.name,
            say(
                "has no readable formula of the depth %(depth)s; give fewer names, another depth, "
                "or more functions, operators or constants",
                depth=self.depth,
            ),
        )

    def _try(self, draw: Draw, full: bool) -> Term | None:
        # With as many places as can be, each name is taken once before any is taken again.
        names = iter(draw.sample(self.names, len(self.names)) if full else ())
        try:
            term = self._grow(draw, self.depth, names, full)
        except Unfit:
            return None
        return term if len(term.text) <= _MAX_CHARACTERS else None

    def _grow(self, draw: Draw, depth: int, names: Iterator[str], full: bool) -> Term:
        """Make a term with exactly `depth` operations nested, if `full` on both sides of each.

        Raises:
            Unfit: It came out as nobody would write it.
        """
        if depth == 0:
            return make_name(next(names, None) or _pick(draw, self.names))
        if not self.operators or (self.functions and not full and draw.below(3) == 0):
            inner = self._grow(draw, depth - 1, names, full)
            return apply(_pick(draw, self.functions), inner)
        operator = _pick(draw, self.operators)
        deep = self._grow(draw, depth - 1, names, full)
        if operator == "**":
            return combine(operator, deep, make_number(_pick(draw, _exponents(self.constants))))
        if self.constants and not full and draw.below(2) == 0:
            other = make_number(_pick(draw, self.constants))
        else:
            other = self._grow(draw, depth - 1 if full else draw.below(depth), names, full)
        operands = (deep, other) if draw.below(2) == 0 else (other, deep)
        return combine(operator, *operands)


def _pick(draw: Draw, values: tuple[str, ...]) -> str:
    return values[draw.below(len(values))]


def _exponents(constants: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text for text in constants if text.isdigit() and int(text) > 1)


def read_expression(name: str, table: Table, parameters: tuple[str, ...]) -> ExpressionParameter:
    """Read the fields of an expression; `parameters` are the names of all parameters.

    Raises:
        ProblemError: A field is not allowed; the message says what is.
    """
    names = _read_list(table, "names", _NAMES)
    for term in names:
        if not is_name(term) or keyword.iskeyword(term):
            raise table.unlike("names", _NAMES)
        if term in parameters:
            raise table.error(
                "names",
                say(
                    "holds the parameter `%(name)s`; give its value a name in the snippet",
                    name=term,
                ),
            )
    functions = _read_list(table, "functions", _FUNCTIONS, ())
    if any(function.removeprefix("torch.") not in FUNCTIONS for function in functions):
        raise table.unlike("functions", _FUNCTIONS)
    operators = _read_list(table, "operators", _OPERATORS, ())
    if not set(operators) <= set(OPERATORS):
        raise table.unlike("operators", _OPERATORS)
    if not functions and not operators:
        raise table.error(None, say("needs functions or operators to make a formula of"))
    constants = _read_constants(table)
    if "**" in operators and not _exponents(constants):
        raise table.error(
            "constants", say("must hold a whole number from 2 on, for `**` to raise to")
        )
    depth = table.whole("depth", 1, _MAX_DEPTH)
    places = 2**depth if set(operators) - {"**"} else 1
    if len(names) > places:
        raise table.error(
            "names",
            say(
                "has more names than such a formula has places for, which is %(places)s",
                places=places,
            ),
        )
    return ExpressionParameter(name, names, functions, operators, constants, depth)


def _read_list(
    table: Table, key: str, expected: str, default: tuple[str, ...] | None = None
) -> tuple[str, ...]:
    texts = table.texts(key, expected, default)
    is_empty = not texts and default is None
    if is_empty or len(texts) > _MAX_ENTRIES or len(set(texts)) < len(texts):
        raise table.unlike(key, expected)
    return texts


def _read_constants(table: Table) -> tuple[str, ...]:
    if "constants" not in table:
        table.text("constants", _CONSTANTS, default="")
        return ()
    constants = table.take("constants", _CONSTANTS)
    if (
        not isinstance(constants, list)
        or len(constants) > _MAX_ENTRIES
        or not all(is_number(number) and 0 < number <= _LARGEST for number in constants)
        or len(set(constants)) < len(constants)
    ):
        raise table.unlike("constants", _CONSTANTS)
    return tuple(
        str(number) if isinstance(number, int) else repr(float(number)) for number in constants
    )
