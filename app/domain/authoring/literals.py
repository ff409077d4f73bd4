"""The numbers of a pasted snippet that may vary, found in its syntax tree."""

import ast
import builtins
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import count
from typing import Final

from app.domain.authoring.ranges import (
    Source,
    for_elements,
    for_exponent,
    for_factor,
    for_term,
    for_weights,
)
from app.domain.problems.bound_names import bound_names
from app.domain.problems.fields import is_name

_TENSORS: Final = ("tensor", "as_tensor", "Tensor", "FloatTensor")
_MOST: Final = 20
"""How many parameters a problem may have, and how many elements a vector."""
_LARGEST: Final = 1_000_000
"""Nobody calculates with larger numbers by hand."""
_ORDERED: Final = frozenset({"max", "min", "sort", "amax", "amin", "maximum", "minimum"})


@dataclass(frozen=True)
class Literal:
    """One number, vector or matrix that becomes a parameter.

    Attributes:
        node: Its place.
        name: The parameter's name, which nothing else in the snippet has.
        shape: () for a number, (n,) for a vector, (rows, columns) for a matrix.
        source: What it is proposed to be drawn from.
        distinct: Whether no two elements should be equal.
    """

    node: ast.expr
    name: str
    shape: tuple[int, ...]
    source: Source
    distinct: bool = False

    @property
    def size(self) -> int:
        """How many elements it has."""
        rows, columns = (*self.shape, 1, 1)[:2]
        return rows * columns


def find_literals(tree: ast.Module) -> list[Literal]:
    """Find the numbers that may vary, in the order of the text; at most as many as a problem may have parameters."""
    finder = _Finder(tree)
    found = sorted(finder.find(), key=lambda one: (one.node.lineno, one.node.col_offset))
    return found[:_MOST]


class _Finder:
    def __init__(self, tree: ast.Module) -> None:
        self._tree = tree
        self._parents = {
            child: parent for parent in ast.walk(tree) for child in ast.iter_child_nodes(parent)
        }
        self._uses: dict[str, list[ast.Name]] = defaultdict(list)
        for node in ast.walk(tree):
            if isinstance(node, ast.Name):
                self._uses[node.id].append(node)
        self._weights = tuple(weights_of(tree))
        self._indices = {
            name.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Subscript)
            for name in ast.walk(node.slice)
            if isinstance(name, ast.Name)
        }
        self._taken = {
            *dir(builtins),
            *self._uses,
            *(name for node in ast.walk(tree) for name in bound_names(node)),
        }
        called = {
            node.func.attr
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        }
        self._roots = "sqrt" in called
        self._orders = bool(called & _ORDERED)
        self._divides = any(
            isinstance(node, ast.BinOp)
            and isinstance(node.op, ast.Div)
            and number_of(node.right) is None
            for node in ast.walk(tree)
        )

    def find(self) -> Iterator[Literal]:
        for node in ast.walk(self._tree):
            if isinstance(node, ast.Call) and _is_tensor(node) and node.args:
                yield from self._of_tensor(node)
            elif isinstance(node, ast.BinOp) and not self._counts(node):
                yield from self._of_operation(node)
            elif isinstance(node, ast.AugAssign) and (value := number_of(node.value)) is not None:
                yield from self._of_number(node.value, value, node.op, "k")
            elif isinstance(node, ast.Assign):
                yield from self._of_name(node)

    def _of_tensor(self, call: ast.Call) -> Iterator[Literal]:
        read = elements_of(call.args[0])
        if read is None or any(keyword.arg == "dtype" for keyword in call.keywords):
            return
        shape, values = read
        target, weighs = self._target(call), self._is_weight(call)
        if not requires_grad(call) and target in self._indices:
            return
        source = (
            for_weights(values)
            if weighs
            else for_elements(values, roots=self._roots, divides=self._divides)
        )
        if source is None:
            return
        written = ast.unparse(call.args[0])
        if not shape and "." in written:
            source = replace(source, point=True)
        distinct = bool(shape) and (weighs or self._orders) and source.count >= 2 * len(values)
        name = self._name(_first_of(target) if target else "w" if weighs else "v")
        yield Literal(call.args[0], name, shape, source, distinct)

    def _of_operation(self, node: ast.BinOp) -> Iterator[Literal]:
        left, right = number_of(node.left), number_of(node.right)
        if (left is None) == (right is None):
            return
        if left is not None:
            # A numerator varies like a factor; what is raised to a power stays.
            op = ast.Mult() if isinstance(node.op, ast.Div) else node.op
            if not isinstance(op, ast.Pow):
                yield from self._of_number(node.left, left, op, "k")
        elif right is not None:
            yield from self._of_number(node.right, right, node.op, "k")

    def _of_number(
        self, node: ast.expr, value: Decimal, op: ast.operator, name: str
    ) -> Iterator[Literal]:
        source: Source | None = None
        match op:
            case ast.Mult():
                source = for_factor(value, divides=False)
            case ast.Div():
                source = for_factor(value, divides=True)
            case ast.Add() | ast.Sub():
                source = for_term(value)
            case ast.Pow():
                source, name = for_exponent(value), "n"
        if source is not None:
            yield Literal(node, self._name(name), (), source)

    def _of_name(self, node: ast.Assign) -> Iterator[Literal]:
        """Take `lr = 0.1` for a factor where the name is nothing but an operand."""
        value = number_of(node.value)
        if value is None or len(node.targets) != 1 or not isinstance(node.targets[0], ast.Name):
            return
        target = node.targets[0].id
        uses = [name for name in self._uses[target] if name is not node.targets[0]]
        multiplies = all(
            isinstance(use.ctx, ast.Load)
            and isinstance(parent := self._parents[use], ast.BinOp)
            and isinstance(parent.op, ast.Mult)
            and not self._counts(parent)
            for use in uses
        )
        if uses and multiplies:
            yield from self._of_number(node.value, value, ast.Mult(), _first_of(target))

    def _counts(self, node: ast.AST) -> bool:
        """Tell whether an operation is about places, turns or conditions, or stands inside of a text."""
        child, parent = node, self._parents.get(node)
        while parent is not None:
            if isinstance(parent, ast.Compare | ast.JoinedStr | ast.arguments):
                return True
            if isinstance(parent, ast.Subscript) and child is parent.slice:
                return True
            if isinstance(parent, ast.Call) and isinstance(parent.func, ast.Name):
                return parent.func.id == "range"
            child, parent = parent, self._parents.get(parent)
        return False

    def _target(self, call: ast.Call) -> str:
        """Give the name that the tensor gets, empty where it gets none."""
        parent = self._parents.get(call)
        if isinstance(parent, ast.Assign) and isinstance(parent.targets[0], ast.Name):
            return parent.targets[0].id
        return ""

    def _is_weight(self, call: ast.Call) -> bool:
        target = self._target(call)
        return any(
            argument is call or (isinstance(argument, ast.Name) and argument.id == target != "")
            for argument in self._weights
        )

    def _name(self, wanted: str) -> str:
        tries = (f"{wanted}{'_' if wanted[-1].isdigit() else ''}{more}" for more in count(2))
        name = wanted
        while name in self._taken:
            name = next(tries)
        self._taken.add(name)
        return name


def _first_of(target: str) -> str:
    """Name the first value of `target`; parameters have names of ASCII only."""
    if not is_name(target):
        return "v"
    return f"{target}_0" if target[-1].isdigit() else f"{target}0"


def weights_of(tree: ast.AST) -> Iterator[ast.expr]:
    """Yield the gradients that calls of backward() are given, each in the order of the tree."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and is_backward(node):
            yield from node.args[:1]
            yield from (one.value for one in node.keywords if one.arg == "gradient")


def is_backward(node: ast.Call) -> bool:
    """Tell whether a call is a tensor's backward()."""
    func = node.func
    return (
        isinstance(func, ast.Attribute)
        and func.attr == "backward"
        and ast.unparse(func.value) != "torch.autograd"
    )


def requires_grad(call: ast.Call) -> bool:
    """Tell whether a call is given requires_grad=True."""
    return any(
        one.arg == "requires_grad"
        and isinstance(one.value, ast.Constant)
        and one.value.value is True
        for one in call.keywords
    )


def number_of(node: ast.expr) -> Decimal | None:
    """Read a number with or without a minus; None for anything else, and for one that no float holds."""
    match node:
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant() as operand):
            value = number_of(operand)
            return None if value is None else -value
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return Decimal(repr(number)) if abs(number) < _LARGEST else None
    return None


def elements_of(node: ast.expr) -> tuple[tuple[int, ...], list[Decimal]] | None:
    """Read a number, a vector or a matrix of numbers with its shape; None for anything else."""
    value = number_of(node)
    if value is not None:
        return (), [value]
    if not isinstance(node, ast.List) or not 1 <= len(node.elts) <= _MOST:
        return None
    parts = [elements_of(one) for one in node.elts]
    shapes = {part[0] for part in parts if part is not None}
    if None in parts or len(shapes) != 1 or len(inner := shapes.pop()) > 1:
        return None
    return (len(parts), *inner), [one for part in parts if part for one in part[1]]


def _is_tensor(call: ast.Call) -> bool:
    func = call.func
    return (
        isinstance(func, ast.Attribute)
        and func.attr in _TENSORS
        and isinstance(func.value, ast.Name)
        and func.value.id == "torch"
    )
