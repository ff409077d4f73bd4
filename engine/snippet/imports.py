"""Imports: nothing is loaded. A name is bound to one of the tables in `vocabulary`."""

import ast
from collections import Counter
from collections.abc import Iterator
from typing import Any

from engine.snippet.building import Builder
from engine.snippet.errors import UnsupportedSyntax
from engine.snippet.reading import Text
from engine.snippet.scopes import bound_names, member_hint
from engine.snippet.values import Execute, Frame, Module
from engine.snippet.vocabulary import MODULES
from engine.snippet.wording import worded


def build_import(build: Builder, node: ast.Import | ast.ImportFrom) -> Execute:
    """Build `import torch` or `from torch import …`."""
    bindings = [(build.scope.slots[name], value) for name, value in _bindings(node, build.text)]

    def execute(env: Frame) -> None:
        for slot, value in bindings:
            env[slot] = value

    return execute


def module_names(body: list[ast.stmt], text: Text) -> dict[str, Module]:
    """Names that a program binds by importing one module, and in no other way.

    Raises:
        UnsupportedSyntax: An import of something that is not in the tables.
    """
    bound = Counter(bound_names(body, text))
    imported: dict[str, list[Any]] = {}
    for statement in body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            for name, value in _bindings(statement, text):
                imported.setdefault(name, []).append(value)
    return {
        name: values[0]
        for name, values in imported.items()
        if isinstance(values[0], Module)
        and all(value is values[0] for value in values)
        and bound[name] == len(values)
    }


def _bindings(node: ast.Import | ast.ImportFrom, text: Text) -> Iterator[tuple[str, Any]]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            module = _module(alias.name, alias, text)
            if alias.asname is None:
                top = alias.name.partition(".")[0]
                yield top, MODULES[top]
            else:
                yield alias.asname, module
        return
    if node.level:
        raise UnsupportedSyntax(
            worded("a relative import has no meaning in a snippet"), *text.place(node)
        )
    module = _module(node.module or "", node, text)
    for alias in node.names:
        if alias.name not in module.members:
            hint = member_hint(alias.name, module.path, module.members)
            raise UnsupportedSyntax(
                worded(
                    "`%(name)s` cannot be imported from `%(path)s` in a snippet%(hint)s",
                    name=alias.name,
                    path=module.path,
                    hint=hint,
                ),
                *text.place(alias),
            )
        yield alias.asname or alias.name, module.members[alias.name]


def _module(path: str, node: ast.AST, text: Text) -> Module:
    module = MODULES.get(path)
    if module is None:
        allowed = ", ".join(f"`{name}`" for name in sorted(MODULES))
        raise UnsupportedSyntax(
            worded(
                "the module `%(path)s` is not part of the snippet language; allowed are %(allowed)s",
                path=path,
                allowed=allowed,
            ),
            *text.place(node),
        )
    return module
