"""Building a program so that its operations tell what they were given and what came of it."""

import ast
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final, Protocol, TypeAlias

import numpy as np

from engine.snippet.building import Builder, BuildExpression, Syntax
from engine.snippet.kinds import LISTS, TENSORS
from engine.snippet.limits import Limits
from engine.snippet.state import Run
from engine.snippet.syntax import SYNTAX
from engine.snippet.values import Builtin, Evaluate, Execute, Frame, Function, Module

Given: TypeAlias = Mapping[ast.expr, Any]
"""What the parts of an operation were when it took them, numbers and tensors as arrays."""

OPERATIONS: Final = (ast.Call, ast.Compare, ast.BinOp)
"""Expressions that are told of."""


class Listener(Protocol):
    """Is told of the operations of a run, in the order in which they are done."""

    def done(self, line: int, text: str, operation: "Operation") -> None:
        """Hear that an operation is done.

        Args:
            line: Where it stands in the text, from 1.
            text: Its source.
            operation: What it is, and what it was given.
        """


class Operation:
    """An operation that is done.

    Attributes:
        node: Its part of the syntax tree; of `a += b` an `a + b`.
        result: What it gave, an array where it is a number or a tensor.
    """

    __slots__ = ("_given", "node", "result")

    def __init__(self, node: ast.expr, given: Given, result: Any) -> None:
        self.node = node
        self._given = given
        self.result = result

    def value(self, part: ast.expr) -> Any:
        """What a part was when it was taken; None where the operation never came to it."""
        return copied(part.value) if isinstance(part, ast.Constant) else self._given.get(part)

    def called(self) -> tuple[str, bool] | None:
        """The name of what was called, and whether Python has it; None for the program's own."""
        match self.node:
            case ast.Call(func=ast.Attribute(attr=name)):
                return name.rstrip("_"), False
            case ast.Call(func=ast.Name(id=name) as function):
                target = self.value(function)
                return None if isinstance(target, Function) else (name, isinstance(target, Builtin))
        return None

    def arguments(self) -> tuple[list[Any], dict[str, Any]]:
        """What a call was given: by place, a method's tensor first, and by name."""
        match self.node:
            case ast.Call(func=function, args=args, keywords=words):
                values = [self.value(part) for part in args]
                if isinstance(function, ast.Attribute):
                    owner = self.value(function.value)
                    values = values if isinstance(owner, Module) else [owner, *values]
                return values, {word.arg or "": self.value(word.value) for word in words}
        return [], {}


class ListenedRun(Run):
    """A run with what the operations in progress have been given so far."""

    __slots__ = ("given", "listener")

    def __init__(self, limits: Limits, listener: Listener) -> None:
        super().__init__(limits)
        self.listener = listener
        self.given: list[dict[ast.expr, Any]] = []


def told_syntax(source: str) -> Syntax:
    """The language, with operations that tell a `ListenedRun`."""
    kept: set[ast.expr] = set()
    expressions = {
        kind: _build_told(build, source, kept) for kind, build in SYNTAX.expressions.items()
    }
    statements = dict(SYNTAX.statements)
    statements[ast.AugAssign] = _build_change(source, kept)
    return replace(SYNTAX, expressions=expressions, statements=statements)


def copied(value: Any) -> Any:
    """A value as it is now, numbers and tensors as arrays."""
    if type(value) in TENSORS:
        return np.array(value.array)
    if isinstance(value, bool | int | float):
        return np.asarray(value)
    return [copied(item) for item in value] if isinstance(value, LISTS) else value


def _build_told(build_plain: BuildExpression, source: str, kept: set[ast.expr]) -> BuildExpression:
    def build(builder: Builder, node: ast.expr) -> Evaluate:
        kept.update(_parts(node))
        evaluate = build_plain(builder, node)
        if isinstance(node, OPERATIONS):
            evaluate = _telling(evaluate, node, source)
        # A constant stands in the tree; some are evaluated without a run.
        if node in kept and not isinstance(node, ast.Constant):
            evaluate = _keeping(evaluate, node)
        return evaluate

    return build


def _parts(node: ast.expr) -> list[ast.expr]:
    """What an operation is given."""
    match node:
        case ast.Call(func=ast.Attribute(value=owner), args=args, keywords=words):
            return [owner, *args, *(word.value for word in words)]
        case ast.Call(func=ast.Name() as function, args=args, keywords=words):
            return [function, *args, *(word.value for word in words)]
        case ast.Compare(left=left, comparators=others):
            return [left, *others]
        case ast.BinOp(left=left, right=right):
            return [left, right]
    return []


def _keeping(evaluate: Evaluate, node: ast.expr) -> Evaluate:
    def keep(env: Frame) -> Any:
        value = evaluate(env)
        # Operations inside this one have opened and closed their own: the last is the one around.
        if env[0].given:
            env[0].given[-1][node] = copied(value)
        return value

    return keep


def _telling(evaluate: Evaluate, node: ast.expr, source: str) -> Evaluate:
    text = _one_line(source, node)

    def tell(env: Frame) -> Any:
        run = env[0]
        given: dict[ast.expr, Any] = {}
        run.given.append(given)
        try:
            value = evaluate(env)
        finally:
            run.given.pop()
        run.listener.done(run.at[0], text, Operation(node, given, copied(value)))
        return value

    return tell


def _build_change(source: str, kept: set[ast.expr]) -> Callable[[Builder, ast.AugAssign], Execute]:
    """Build `a += b` so that it is told of as `a + b`, with what `a` was before."""
    build_plain = SYNTAX.statements[ast.AugAssign]

    def build(builder: Builder, node: ast.AugAssign) -> Execute:
        kept.add(node.value)
        execute, target = build_plain(builder, node), _read(node.target)
        if target is None:
            return execute
        load, sum_of = builder.expression(target), ast.BinOp(target, node.op, node.value)
        text = _one_line(source, node)

        def change(env: Frame) -> Any:
            run = env[0]
            given: dict[ast.expr, Any] = {target: copied(load(env))}
            run.given.append(given)
            try:
                execute(env)
            finally:
                run.given.pop()
            run.listener.done(run.at[0], text, Operation(sum_of, given, copied(load(env))))

        return change

    return build


def _read(target: ast.expr) -> ast.expr | None:
    """The expression that reads a target; None where to read it might do something."""
    match target:
        case ast.Name(id=name):
            return ast.copy_location(ast.Name(name, ast.Load()), target)
        case ast.Attribute(value=ast.Name() as owner, attr=name):
            return ast.copy_location(ast.Attribute(owner, name, ast.Load()), target)
    return None


def _one_line(source: str, node: ast.AST) -> str:
    return " ".join((ast.get_source_segment(source, node) or "").split())
