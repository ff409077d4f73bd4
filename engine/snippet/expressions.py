"""Expressions without names or calls: constants, containers, operators, conditions, f-strings."""

import ast
from typing import Any

from engine.snippet.arithmetic import BINARY, UNARY
from engine.snippet.building import Builder
from engine.snippet.comparison import COMPARE, hashable
from engine.snippet.text import check_spec, formatted, represent, string
from engine.snippet.values import Evaluate, Frame
from engine.snippet.wording import worded

PLAIN_CONSTANTS = (bool, int, float, str, type(None), type(Ellipsis))


def build_constant(build: Builder, node: ast.Constant) -> Evaluate:
    """Build a literal: number, string, None, True, False or `...`."""
    value = node.value
    if not isinstance(value, PLAIN_CONSTANTS):
        build.refuse(
            worded(
                "a literal of type %(kind)s is not part of the language", kind=type(value).__name__
            ),
            node,
        )
    if isinstance(value, str) and not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            build.refuse(worded("half of a surrogate pair is not a character"), node)
    if isinstance(value, int) and value.bit_length() > build.limits.integer_bits:
        build.exceed(
            worded(
                "an integer wider than the bound of %(most)s bits", most=build.limits.integer_bits
            ),
            node,
        )
    return lambda env: value  # noqa: ARG005 - every expression is called with its frame


def build_tuple(build: Builder, node: ast.Tuple) -> Evaluate:
    """Build a tuple display."""
    items = build.deeper().in_order(node.elts)
    return lambda env: tuple(items(env))


def build_list(build: Builder, node: ast.List) -> Evaluate:
    """Build a list display."""
    return build.deeper().in_order(node.elts)


def build_dict(build: Builder, node: ast.Dict) -> Evaluate:
    """Build a dict display."""
    inner = build.deeper()
    pairs = []
    for key, value in zip(node.keys, node.values, strict=True):
        if key is None:
            build.refuse(worded("`**` in a dict is not part of the snippet language"), value)
        pairs.append((inner.expression(key), inner.expression(value)))

    def evaluate(env: Frame) -> Any:
        return {hashable(env[0], key(env)): value(env) for key, value in pairs}

    return evaluate


def build_binary(build: Builder, node: ast.BinOp) -> Evaluate:
    """Build `a + b` and the like."""
    operate = BINARY[type(node.op)]
    left, right = build.expression(node.left), build.expression(node.right)
    if isinstance(node.left, ast.Constant):
        first = left([])
        return lambda env: operate(env[0], first, right(env))
    if isinstance(node.right, ast.Constant):
        second = right([])
        return lambda env: operate(env[0], left(env), second)
    return lambda env: operate(env[0], left(env), right(env))


def build_unary(build: Builder, node: ast.UnaryOp) -> Evaluate:
    """Build `-a`, `+a` and `not a`."""
    operate = UNARY[type(node.op)]
    operand = build.expression(node.operand)
    return lambda env: operate(env[0], operand(env))


def build_boolean(build: Builder, node: ast.BoolOp) -> Evaluate:
    """Build `a and b` or `a or b`, which give the operand that decides."""
    *others, last = [build.expression(value) for value in node.values]
    decides = isinstance(node.op, ast.Or)

    def evaluate(env: Frame) -> Any:
        for operand in others:
            value = operand(env)
            if bool(value) is decides:
                return value
        return last(env)

    return evaluate


def build_compare(build: Builder, node: ast.Compare) -> Evaluate:
    """Build a comparison or a chain of them."""
    first = build.expression(node.left)
    links = [
        (COMPARE[type(operator)], build.expression(operand))
        for operator, operand in zip(node.ops, node.comparators, strict=True)
    ]
    if len(links) == 1:
        compare, second = links[0]
        return lambda env: compare(env[0], first(env), second(env))

    def evaluate(env: Frame) -> Any:
        left = first(env)
        result: Any = True
        for position, (compare, operand) in enumerate(links):
            if position and not result:
                return result
            right = operand(env)
            result = compare(env[0], left, right)
            left = right
        return result

    return evaluate


def build_conditional(build: Builder, node: ast.IfExp) -> Evaluate:
    """Build `a if condition else b`."""
    test = build.expression(node.test)
    body, orelse = build.expression(node.body), build.expression(node.orelse)
    return lambda env: body(env) if test(env) else orelse(env)


def build_format(build: Builder, node: ast.JoinedStr) -> Evaluate:
    """Build an f-string."""
    inner = build.deeper()
    parts = [inner.expression(part) for part in node.values]

    def evaluate(env: Frame) -> str:
        texts = [part(env) for part in parts]
        env[0].sized(sum(map(len, texts)))
        return "".join(texts)

    return evaluate


def build_formatted_value(build: Builder, node: ast.FormattedValue) -> Evaluate:
    """Build one `{…}` of an f-string; its format is fixed text, never an expression."""
    value = build.expression(node.value)
    spec = _spec(build, node)
    if node.conversion == ord("r"):
        return lambda env: formatted(env[0], represent(env[0], value(env)), spec)
    if node.conversion == ord("s"):
        return lambda env: formatted(env[0], string(env[0], value(env)), spec)
    if node.conversion != -1:
        build.refuse(
            worded("the conversion `!a` is not part of the snippet language; use `!r`"), node
        )
    return lambda env: formatted(env[0], value(env), spec)


def _spec(build: Builder, node: ast.FormattedValue) -> str:
    if node.format_spec is None:
        return ""
    parts = node.format_spec.values if isinstance(node.format_spec, ast.JoinedStr) else []
    spec = ""
    for part in parts:
        if not isinstance(part, ast.Constant) or not isinstance(part.value, str):
            build.refuse(
                worded("a format with `{…}` inside is not part of the snippet language"), node
            )
        spec += part.value
    check_spec(spec, build.limits.format_width, build.text.place(node))
    return spec
