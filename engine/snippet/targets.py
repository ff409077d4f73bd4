"""What may stand left of `=`: names, tuples of targets, a few attributes, items."""

import ast
from collections.abc import Callable
from typing import Any, TypeAlias

from engine.snippet.attributes import check_settable, write_attribute
from engine.snippet.building import Builder
from engine.snippet.iteration import try_iterate
from engine.snippet.state import Run
from engine.snippet.subscripts import write_item
from engine.snippet.values import Frame
from engine.snippet.wording import worded

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
        build.refuse(worded("this cannot be assigned to in a snippet"), node)
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
