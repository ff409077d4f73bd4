"""Assignments, plain and augmented."""

import ast
from collections.abc import Callable
from typing import Any

from engine.snippet.arithmetic import IN_PLACE
from engine.snippet.attributes import check_settable, read_attribute, write_attribute
from engine.snippet.building import Builder
from engine.snippet.comprehensions import build_generator
from engine.snippet.iteration import gathered
from engine.snippet.names import build_name
from engine.snippet.state import Run
from engine.snippet.subscripts import read_item, write_item
from engine.snippet.targets import build_target
from engine.snippet.values import Evaluate, Execute, Frame


def build_assign(build: Builder, node: ast.Assign) -> Execute:
    """Build `a = b = value`."""
    value = _value(build, node)
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


def _value(build: Builder, node: ast.Assign) -> Evaluate:
    """The right side; a generator expression may stand there when it is unpacked at once."""
    (target, *others), value = node.targets, node.value
    if isinstance(value, ast.GeneratorExp) and isinstance(target, ast.Tuple) and not others:
        return build_generator(build.deeper(), value)
    return build.expression(value)


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
