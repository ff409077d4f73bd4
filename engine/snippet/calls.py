"""Calls: of torch's functions, of tensors' methods, of Python's and of the snippet's own."""

import ast
from typing import Any

from engine.autograd import Tensor
from engine.snippet.attributes import check_attribute, method, read_attribute
from engine.snippet.building import Builder
from engine.snippet.sizes import check_argument
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


def build_call(build: Builder, node: ast.Call) -> Evaluate:
    """Build a call; a method is called without making a bound method first."""
    inner = build.deeper()
    arguments = tuple(inner.expression(argument) for argument in node.args)
    keywords = _keywords(inner, node)
    stack = build.stack + 3
    if isinstance(node.func, ast.Attribute):
        return _method_call(build, node.func, arguments, keywords, stack)
    function = build.expression(node.func)

    def call(env: Frame) -> Any:
        target = function(env)
        values = [argument(env) for argument in arguments]
        named = {name: value(env) for name, value in keywords} if keywords else {}
        return perform(env[0], target, values, named, stack)

    return call


def _keywords(build: Builder, node: ast.Call) -> tuple[tuple[str, Evaluate], ...]:
    names: set[str] = set()
    for keyword in node.keywords:
        if keyword.arg is None:
            build.refuse("`**` in a call is not part of the snippet language", keyword)
        if keyword.arg in names:
            build.refuse(f"the keyword `{keyword.arg}` is given twice", keyword)
        if keyword.arg.startswith("_"):
            build.refuse(f"the keyword `{keyword.arg}` is not part of the language", keyword)
        names.add(keyword.arg)
    return tuple((word.arg or "", build.expression(word.value)) for word in node.keywords)


def _method_call(
    build: Builder,
    node: ast.Attribute,
    arguments: tuple[Evaluate, ...],
    keywords: tuple[tuple[str, Evaluate], ...],
    stack: int,
) -> Evaluate:
    place = check_attribute(build, node)
    base = build.deeper().expression(node.value)
    name = node.attr

    def call(env: Frame) -> Any:
        run = env[0]
        owner = base(env)
        target = method(owner, name)
        if target is None:
            target = read_attribute(owner, name, place)
            values = [argument(env) for argument in arguments]
        else:
            values = [owner, *[argument(env) for argument in arguments]]
        named = {name: value(env) for name, value in keywords} if keywords else {}
        return perform(run, target, values, named, stack)

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
        return _operate(run, target, values, named)
    if kind is Function:
        return _enter(run, target, values, named, stack)
    if kind is Builtin:
        _check_arity(run, target, len(values) - target.method, named)
        return target.function(run, *values, **named)
    if kind is BoundMethod:
        return perform(run, target.method, [target.owner, *values], named, stack + 1)
    if kind is ExceptionType:
        run.refuse(f"making a {target.name} is not part of the snippet language")
    raise TypeError(f"'{kind.__name__}' object is not callable")


def _operate(run: Run, target: Operation, values: list[Any], named: dict[str, Any]) -> Any:
    for value in (*values, *named.values()):
        if type(value) is not Tensor:
            check_argument(run, value)
    if target.guard is not None:
        target.guard(run, tuple(values), named)
    return run.kept(target.function(*values, **named))


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


def _enter(
    run: Run, function: Function, values: list[Any], named: dict[str, Any], stack: int
) -> Any:
    if named or len(values) != len(function.parameters):
        values = bound_arguments(function, values, named)
    at = run.at
    run.enter(stack)
    try:
        return function.body([run, function.home, *values, *function.slots])
    finally:
        run.leave(stack)
        run.at = at


def bound_arguments(function: Function, values: list[Any], named: dict[str, Any]) -> list[Any]:
    """One value for each parameter of a function of the snippet.

    Raises:
        TypeError: Too many, too few, unknown or repeated arguments, in Python's words.
    """
    names, title = function.parameters, f"{function.name}()"
    required = len(names) - len(function.defaults)
    if len(values) > len(names):
        raise TypeError(_too_many(title, required, len(names), len(values)))
    given = dict(zip(names, values, strict=False))
    for name, value in named.items():
        if name not in names:
            raise TypeError(f"{title} got an unexpected keyword argument '{name}'")
        if name in given:
            raise TypeError(f"{title} got multiple values for argument '{name}'")
        given[name] = value
    lacking = [f"'{name}'" for name in names[:required] if name not in given]
    if lacking:
        plural = "s" if len(lacking) > 1 else ""
        raise TypeError(
            f"{title} missing {len(lacking)} required positional argument{plural}: {_listed(lacking)}"
        )
    for name, default in zip(names[required:], function.defaults, strict=True):
        given.setdefault(name, default)
    return [given[name] for name in names]


def _too_many(title: str, required: int, most: int, given: int) -> str:
    takes = str(most) if required == most else f"from {required} to {most}"
    plural = "" if most == 1 and required == most else "s"
    was = "was" if given == 1 else "were"
    return f"{title} takes {takes} positional argument{plural} but {given} {was} given"


def _listed(names: list[str]) -> str:
    if len(names) < 3:
        return " and ".join(names)
    return f"{', '.join(names[:-1])}, and {names[-1]}"
