"""Functions and lambdas: what runs in a frame of its own when it is called."""

import ast
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from engine.snippet.building import Builder
from engine.snippet.errors import UnsupportedSyntax
from engine.snippet.scopes import Scope, allowed_name, bound_names
from engine.snippet.values import Evaluate, Execute, Frame, Function
from engine.snippet.vocabulary import DECORATORS
from engine.snippet.wording import worded


def build_function(build: Builder, node: ast.FunctionDef) -> Execute:
    """Build `def`; annotations and starred parameters are refused."""
    make = build_definition(build, node)
    home = build.scope.slots[node.name]
    if node.decorator_list:
        return _decorated(build, node.decorator_list, make, home)

    def execute(env: Frame) -> None:
        env[home] = make(env)

    return execute


def build_definition(build: Builder, node: ast.FunctionDef) -> Callable[[Frame], Function]:
    """Build the making of a function, whatever it is bound to; decorators are left to the caller."""
    if node.returns is not None:
        build.refuse(
            worded("a type annotation is not part of the language; leave it out"), node.returns
        )
    for parameter in getattr(node, "type_params", []):
        build.refuse(worded("a type parameter is not part of the snippet language"), parameter)
    names = _parameters(build, node.args)
    scope = Scope(build.scope, [*names, *bound_names(node.body, build.text)])
    path = f"{build.path}{node.name}.<locals>."
    inner = replace(build, scope=scope, path=path, stack=2, in_function=True, in_loop=False)
    block = inner.block(node.body)
    defaults = [build.expression(default) for default in node.args.defaults]
    slots = scope.blank()[len(names) :]

    def body(env: Frame) -> Any:
        signal = block(env)
        return None if signal is None else signal[0]

    def make(env: Frame) -> Function:
        values = tuple([default(env) for default in defaults])
        return Function(node.name, names, values, slots, body, env, build.path)

    return make


def _decorated(
    build: Builder,
    decorators: list[ast.expr],
    make: Callable[[Frame], Function],
    home: int,
) -> Execute:
    """Build a function that runs under `@torch.no_grad()` or `@torch.enable_grad()`."""
    switches = [build.expression(decorator) for decorator in decorators]
    places = [build.text.place(decorator) for decorator in decorators]

    def execute(env: Frame) -> None:
        kinds = [_switch(env, switch, at) for switch, at in zip(switches, places, strict=True)]
        function = make(env)
        for kind in reversed(kinds):
            function.body = _under(kind, function.body)
        env[home] = function

    return execute


def _switch(env: Frame, decorator: Evaluate, place: tuple[int, int]) -> type:
    kind = type(decorator(env))
    if kind not in DECORATORS:
        raise UnsupportedSyntax(
            worded(
                "a function takes no decorator but `@torch.no_grad()` and `@torch.enable_grad()`"
            ),
            *place,
        )
    return kind


def _under(kind: type, body: Evaluate) -> Evaluate:
    def switched(env: Frame) -> Any:
        with kind():
            return body(env)

    return switched


def build_lambda(build: Builder, node: ast.Lambda) -> Evaluate:
    """Build `lambda`."""
    names = _parameters(build, node.args)
    path = f"{build.path}<lambda>.<locals>."
    scope = Scope(build.scope, names)
    inner = replace(build, scope=scope, path=path, stack=1, in_function=False)
    body = inner.expression(node.body)
    defaults = [build.expression(default) for default in node.args.defaults]

    def evaluate(env: Frame) -> Function:
        values = tuple([default(env) for default in defaults])
        return Function("<lambda>", names, values, [], body, env, build.path)

    return evaluate


def _parameters(build: Builder, node: ast.arguments) -> tuple[str, ...]:
    for starred in (node.vararg, node.kwarg, *node.kwonlyargs, *node.posonlyargs):
        if starred is not None:
            build.refuse(
                worded("parameters with `*`, `**` or `/` are not part of the language"), starred
            )
    names: list[str] = []
    for parameter in node.args:
        if parameter.annotation is not None:
            build.refuse(
                worded("a type annotation is not part of the language; leave it out"), parameter
            )
        if parameter.arg in names:
            build.refuse(
                worded("the parameter `%(name)s` is given twice", name=parameter.arg), parameter
            )
        names.append(allowed_name(parameter.arg, parameter, build.text))
    return tuple(names)


def build_return(build: Builder, node: ast.Return) -> Execute:
    """Build `return`, which hands a tuple of its one value up to the function."""
    if not build.in_function:
        build.refuse(worded("`return` stands outside a function"), node)
    if node.value is None:
        return lambda env: (None,)  # noqa: ARG005 - every statement is called with its frame
    value = build.expression(node.value)
    return lambda env: (value(env),)
