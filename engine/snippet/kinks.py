"""How near a run comes to the points where its functions have a kink or a jump.

At such a point a gradient is a matter of convention, and near it a matter of rounding. The program
is built so that calls and comparisons keep what they are given, and each is measured when it is
done. Numbers that a generator expression hands to `max` or its kin are not looked at.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from engine.autograd.rules import PYTORCH, Rules
from engine.snippet.answers import plain
from engine.snippet.building import Builder, BuildExpression, Syntax
from engine.snippet.kinds import LISTS, TENSORS
from engine.snippet.kink_distances import FAR, OF_PYTHON, OF_TORCH, Measure, apart, quotient
from engine.snippet.limits import DEFAULT_LIMITS, Limits
from engine.snippet.parameters import NO_PARAMETERS, maker
from engine.snippet.snippet import Snippet
from engine.snippet.state import Run
from engine.snippet.syntax import SYNTAX
from engine.snippet.values import Builtin, Evaluate, Frame, Function, Module

_ORDERINGS: Final = (ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE)


@dataclass(frozen=True, slots=True)
class Kink:
    """How near an operation of a run came to a kink or jump of its own.

    Attributes:
        line: Where it stands in the text, from 1.
        text: Its source.
        distance: The distance of the nearest element, at least 0.
    """

    line: int
    text: str
    distance: float


class KinkFinder:
    """A snippet that tells how near its runs come to kinks; built once, run as often as one likes."""

    def __init__(self, snippet: Snippet) -> None:
        self._watched = snippet.built_with(_watching(snippet.source))

    def run(
        self,
        limits: Limits = DEFAULT_LIMITS,
        *,
        rules: Rules = PYTORCH,
        parameters: Mapping[str, Any] = NO_PARAMETERS,
    ) -> tuple[Kink, ...]:
        """Run the program and tell of each operation that can meet a kink, in the order of the run.

        Args:
            limits: As for `Snippet.run`; so are the others, and what is raised.
            rules: The rules of the run.
            parameters: The values of the snippet's parameters.
        """
        run = _WatchedRun(limits)
        makers = {name: maker(value) for name, value in parameters.items()}
        self._watched.perform(run, (), makers, plain, rules)
        return tuple(run.kinks)


class _WatchedRun(Run):
    """A run with what the operations in progress have been given so far."""

    __slots__ = ("given", "kinks")

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        self.given: list[dict[ast.expr, Any]] = []
        self.kinks: list[Kink] = []


def _watching(source: str) -> Syntax:
    """The language, with operations that are measured."""
    kept: set[ast.expr] = set()
    return replace(
        SYNTAX,
        expressions={
            kind: _build_watching(build, source, kept) for kind, build in SYNTAX.expressions.items()
        },
    )


def _build_watching(
    build_plain: BuildExpression, source: str, kept: set[ast.expr]
) -> BuildExpression:
    def build(builder: Builder, node: ast.expr) -> Evaluate:
        parts = _parts(node)
        kept.update(parts)
        evaluate = build_plain(builder, node)
        if parts:
            evaluate = _measured(evaluate, node, source)
        # A constant stands in the tree; some are evaluated without a run.
        if node in kept and not isinstance(node, ast.Constant):
            evaluate = _keeping(evaluate, node)
        return evaluate

    return build


def _parts(node: ast.expr) -> list[ast.expr]:
    """What an operation that may have kinks is given; empty for what has none."""
    match node:
        case ast.Call(func=ast.Attribute(value=owner, attr=name), args=args, keywords=words):
            if name.rstrip("_") in OF_TORCH:
                return [owner, *args, *(word.value for word in words)]
        case ast.Call(func=ast.Name(id=name) as function, args=args, keywords=words):
            if name in OF_TORCH or name in OF_PYTHON:
                return [function, *args, *(word.value for word in words)]
        case ast.Compare(left=left, ops=orders, comparators=others):
            if any(isinstance(order, _ORDERINGS) for order in orders):
                return [left, *others]
        case ast.BinOp(left=left, op=ast.Mod() | ast.FloorDiv(), right=right):
            return [left, right]
    return []


def _keeping(evaluate: Evaluate, node: ast.expr) -> Evaluate:
    def keep(env: Frame) -> Any:
        value = evaluate(env)
        # An operation inside this one has opened and closed its own: the last is the one around.
        if env[0].given:
            env[0].given[-1][node] = _copied(value)
        return value

    return keep


def _copied(value: Any) -> Any:
    """A value as it is now, numbers as arrays."""
    if type(value) in TENSORS:
        return np.array(value.array)
    if isinstance(value, bool | int | float):
        return np.asarray(value)
    return [_copied(item) for item in value] if isinstance(value, LISTS) else value


def _measured(evaluate: Evaluate, node: ast.expr, source: str) -> Evaluate:
    text = " ".join((ast.get_source_segment(source, node) or "").split())

    def measure(env: Frame) -> Any:
        run = env[0]
        given: dict[ast.expr, Any] = {}
        run.given.append(given)
        try:
            value = evaluate(env)
        finally:
            run.given.pop()
        distance = min(_distances(node, given, value), default=FAR)
        if distance < FAR:
            run.kinks.append(Kink(run.at[0], text, distance))
        return value

    return measure


def _distances(node: ast.expr, given: Mapping[ast.expr, Any], result: Any) -> Iterator[float]:
    match node:
        case ast.Call(args=args, keywords=words):
            found = _measure_of(node, given)
            if found is not None:
                measure, first = found
                values = [*first, *(_value(given, part) for part in args)]
                named = {word.arg or "": _value(given, word.value) for word in words}
                yield measure(values, named, _copied(result))
        case ast.Compare(left=left, ops=orders, comparators=others):
            sides = [_value(given, part) for part in (left, *others)]
            for order, one, other in zip(orders, sides, sides[1:], strict=False):
                if isinstance(order, _ORDERINGS):
                    yield apart(one, other)
        case ast.BinOp(left=left, right=right):
            yield quotient([_value(given, left), _value(given, right)], {}, None)


def _measure_of(node: ast.Call, given: Mapping[ast.expr, Any]) -> tuple[Measure, list[Any]] | None:
    """How a call is measured, and what it is given before its arguments."""
    if isinstance(node.func, ast.Attribute):
        owner = _value(given, node.func.value)
        return OF_TORCH[node.func.attr.rstrip("_")], [] if isinstance(owner, Module) else [owner]
    function = _value(given, node.func)
    if isinstance(function, Function):
        return None
    table = OF_PYTHON if isinstance(function, Builtin) else OF_TORCH
    measure = table.get(node.func.id) if isinstance(node.func, ast.Name) else None
    return None if measure is None else (measure, [])


def _value(given: Mapping[ast.expr, Any], part: ast.expr) -> Any:
    """What a part was when the operation took it; None where it never came to it."""
    return _copied(part.value) if isinstance(part, ast.Constant) else given.get(part)
