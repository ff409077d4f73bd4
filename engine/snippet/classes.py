"""Classes: those that derive from `torch.autograd.Function`, and hold its methods and nothing else.

What `ctx` gets as attributes in the methods are the only names a program can add to the attributes
of the language; they live in a dict of their own on the engine's side.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from engine.autograd.custom.function import function_class
from engine.snippet.building import Builder
from engine.snippet.errors import UnsupportedSyntax
from engine.snippet.functions import build_definition
from engine.snippet.invocation import Callback
from engine.snippet.reading import Text
from engine.snippet.state import Run
from engine.snippet.values import FUNCTION_BASE, Execute, Frame, Function, FunctionClass
from engine.snippet.wording import worded

METHODS: Final = ("forward", "backward", "setup_context", "vjp")
"""What a class may define."""

CLASS_STEPS: Final = 200
"""Steps counted for a class, which takes Python some kilobytes and as long as many statements."""


def build_class(build: Builder, node: ast.ClassDef) -> Execute:
    """Build `class F(torch.autograd.Function):` with its static methods."""
    for refused in (*node.decorator_list, *node.keywords, *getattr(node, "type_params", [])):
        build.refuse(
            worded("a class takes nothing but `torch.autograd.Function` in its head"), refused
        )
    if len(node.bases) != 1:
        build.refuse(
            worded("a class of a snippet derives from `torch.autograd.Function` alone"), node
        )
    path = build.path + node.name
    base, place = build.expression(node.bases[0]), build.text.place(node.bases[0])
    methods = dict(_methods(replace(build.deeper(), path=f"{path}."), node))
    home = build.scope.slots[node.name]

    def execute(env: Frame) -> None:
        if base(env) is not FUNCTION_BASE:
            raise UnsupportedSyntax(
                worded("a class of a snippet derives from `torch.autograd.Function` alone"), *place
            )
        functions = {name: make(env) for name, make in methods.items()}
        env[home] = _derived(env[0], node.name, path, functions)

    return execute


def _methods(
    build: Builder, node: ast.ClassDef
) -> Iterator[tuple[str, Callable[[Frame], Function]]]:
    for statement in node.body:
        if isinstance(statement, ast.FunctionDef):
            if statement.name not in METHODS:
                names = ", ".join(f"`{name}`" for name in METHODS)
                build.refuse(
                    worded("a class of a snippet defines %(names)s and nothing else", names=names),
                    statement,
                )
            for decorator in statement.decorator_list:
                if not _is_staticmethod(build, decorator):
                    build.refuse(
                        worded("a method takes no decorator but `@staticmethod`"), decorator
                    )
            yield statement.name, build_definition(build, statement)
        elif not isinstance(statement, ast.Pass) and not _is_docstring(statement):
            build.refuse(
                worded("a class of a snippet holds static methods and nothing else"), statement
            )


def _is_staticmethod(build: Builder, node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Name)
        and node.id == "staticmethod"
        and build.scope.find(node.id) is None
    )


def _is_docstring(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def _derived(run: Run, name: str, path: str, functions: dict[str, Function]) -> FunctionClass:
    run.work(CLASS_STEPS)
    members = {method: Callback(run, function) for method, function in functions.items()}
    made = function_class(name, members)
    # As messages of PyTorch show it.
    made.__module__, made.__qualname__ = "__main__", path
    return FunctionClass(name, made)


def context_names(body: list[ast.stmt], text: Text) -> frozenset[str]:
    """The attributes that methods of a program's classes assign to their first parameter, `ctx`.

    Raises:
        UnsupportedSyntax: One of them begins with an underscore.
    """
    found: set[str] = set()
    for node in (part for statement in body for part in ast.walk(statement)):
        if isinstance(node, ast.ClassDef):
            for method in node.body:
                if isinstance(method, ast.FunctionDef) and method.args.args:
                    found.update(_assigned(method, method.args.args[0].arg, text))
    return frozenset(found)


def _assigned(method: ast.FunctionDef, context: str, text: Text) -> Iterator[str]:
    for node in ast.walk(method):
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.ctx, ast.Store)
            and isinstance(node.value, ast.Name)
            and node.value.id == context
        ):
            if node.attr.startswith("_"):
                raise UnsupportedSyntax(
                    worded(
                        "the attribute `%(name)s` begins with an underscore; choose another",
                        name=node.attr,
                    ),
                    *text.place(node),
                )
            yield node.attr
