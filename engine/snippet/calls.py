"""Calls: of torch's functions, of tensors' methods, of Python's and of the snippet's own."""

import ast
from collections.abc import Callable
from typing import Any, TypeAlias

from engine.autograd import Tensor
from engine.snippet.attributes import check_attribute, method, read_attribute, static_module
from engine.snippet.building import Builder
from engine.snippet.invocation import enter, operate
from engine.snippet.state import Run
from engine.snippet.values import (
    BoundMethod,
    Builtin,
    Evaluate,
    ExceptionType,
    Frame,
    Function,
    Operation,
)
from engine.snippet.vocabulary import ATTRIBUTES

Arguments: TypeAlias = Callable[[Frame], list[Any]]
Named: TypeAlias = Callable[[Frame], dict[str, Any]]


def build_call(build: Builder, node: ast.Call) -> Evaluate:
    """Build a call; a method is called without making a bound method first."""
    inner = build.deeper()
    arguments = inner.in_order(node.args)
    keywords = _keywords(inner, node)
    stack = build.stack + 3
    if isinstance(node.func, ast.Attribute):
        return _method_call(build, node.func, arguments, keywords, stack)
    function = build.expression(node.func)

    def call(env: Frame) -> Any:
        target = function(env)
        return perform(env[0], target, arguments(env), keywords(env), stack)

    return call


def _keywords(build: Builder, node: ast.Call) -> Named:
    """Build the keyword arguments, which nobody changes: one dict may serve many calls."""
    names: set[str] = set()
    for keyword in node.keywords:
        if keyword.arg is None:
            build.refuse("`**` in a call is not part of the snippet language", keyword)
        if keyword.arg in names:
            build.refuse(f"the keyword `{keyword.arg}` is given twice", keyword)
        if keyword.arg.startswith("_"):
            build.refuse(f"the keyword `{keyword.arg}` is not part of the language", keyword)
        names.add(keyword.arg)
    values = [(word.arg or "", build.expression(word.value)) for word in node.keywords]
    if all(type(word.value) is ast.Constant for word in node.keywords):
        constant = {name: value([]) for name, value in values}
        return lambda env: constant  # noqa: ARG005 - called with its frame, like all
    return lambda env: {name: value(env) for name, value in values}


def _method_call(
    build: Builder, node: ast.Attribute, arguments: Arguments, keywords: Named, stack: int
) -> Evaluate:
    place = check_attribute(build, node)
    base = build.deeper().expression(node.value)
    name = node.attr
    module = static_module(build, node.value)
    if module is not None and type(module.members.get(name)) is Operation:
        return _function_of_module(module.members[name], base, arguments, keywords)
    of_tensors = ATTRIBUTES[Tensor].get(name)

    def call(env: Frame) -> Any:
        run = env[0]
        owner = base(env)
        if type(owner) is Tensor and type(of_tensors) is Operation:
            run.steps += 1
            if run.steps >= run.pause:
                run.check()
            return operate(run, of_tensors, [owner, *arguments(env)], keywords(env))
        target = method(owner, name)
        if target is None:
            target = read_attribute(owner, name, place)
            values = arguments(env)
        else:
            values = [owner, *arguments(env)]
        return perform(run, target, values, keywords(env), stack)

    return call


def _function_of_module(
    target: Operation, module: Evaluate, arguments: Arguments, keywords: Named
) -> Evaluate:
    """A call such as `torch.log(x)`, whose function is known before the program runs."""

    def call(env: Frame) -> Any:
        module(env)  # raises NameError where the import has not been reached
        run = env[0]
        run.steps += 1
        if run.steps >= run.pause:
            run.check()
        return operate(run, target, arguments(env), keywords(env))

    return call


def perform(run: Run, target: Any, values: list[Any], named: dict[str, Any], stack: int) -> Any:
    """Call a value.

    Args:
        run: The run.
        target: What is called.
        values: Positional arguments; this list may be used up.
        named: Keyword arguments.
        stack: Python frames between the start of the calling function and here.

    Raises:
        TypeError: It cannot be called, or not with these arguments.
    """
    run.steps += 1
    if run.steps >= run.pause:
        run.check()
    kind = type(target)
    if kind is Operation:
        return operate(run, target, values, named)
    if kind is Function:
        return enter(run, target, values, named, stack)
    if kind is Builtin:
        _check_arity(run, target, len(values) - target.method, named)
        return target.function(run, *values, **named)
    if kind is BoundMethod:
        return perform(run, target.method, [target.owner, *values], named, stack + 1)
    if kind is ExceptionType:
        run.refuse(f"making a {target.name} is not part of the snippet language")
    raise TypeError(f"'{kind.__name__}' object is not callable")


def _check_arity(run: Run, target: Builtin, count: int, named: dict[str, Any]) -> None:
    for name in named:
        if name not in target.keywords:
            allowed = ", ".join(f"`{word}`" for word in sorted(target.keywords)) or "none"
            run.refuse(
                f"`{target.name}` takes no keyword `{name}` in a snippet (keywords: {allowed})"
            )
        position = target.keywords[name]
        if position is not None and count > position:
            run.refuse(f"`{target.name}` is given `{name}` twice")
    if count < target.fewest or (target.most is not None and count > target.most):
        run.refuse(f"`{target.name}` takes {_wanted(target)} in a snippet, and was given {count}")


def _wanted(target: Builtin) -> str:
    if target.most is None:
        return f"{target.fewest} or more values"
    if target.fewest == target.most:
        return f"{target.most} value{'s' * (target.most != 1)}"
    return f"{target.fewest} to {target.most} values"
