"""Comprehensions and generator expressions, which run in frames of their own."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final, TypeAlias

from engine.snippet.building import Builder
from engine.snippet.builtin_functions import deeper_than
from engine.snippet.comparison import hashable
from engine.snippet.iteration import iterate
from engine.snippet.scopes import Scope, allowed_name
from engine.snippet.targets import build_target
from engine.snippet.values import Evaluate, Frame, Lazy
from engine.snippet.wording import worded

Emit: TypeAlias = Callable[[Frame, Any], None]
Produce: TypeAlias = Callable[[Frame], Iterator[Any]]

CONSUMERS: Final = frozenset({"all", "any", "dict", "list", "max", "min", "sorted", "sum", "tuple"})
"""Functions that may be given a generator expression; all of them use it up at once."""

GENERATOR_STACK: Final = 4
"""Python frames between the call of such a function and the generator's expressions."""


def build_list_comprehension(build: Builder, node: ast.ListComp) -> Evaluate:
    """Build `[… for … in …]`."""
    inner = _comprehension_scope(build, node.generators)
    element = inner.deeper(2 * len(node.generators)).expression(node.elt)

    def emit(env: Frame, made: list[Any]) -> None:
        made.append(element(env))
        if len(made) > env[0].limits.length:
            env[0].sized(len(made))

    return _comprehension(build, inner, node.generators, emit, list)


def build_dict_comprehension(build: Builder, node: ast.DictComp) -> Evaluate:
    """Build `{…: … for … in …}`."""
    inner = _comprehension_scope(build, node.generators)
    deep = inner.deeper(2 * len(node.generators))
    key, value = deep.expression(node.key), deep.expression(node.value)

    def emit(env: Frame, made: dict[Any, Any]) -> None:
        name = hashable(env[0], key(env))
        made[name] = value(env)
        if len(made) > env[0].limits.length:
            env[0].sized(len(made))

    return _comprehension(build, inner, node.generators, emit, dict)


def _comprehension_scope(build: Builder, generators: list[ast.comprehension]) -> Builder:
    names: list[str] = []
    for generator in generators:
        if generator.is_async:
            build.refuse(
                worded("`async for` is not part of the snippet language"), generator.target
            )
        names.extend(_target_names(build, generator.target))
    return replace(build, scope=Scope(build.scope, names), in_function=False, in_loop=False)


def _target_names(build: Builder, target: ast.expr) -> list[str]:
    if isinstance(target, ast.Name):
        return [allowed_name(target.id, target, build.text)]
    if not isinstance(target, ast.Tuple | ast.List):
        build.refuse(worded("a comprehension runs over plain names"), target)
    return [name for item in target.elts for name in _target_names(build, item)]


def _comprehension(
    build: Builder,
    inner: Builder,
    generators: list[ast.comprehension],
    emit: Emit,
    make: Callable[[], Any],
) -> Evaluate:
    """Nest one loop for each `for`; the first iterable belongs to the scope outside."""
    first = build.expression(generators[0].iter)
    for position in range(len(generators) - 1, 0, -1):
        deep = inner.deeper(2 * position)
        emit = _nested(deep, generators[position], emit)
    loop = _loop(inner, generators[0], emit)
    blank = inner.scope.blank()

    def evaluate(env: Frame) -> Any:
        made = make()
        loop([env[0], env, *blank], first(env), made)
        return made

    return evaluate


def _loop(
    build: Builder, generator: ast.comprehension, emit: Emit
) -> Callable[[Frame, Any, Any], None]:
    store = build_target(build, generator.target)
    conditions = [build.expression(condition) for condition in generator.ifs]

    def loop(env: Frame, iterable: Any, made: Any) -> None:
        for item in iterate(env[0], iterable):
            store(env, item)
            if not conditions or all(condition(env) for condition in conditions):
                emit(env, made)

    return loop


def _nested(build: Builder, generator: ast.comprehension, emit: Emit) -> Emit:
    iterable = build.expression(generator.iter)
    loop = _loop(build, generator, emit)
    return lambda env, made: loop(env, iterable(env), made)


def takes_generator(build: Builder, node: ast.Call) -> bool:
    """Whether a call is one of `sum(… for … in …)` or `", ".join(… for … in …)`."""
    if len(node.args) != 1 or not isinstance(node.args[0], ast.GeneratorExp):
        return False
    function = node.func
    if isinstance(function, ast.Attribute):
        return function.attr == "join"
    return (
        isinstance(function, ast.Name)
        and function.id in CONSUMERS
        and build.scope.find(function.id) is None
    )


def refuse_generator(build: Builder, node: ast.GeneratorExp) -> Evaluate:
    """Refuse a generator expression anywhere else, where it could be kept and run later."""
    names = ", ".join(f"`{name}`" for name in sorted(CONSUMERS))
    build.refuse(
        worded(
            "a generator expression stands alone in the brackets of %(names)s or `.join`, or is unpacked "
            "into names at once; put it in square brackets: a list comprehension",
            names=names,
        ),
        node,
    )


def build_generator(build: Builder, node: ast.GeneratorExp) -> Evaluate:
    """Build `… for … in …`, whose items are made while they are read."""
    inner = _comprehension_scope(build, node.generators).deeper(GENERATOR_STACK)
    element = inner.deeper(2 * len(node.generators)).expression(node.elt)

    def produce_element(env: Frame) -> Iterator[Any]:
        yield element(env)

    produce: Produce = produce_element
    for position in range(len(node.generators) - 1, 0, -1):
        produce = _producing(inner.deeper(2 * position), node.generators[position], produce)
    first = build.expression(node.generators[0].iter)
    loop = _filtered(inner, node.generators[0], produce)
    blank = inner.scope.blank()

    def evaluate(env: Frame) -> Lazy:
        run = env[0]
        source = first(env)
        depth = deeper_than(run, (source,))
        return Lazy(loop([run, env, *blank], iterate(run, source)), depth)

    return evaluate


def _producing(build: Builder, generator: ast.comprehension, produce: Produce) -> Produce:
    iterable = build.expression(generator.iter)
    loop = _filtered(build, generator, produce)
    return lambda env: loop(env, iterate(env[0], iterable(env)))


def _filtered(
    build: Builder, generator: ast.comprehension, produce: Produce
) -> Callable[[Frame, Iterator[Any]], Iterator[Any]]:
    store = build_target(build, generator.target)
    conditions = [build.expression(condition) for condition in generator.ifs]

    def loop(env: Frame, items: Iterator[Any]) -> Iterator[Any]:
        for item in items:
            store(env, item)
            if not conditions or all(condition(env) for condition in conditions):
                yield from produce(env)

    return loop
