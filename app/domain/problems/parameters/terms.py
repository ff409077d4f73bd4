"""Terms: the parts of a random expression, put together only where a person would write it so."""

from dataclasses import dataclass, field
from fractions import Fraction

from app.domain.problems.binding import Binding
from app.domain.problems.parameters import residues
from app.domain.problems.parameters.residues import Residue

_POSITIVE = {"abs", "cosh", "exp", "exp2", "relu", "rsqrt", "sigmoid", "sqrt", "square"}
_SILLY = {
    "exp": {"log"},
    "log": {"exp"},
    "exp2": {"log2"},
    "log2": {"exp2"},
    "expm1": {"log1p"},
    "log1p": {"expm1"},
    "sqrt": {"square"},
    "square": {"sqrt", "abs", "rsqrt"},
    "tan": {"atan"},
    "sin": {"asin"},
    "cos": {"acos"},
    "abs": _POSITIVE,
    "relu": _POSITIVE,
}
"""Functions that undo each other, or change nothing about what the inner one gives."""


class Unfit(ValueError):
    """A term that nobody would write: `x - x`, `1 * x`, `x + 2 + 3`."""


@dataclass(frozen=True)
class Term:
    """A part of an expression.

    Attributes:
        text: How it is written.
        binding: How strongly it holds together.
        operation: Its outermost operation: an operator, a function's name, `name` or `number`.
        parts: What that is applied to.
        residue: What it comes to.
        inside: The values of all the terms that it is made of.
    """

    text: str
    binding: Binding
    operation: str
    residue: Residue = field(repr=False)
    parts: tuple["Term", ...] = field(default=(), repr=False)
    inside: frozenset[int] = field(default=frozenset(), repr=False)

    @property
    def names(self) -> frozenset[str]:
        """The names that it holds."""
        return frozenset(self.residue.slopes)

    def bare(self, needed: Binding) -> str:
        """Write it for a place that needs this binding, in parentheses if need be."""
        return self.text if self.binding >= needed else f"({self.text})"

    @property
    def is_square(self) -> bool:
        """Whether it is `x * x`."""
        return self.operation == "*" and self.parts[0].residue == self.parts[1].residue

    @property
    def scale(self) -> Fraction:
        """The number that it is multiplied by."""
        if self.operation == "number":
            return Fraction(self.text)
        if self.operation not in ("*", "/"):
            return Fraction(1)
        left, right = (part.scale for part in self.parts)
        return left * right if self.operation == "*" else left / right

    @property
    def factors(self) -> frozenset[int]:
        """What it multiplies, divides by or raises to powers, by value but for the sign."""
        if self.operation == "number":
            return frozenset()
        if self.operation.rpartition(".")[2] in ("*", "/", "**", "square", "reciprocal"):
            return frozenset().union(*(part.factors for part in self.parts))
        return frozenset((residues.without(self.scale, self.residue),))

    @property
    def summands(self) -> frozenset[int]:
        """What it adds and subtracts, by value but for the sign and a number before it."""
        if self.operation == "number":
            return frozenset()
        if self.operation in ("+", "-"):
            return frozenset().union(*(part.summands for part in self.parts))
        return frozenset((residues.without(self.scale, self.residue),))

    def has_number(self, *operations: str) -> bool:
        """Tell whether it is a number, or has one as a part after nothing but these operations."""
        return self.operation == "number" or (
            self.operation in operations and any(p.has_number(*operations) for p in self.parts)
        )


def make_name(name: str) -> Term:
    """Make the term of a name."""
    return Term(name, Binding.ATOM, "name", residues.name_residue(name))


def make_number(text: str) -> Term:
    """Make the term of a positive number."""
    return Term(text, Binding.NUMBER, "number", residues.number_residue(Fraction(text)))


def apply(function: str, inner: Term) -> Term:
    """Apply `torch.exp` as a function, `exp` as a method.

    Raises:
        Unfit: The function undoes the inner one, or is the same.
    """
    name = function.rpartition(".")[2]
    within = inner.operation.rpartition(".")[2]
    if name == within or within in _SILLY.get(name, ()) or inner.operation == "number":
        raise Unfit
    if name in ("square", "sqrt") and inner.is_square:
        raise Unfit
    is_method = name == function
    text = f"{inner.bare(Binding.ATOM)}.{name}()" if is_method else f"{function}({inner.text})"
    residue = residues.function_residue(name, inner.residue)
    return _made(text, Binding.ATOM, function, residue, inner)


def combine(operator: str, left: Term, right: Term) -> Term:
    """Write `left operator right`, with products and sums in their usual order.

    Raises:
        Unfit: Nobody would write this.
    """
    if left.operation == right.operation == "number":
        raise Unfit
    match operator:
        case "+":
            return _add(left, right)
        case "-":
            return _subtract(left, right)
        case "*":
            return _multiply(left, right)
        case "/":
            return _divide(left, right)
    return _raise(left, right)


def _add(left: Term, right: Term) -> Term:
    if left.operation == "number":
        left, right = right, left
    if right.operation in ("+", "-"):
        first, second = right.parts
        return combine(right.operation, combine("+", left, first), second)
    _refuse_like_terms(left, right)
    residue = residues.sum_residue(left.residue, right.residue, 1)
    return _written("+", left, right, Binding.SUM, residue)


def _subtract(left: Term, right: Term) -> Term:
    if right.operation == "-":
        raise Unfit
    _refuse_like_terms(left, right)
    residue = residues.sum_residue(left.residue, right.residue, -1)
    return _written("-", left, right, Binding.SUM, residue)


def _multiply(left: Term, right: Term) -> Term:
    if right.operation == "number":
        left, right = right, left
    if right.operation in ("*", "/"):
        first, second = right.parts
        return combine(right.operation, combine("*", left, first), second)
    # `x * x` is how people write a square; `x * w * x` is not.
    if not (left.residue == right.residue and left.operation == "name"):
        _refuse_like_factors(left, right)
    residue = residues.product_residue(left.residue, right.residue)
    return _written("*", left, right, Binding.PRODUCT, residue)


def _divide(left: Term, right: Term) -> Term:
    if right.operation == "/":
        raise Unfit
    _refuse_like_factors(left, right)
    residue = residues.quotient_residue(left.residue, right.residue)
    return _written("/", left, right, Binding.PRODUCT, residue)


def _raise(base: Term, exponent: Term) -> Term:
    if base.is_square or base.operation.rpartition(".")[2] in ("number", "**", "sqrt", "square"):
        raise Unfit
    residue = residues.power_residue(base.residue, int(exponent.text))
    text = f"{base.bare(Binding.NUMBER)}**{exponent.text}"
    return _made(text, Binding.POWER, "**", residue, base)


def _refuse_like_terms(left: Term, right: Term) -> None:
    """Refuse what could be one term, as in `x + 2 * x`, and two numbers that could be one."""
    both_numbers = left.has_number("+", "-") and right.has_number("+", "-")
    if both_numbers or left.summands & right.summands:
        raise Unfit


def _refuse_like_factors(left: Term, right: Term) -> None:
    """Refuse what could be one power, as in `x * x**2`, and two numbers that could be one."""
    both_numbers = left.has_number("*", "/") and right.has_number("*", "/")
    if both_numbers or left.factors & right.factors:
        raise Unfit


def _written(operator: str, left: Term, right: Term, binding: Binding, residue: Residue) -> Term:
    text = f"{left.bare(binding)} {operator} {right.bare(Binding(binding + 1))}"
    return _made(text, binding, operator, residue, left, right)


def _made(text: str, binding: Binding, operation: str, residue: Residue, *parts: Term) -> Term:
    """Make a term, unless it comes to 0, 1 or one of its parts, or a name in it cancels out."""
    inside = frozenset().union(*(part.inside | {part.residue.value} for part in parts))
    if residue.value in inside | {0, 1} or not all(residue.slopes.values()):
        raise Unfit
    return Term(text, binding, operation, residue, parts, inside)
