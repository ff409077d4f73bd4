"""The whole language as one table: `python -m engine.snippet` prints it.

It is made of the tables that the parser and the interpreter ask, so nothing is allowed that does
not stand in it.
"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import fields
from textwrap import fill
from typing import Final

from engine.snippet.builtin_functions import BUILTINS
from engine.snippet.comprehensions import CONSUMERS
from engine.snippet.grammar import ALLOWED
from engine.snippet.limits import DEFAULT_LIMITS
from engine.snippet.values import ExceptionType
from engine.snippet.vocabulary import ATTRIBUTES, CONTEXTS, DECORATORS, MODULES, SETTABLE

_FAMILIES: Final = (
    ("statements", (ast.mod, ast.stmt, ast.alias, ast.withitem, ast.excepthandler)),
    ("expressions", (ast.expr, ast.comprehension, ast.keyword, ast.arguments, ast.arg)),
    ("operators", (ast.operator, ast.unaryop, ast.boolop, ast.cmpop)),
    ("uses of a name", (ast.expr_context,)),
)


def language() -> str:
    """Every construct, name, attribute and bound of the language, a paragraph for each kind."""
    return "\n".join(
        fill(f"{title}: {', '.join(names)}", 100, subsequent_indent="    ", break_long_words=False)
        for title, names in _rows()
    )


def _rows() -> Iterator[tuple[str, Iterable[str]]]:
    for title, kinds in _FAMILIES:
        yield f"syntax, {title}", sorted(k.__name__ for k in ALLOWED if issubclass(k, kinds))
    exceptions = {name for name, entry in BUILTINS.items() if type(entry) is ExceptionType}
    yield "functions of Python", sorted(BUILTINS.keys() - exceptions)
    yield "exceptions, for except and isinstance", sorted(exceptions)
    yield "takers of a generator expression", [*sorted(CONSUMERS), "join"]
    yield "after with", sorted(kind.__name__ for kind in CONTEXTS)
    yield "decorators of functions", sorted(kind.__name__ for kind in DECORATORS)
    for module in MODULES.values():
        yield f"import {module.path}", sorted(module.members)
    for kind, table in ATTRIBUTES.items():
        yield f"attributes of {kind.__name__}", sorted(table)
    yield "attributes of Tensor that can be assigned to", sorted(SETTABLE)
    bounds = [
        f"{bound.name} {getattr(DEFAULT_LIMITS, bound.name)}" for bound in fields(DEFAULT_LIMITS)
    ]
    yield "bounds", bounds
