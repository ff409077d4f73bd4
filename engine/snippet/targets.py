"""What may stand left of `=`: names, tuples of targets, a few attributes, items."""

import ast
from collections.abc import Callable
from typing import Any, TypeAlias

from engine.snippet.arithmetic import IN_PLACE
from engine.snippet.attributes import check_settable, read_attribute, write_attribute
from engine.snippet.building import Builder
from engine.snippet.iteration import gathered, try_iterate
from engine.snippet.names import build_name
from engine.snippet.state import Run
from engine.snippet.subscripts import read_item, write_item
from engine.snippet.values import Execute, Frame

Store: TypeAlias = Callable[[Frame, Any], None]


def build_target(build: Builder, node: ast.expr) -> Store:
    """Build the binding of a value to a target."""
    if isinstance(node, ast.Name):
        slot = build.scope.slots[node.id]

        def bind(env: Frame, value: Any) -> None:
            env[slot] = value

        return bind
    if isinstance(node, ast.Tuple | ast.List):
        return _unpacking(build, node)
    if isinstance(node, ast.Attribute):
        place = check_settable(build, node)
        owner, name = build.expression(node.value), node.attr
        return lambda env, value: write_attribute(owner(env), name, value, place)
    if not isinstance(node, ast.Subscript):
        build.refuse("this cannot be assigned to in a snippet", node)
    owner, index = build.expression(node.value), build.expression(node.slice)
    return lambda env, value: write_item(env[0], owner(env), index(env), value)


def _unpacking(build: Builder, node: ast.Tuple | ast.List) -> Store:
    inner = build.deeper()
    stores = [build_target(inner, item) for item in node.elts]

    def store(env: Frame, value: Any) -> None:
        for item_store, item in zip(stores, _items(env[0], value, len(stores)), strict=True):
            item_store(env, item)

    return store


def _items(run: Run, value: Any, count: int) -> list[Any]:
    items = try_iterate(run, value)
    if items is None:
        raise TypeError(f"cannot unpack non-iterable {type(value).__name__} object")
    taken: list[Any] = []
    for item in items:
        if len(taken) == count:
            raise ValueError(f"too many values to unpack (expected {count})")
        taken.append(item)
    if len(taken) < count:
        raise ValueError(f"not enough values to unpack (expected {count}, got {len(taken)})")
    return taken


def build_assign(build: Builder, node: ast.Assign) -> Execute:
    """Build `a = b = value`."""
    value = build.expression(node.value)
    stores = [build_target(build, target) for target in node.targets]
    if len(stores) == 1 and isinstance(node.targets[0], ast.Name):
        slot = build.scope.slots[node.targets[0].id]

        def bind(env: Frame) -> None:
            env[slot] = value(env)

        return bind

    def execute(env: Frame) -> None:
        result = value(env)
        for store in stores:
            store(env, result)

    return execute


def _in_place(node: ast.AugAssign) -> Callable[[Run, Any, Any], Any]:
    """The operator of `a += b`; a list takes items from all that can be gone through."""
    operate = IN_PLACE[type(node.op)]
    adds = isinstance(node.op, ast.Add)

    def combine(run: Run, left: Any, right: Any) -> Any:
        if adds and isinstance(left, list):
            items = gathered(run, right)
            run.sized(len(left) + len(items))
            left.extend(items)
            return left
        return operate(run, left, right)

    return combine


def build_augmented(build: Builder, node: ast.AugAssign) -> Execute:
    """Build `a += b`: the target is worked out once, read, combined and assigned."""
    value, combine = build.expression(node.value), _in_place(node)
    target = node.target
    if isinstance(target, ast.Name):
        load, slot = build_name(build, target), build.scope.slots[target.id]

        def change_name(env: Frame) -> None:
            env[slot] = combine(env[0], load(env), value(env))

        return change_name
    owner = build.expression(target.value)
    if isinstance(target, ast.Attribute):
        place, name = check_settable(build, target), target.attr

        def change_attribute(env: Frame) -> None:
            holder = owner(env)
            before = read_attribute(holder, name, place)
            after = combine(env[0], before, value(env))
            write_attribute(holder, name, after, place)

        return change_attribute
    index = build.expression(target.slice)

    def change_item(env: Frame) -> None:
        holder, key = owner(env), index(env)
        before = read_item(env[0], holder, key)
        write_item(env[0], holder, key, combine(env[0], before, value(env)))

    return change_item
