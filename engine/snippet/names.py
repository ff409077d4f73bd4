"""Reading, binding and unbinding names."""

import ast
from typing import Any

from engine.snippet.building import Builder
from engine.snippet.builtin_functions import BUILTINS
from engine.snippet.exceptions import SnippetNameError, SnippetUnboundLocalError
from engine.snippet.scopes import UNBOUND, suggestion
from engine.snippet.values import Evaluate, Execute, Frame
from engine.snippet.wording import worded


def build_name(build: Builder, node: ast.Name) -> Evaluate:
    """Build the reading of a name; an unknown one is refused before anything runs."""
    name = node.id
    found = build.scope.find(name)
    if found is None:
        return _builtin(build, node)
    out, slot, of_program = found
    if name in build.text.parameters:
        return _parameter(out, slot)
    if of_program:
        return _global(name, out, slot)
    if out == 0:
        return _local(name, slot)
    return _free(name, out, slot)


def _builtin(build: Builder, node: ast.Name) -> Evaluate:
    builtin = BUILTINS.get(node.id)
    if builtin is None:
        known = build.scope.visible() | BUILTINS.keys()
        build.refuse(
            worded(
                "the name `%(name)s` is not known here%(hint)s; a snippet may use what it binds itself, "
                "what it imports from torch or math, and a few of Python's functions",
                name=node.id,
                hint=suggestion(node.id, known),
            ),
            node,
        )
    return lambda env: builtin  # noqa: ARG005 - every expression is called with its frame


def _global(name: str, out: int, slot: int) -> Evaluate:
    builtin = BUILTINS.get(name, UNBOUND)

    def missing() -> Any:
        if builtin is UNBOUND:
            raise SnippetNameError(f"name '{name}' is not defined")
        return builtin

    def at_home(env: Frame) -> Any:
        value = env[slot]
        return missing() if value is UNBOUND else value

    def from_inside(env: Frame) -> Any:
        for _ in range(out):
            env = env[1]
        value = env[slot]
        return missing() if value is UNBOUND else value

    return from_inside if out else at_home


def _parameter(out: int, slot: int) -> Evaluate:
    """Read a parameter, whose slot holds what makes its value: a new list each time."""

    def load(env: Frame) -> Any:
        for _ in range(out):
            env = env[1]
        return env[slot]()

    return load


def build_array(build: Builder, node: ast.expr) -> Evaluate | None:
    """Build the reading of a parameter as one array for many variants of the program.

    What is built gives None where the parameter is none. None for what is no parameter's name.
    """
    if not isinstance(node, ast.Name) or node.id not in build.text.parameters:
        return None
    out, slot, _ = build.scope.find(node.id) or (0, 0, True)

    def load(env: Frame) -> Any:
        for _ in range(out):
            env = env[1]
        return getattr(env[slot], "array", None)

    return load if out else lambda env: getattr(env[slot], "array", None)


def _local(name: str, slot: int) -> Evaluate:
    def load(env: Frame) -> Any:
        value = env[slot]
        if value is UNBOUND:
            raise SnippetUnboundLocalError(
                f"cannot access local variable '{name}' where it is not associated with a value"
            )
        return value

    return load


def _free(name: str, out: int, slot: int) -> Evaluate:
    def load(env: Frame) -> Any:
        for _ in range(out):
            env = env[1]
        value = env[slot]
        if value is UNBOUND:
            raise SnippetNameError(
                f"cannot access free variable '{name}' where it is not associated with a value "
                "in enclosing scope"
            )
        return value

    return load


def build_delete(build: Builder, node: ast.Delete) -> Execute:
    """Build `del`, of plain names only."""
    unbinders = []
    for target in node.targets:
        if not isinstance(target, ast.Name):
            build.refuse(worded("`del` takes plain names; set a gradient to None instead"), target)
        unbinders.append((build_name(build, target), build.scope.slots[target.id]))

    def execute(env: Frame) -> None:
        for load, slot in unbinders:
            load(env)
            env[slot] = UNBOUND

    return execute
