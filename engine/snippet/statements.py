"""Statements: flow, `with` and `try`. A statement gives None, or what leaves the block around it."""

import ast
from dataclasses import dataclass
from typing import Any

from engine.snippet.building import BREAK, CONTINUE, Builder
from engine.snippet.builtin_functions import BUILTINS
from engine.snippet.exceptions import OUTCOMES, describe, shown_kind
from engine.snippet.iteration import uncounted
from engine.snippet.scopes import UNBOUND
from engine.snippet.targets import build_target
from engine.snippet.turns import Turns
from engine.snippet.values import CaughtError, ExceptionType, Execute, Frame
from engine.snippet.vocabulary import CONTEXTS
from engine.snippet.wording import worded


def build_expression_statement(build: Builder, node: ast.Expr) -> Execute:
    """Build an expression whose value nobody takes."""
    value = build.expression(node.value)

    def execute(env: Frame) -> None:
        value(env)

    return execute


def build_pass(build: Builder, node: ast.Pass) -> Execute:
    """Build `pass`."""
    del build, node
    return lambda env: None  # noqa: ARG005 - every statement is called with its frame


def build_break(build: Builder, node: ast.Break) -> Execute:
    """Build `break`."""
    if not build.in_loop:
        build.refuse(worded("`break` stands outside a loop"), node)
    return lambda env: BREAK  # noqa: ARG005 - every statement is called with its frame


def build_continue(build: Builder, node: ast.Continue) -> Execute:
    """Build `continue`."""
    if not build.in_loop:
        build.refuse(worded("`continue` stands outside a loop"), node)
    return lambda env: CONTINUE  # noqa: ARG005 - every statement is called with its frame


def build_if(build: Builder, node: ast.If) -> Execute:
    """Build `if`, `elif` and `else`."""
    test = build.expression(node.test)
    body, orelse = build.block(node.body), build.block(node.orelse)
    return lambda env: body(env) if test(env) else orelse(env)


def build_while(build: Builder, node: ast.While) -> Execute:
    """Build `while`, with its `else`."""
    test = build.expression(node.test)
    body, orelse = build.block(node.body, in_loop=True), build.block(node.orelse)

    def altered(env: Frame, turns: Turns) -> Any:
        left = turns.of_condition(node, lambda: bool(test(env)), lambda: body(env))
        return _after_loop(env, left, orelse)

    def execute(env: Frame) -> Any:
        if env[0].turns is not None:
            return altered(env, env[0].turns)
        while test(env):
            signal = body(env)
            if signal is BREAK:
                return None
            if type(signal) is tuple:
                return signal
        return orelse(env)

    return execute


def build_for(build: Builder, node: ast.For) -> Execute:
    """Build `for`, with its `else`."""
    iterable = build.expression(node.iter)
    store = build_target(build, node.target)
    body, orelse = build.block(node.body, in_loop=True), build.block(node.orelse)

    def altered(env: Frame, turns: Turns) -> Any:
        items = uncounted(env[0], iterable(env))
        left = turns.of_items(node, items, lambda item: store(env, item), lambda: body(env))
        return _after_loop(env, left, orelse)

    def execute(env: Frame) -> Any:
        if env[0].turns is not None:
            return altered(env, env[0].turns)
        # The body counts its steps, so the items need not be counted as they come.
        for item in uncounted(env[0], iterable(env)):
            store(env, item)
            signal = body(env)
            if signal is BREAK:
                return None
            if type(signal) is tuple:
                return signal
        return orelse(env)

    return execute


def _after_loop(env: Frame, left: Any, orelse: Execute) -> Any:
    if left is BREAK:
        return None
    return orelse(env) if left is None else left


def build_with(build: Builder, node: ast.With) -> Execute:
    """Build `with torch.no_grad():` and the other switches of gradient recording."""
    for item in node.items:
        if item.optional_vars is not None:
            build.refuse(
                worded("`as` after `with` is not part of the language"), item.optional_vars
            )
    first, *others = node.items
    manager = build.expression(first.context_expr)
    place = build.text.place(first.context_expr)
    rest = ast.With(others, node.body, lineno=node.lineno, col_offset=node.col_offset)
    inner = build.deeper(2)
    body = build_with(inner, rest) if others else inner.block(node.body)

    def execute(env: Frame) -> Any:
        switch = manager(env)
        if type(switch) not in CONTEXTS:
            env[0].at = place
            env[0].refuse(
                worded("`with` takes `torch.no_grad()` or another switch of gradient recording")
            )
        with switch:
            return body(env)

    return execute


@dataclass(frozen=True, slots=True)
class _Handler:
    """One `except`."""

    kinds: tuple[type[Exception], ...]
    slot: int | None
    body: Execute

    def run(self, env: Frame, error: Exception) -> Any:
        if self.slot is None:
            return self.body(env)
        env[self.slot] = CaughtError(shown_kind(error), describe(error))
        try:
            return self.body(env)
        finally:
            env[self.slot] = UNBOUND


def build_try(build: Builder, node: ast.Try) -> Execute:
    """Build `try`: only what PyTorch or Python raises is caught, never a refusal of ours."""
    inner = build.deeper(2)
    body, orelse = inner.block(node.body), inner.block(node.orelse)
    handlers = [_handler(inner, handler) for handler in node.handlers]
    for position, handler in enumerate(node.handlers[:-1]):
        if handler.type is None:
            build.refuse(worded("the bare `except:` must be the last one"), node.handlers[position])

    def guarded(env: Frame) -> Any:
        try:
            signal = body(env)
        except Exception as error:
            if type(error) not in OUTCOMES:
                raise
            for handler in handlers:
                if issubclass(shown_kind(error), handler.kinds):
                    return handler.run(env, error)
            raise
        return orelse(env) if signal is None else signal

    return _finally(build.block(node.finalbody), guarded) if node.finalbody else guarded


def _finally(final: Execute, guarded: Execute) -> Execute:
    def execute(env: Frame) -> Any:
        try:
            signal = guarded(env)
        except Exception as error:
            if type(error) not in OUTCOMES:
                raise
            last = final(env)
            if last is not None:
                return last
            raise
        last = final(env)
        return signal if last is None else last

    return execute


def _handler(build: Builder, node: ast.ExceptHandler) -> _Handler:
    slot = None if node.name is None else build.scope.slots[node.name]
    return _Handler(_kinds(build, node.type), slot, build.deeper(2).block(node.body))


def _kinds(build: Builder, node: ast.expr | None) -> tuple[type[Exception], ...]:
    if node is None:
        return (Exception,)
    if isinstance(node, ast.Tuple):
        return tuple(kind for item in node.elts for kind in _kinds(build, item))
    name = node.id if isinstance(node, ast.Name) and build.scope.find(node.id) is None else ""
    entry = BUILTINS.get(name)
    if not isinstance(entry, ExceptionType):
        build.refuse(worded("`except` takes the name of one of Python's exceptions"), node)
    return (entry.kind,)
