"""From the checked tree to closures: each node becomes one Python function, built once, run often.

This module holds what all kinds of nodes share; `expressions`, `statements` and their neighbours
say how each kind is built. Nothing of the tree is left when a snippet runs.
"""

import ast
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Never, TypeAlias

from engine.snippet.errors import LimitExceeded, UnsupportedSyntax
from engine.snippet.limits import Limits
from engine.snippet.reading import Text
from engine.snippet.scopes import Scope
from engine.snippet.values import Evaluate, Execute, Frame, Module
from engine.snippet.wording import Wording

BuildExpression: TypeAlias = "Callable[[Builder, Any], Evaluate]"
BuildStatement: TypeAlias = "Callable[[Builder, Any], Execute]"

BREAK = "break"
CONTINUE = "continue"
"""What a statement hands to the loop around it; `return` hands up a tuple of its one value."""


@dataclass(frozen=True, slots=True)
class Syntax:
    """How each kind of node is built."""

    expressions: Mapping[type[ast.AST], BuildExpression]
    statements: Mapping[type[ast.AST], BuildStatement]


@dataclass(frozen=True, slots=True)
class Builder:
    """The place in the program at which something is being built.

    Attributes:
        text: The source, for line and column.
        limits: The bounds.
        syntax: How each kind of node is built.
        modules: Names of the program that are always an imported module.
        scope: The names that can be seen here.
        context_names: What the methods of the program's classes assign to as attributes of `ctx`.
        path: What Python puts before the names of functions and classes defined here.
        stack: Python frames between the start of the function and here.
        in_function: Whether `return` may stand here.
        in_loop: Whether `break` and `continue` may stand here.
    """

    text: Text
    limits: Limits
    syntax: Syntax
    modules: Mapping[str, Module]
    scope: Scope
    context_names: frozenset[str] = frozenset()
    path: str = ""
    stack: int = 1
    in_function: bool = False
    in_loop: bool = False

    def deeper(self, frames: int = 1, *, in_loop: bool | None = None) -> "Builder":
        """The same place, so many Python frames further down."""
        return replace(
            self,
            stack=self.stack + frames,
            in_loop=self.in_loop if in_loop is None else in_loop,
        )

    def expression(self, node: ast.expr) -> Evaluate:
        """Build one expression."""
        return self.syntax.expressions[type(node)](self.deeper(), node)

    def optional(self, node: ast.expr | None) -> Evaluate | None:
        """Build an expression that may be missing."""
        return None if node is None else self.expression(node)

    def block(self, body: Iterable[ast.stmt], *, in_loop: bool | None = None) -> Execute:
        """Build statements that run one after the other until one of them leaves the block."""
        inner = self.deeper(2, in_loop=in_loop)
        statements = tuple(
            (inner.syntax.statements[type(node)](inner, node), self.text.place(node))
            for node in body
        )

        if not statements:
            return lambda env: None  # noqa: ARG005 - every statement is called with its frame
        count = len(statements)

        def execute(env: Frame) -> Any:
            run = env[0]
            run.steps += count
            if run.steps >= run.pause:
                run.check()
            for statement, place in statements:
                run.at = place
                signal = statement(env)
                if signal is not None:
                    return signal
            return None

        return execute

    def in_order(self, nodes: Sequence[ast.expr]) -> Callable[[Frame], list[Any]]:
        """Build expressions whose values, worked out from left to right, make a new list."""
        items = tuple(self.expression(node) for node in nodes)
        if all(type(node) is ast.Constant for node in nodes):
            values = [item([]) for item in items]
            return lambda env: values.copy()  # noqa: ARG005 - called with its frame, like all
        if len(items) == 1:
            (only,) = items
            return lambda env: [only(env)]
        if len(items) == 2:
            first, second = items
            return lambda env: [first(env), second(env)]
        return lambda env: [item(env) for item in items]

    def refuse(self, message: Wording, node: ast.AST) -> Never:
        """Refuse a node of the tree."""
        raise UnsupportedSyntax(message, *self.text.place(node))

    def exceed(self, message: Wording, node: ast.AST) -> Never:
        """Refuse a node of the tree because of a bound."""
        raise LimitExceeded(message, *self.text.place(node))
