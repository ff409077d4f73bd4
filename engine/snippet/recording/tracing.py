"""Building a program so that its run is told what its expressions gave."""

import ast
from dataclasses import replace
from typing import Any, Final

from engine.snippet.building import Builder, BuildExpression, Syntax
from engine.snippet.python_ast import python_program
from engine.snippet.reading import Text
from engine.snippet.syntax import SYNTAX
from engine.snippet.values import Evaluate, Frame

_TOLD: Final = (ast.Attribute, ast.BinOp, ast.Call, ast.Compare, ast.Subscript, ast.UnaryOp)
"""Expressions that can make a tensor."""


def traced_syntax(source: str) -> Syntax:
    """The language, with expressions that tell the run, a `Recorder`, their text and their value."""
    expressions = dict(SYNTAX.expressions)
    for kind in _TOLD:
        expressions[kind] = _telling(expressions[kind], source)
    return replace(SYNTAX, expressions=expressions)


def _telling(build_plain: BuildExpression, source: str) -> BuildExpression:
    def build(builder: Builder, node: ast.expr) -> Evaluate:
        evaluate = build_plain(builder, node)
        text = one_line(source, node)

        def tell(env: Frame) -> Any:
            value = evaluate(env)
            env[0].evaluated(text, value)
            return value

        return tell

    return build


def one_line(source: str, node: ast.AST) -> str:
    """The text of a part of the program, on one line."""
    return " ".join((ast.get_source_segment(source, node) or "").split())


def statement_texts(source: str) -> dict[tuple[int, int], str]:
    """The text of each statement by its place; of a compound one, what stands before its body."""
    text, texts = Text(source), {}
    for node in ast.walk(python_program(source)):
        if isinstance(node, ast.stmt):
            texts[text.place(node)] = _header(source, node)
    return texts


def _header(source: str, node: ast.stmt) -> str:
    body = getattr(node, "body", None)
    if not body:
        return one_line(source, node)
    head = ast.Pass(
        lineno=node.lineno,
        col_offset=node.col_offset,
        end_lineno=body[0].lineno,
        end_col_offset=body[0].col_offset,
    )
    return one_line(source, head)
