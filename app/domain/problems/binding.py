"""How strongly the parts of an expression hold together, and so where parentheses are needed."""

import ast
from enum import IntEnum, auto

from engine.snippet.python_ast import python_expression


class Binding(IntEnum):
    """From what binds least to what binds most; the order of Python's grammar."""

    LEAST = auto()  # a tuple without parentheses
    TEST = auto()  # `a if b else c`, lambda
    OR = auto()
    AND = auto()
    NOT = auto()
    COMPARISON = auto()
    BIT_OR = auto()
    BIT_XOR = auto()
    BIT_AND = auto()
    SHIFT = auto()
    SUM = auto()
    PRODUCT = auto()
    SIGN = auto()
    POWER = auto()
    NUMBER = auto()  # an atom, but `2.grad` is no Python
    ATOM = auto()


_OPERATORS: dict[type[ast.AST], Binding] = {
    ast.Or: Binding.OR,
    ast.And: Binding.AND,
    ast.Not: Binding.NOT,
    ast.BitOr: Binding.BIT_OR,
    ast.BitXor: Binding.BIT_XOR,
    ast.BitAnd: Binding.BIT_AND,
    ast.LShift: Binding.SHIFT,
    ast.RShift: Binding.SHIFT,
    ast.Add: Binding.SUM,
    ast.Sub: Binding.SUM,
    ast.Mult: Binding.PRODUCT,
    ast.MatMult: Binding.PRODUCT,
    ast.Div: Binding.PRODUCT,
    ast.FloorDiv: Binding.PRODUCT,
    ast.Mod: Binding.PRODUCT,
    ast.Pow: Binding.POWER,
    ast.USub: Binding.SIGN,
    ast.UAdd: Binding.SIGN,
    ast.Invert: Binding.SIGN,
}


def find_binding(text: str) -> Binding:
    """Tell how strongly the expression `text` holds together.

    Raises:
        SyntaxError: It is no expression.
    """
    node = python_expression(text)
    if isinstance(node, ast.Tuple):
        return Binding.ATOM if _is_in_parentheses(text) else Binding.LEAST
    return Binding.ATOM if node.col_offset else _binding_of(node)


def _is_in_parentheses(text: str) -> bool:
    return isinstance(python_expression(f"f{text}" if text[0] == "(" else text), ast.Call)


def _binding_of(node: ast.expr) -> Binding:
    match node:
        case ast.BinOp(op=op) | ast.BoolOp(op=op) | ast.UnaryOp(op=op):
            return _OPERATORS[type(op)]
        case ast.Compare():
            return Binding.COMPARISON
        case ast.IfExp() | ast.Lambda():
            return Binding.TEST
        case ast.Constant(value=int() | float() | complex()):
            return Binding.NUMBER
    return Binding.ATOM


def find_needed(child: ast.expr, parent: ast.AST) -> Binding:
    """Tell how strongly an expression must hold together to stand in `child`'s place bare."""
    needed = Binding.TEST
    match parent:
        case ast.BinOp(op=ast.Pow(), left=left):
            needed = Binding.NUMBER if left is child else Binding.SIGN
        case ast.BinOp(op=op, left=left):
            needed = _OPERATORS[type(op)] if left is child else _above(op)
        case ast.BoolOp(op=op):
            needed = _above(op)
        case ast.UnaryOp(op=op):
            needed = _OPERATORS[type(op)]
        case ast.Compare() | ast.Starred() | ast.Dict():
            needed = Binding.BIT_OR
        case ast.Attribute(value=value) | ast.Subscript(value=value) | ast.Call(func=value) if (
            value is child
        ):
            needed = Binding.ATOM
        case ast.IfExp(orelse=orelse) if orelse is not child:
            needed = Binding.OR
        case ast.comprehension():
            needed = Binding.OR
    return needed


def _above(operator: ast.AST) -> Binding:
    """What holds together more strongly than the operands of `operator`."""
    return Binding(_OPERATORS[type(operator)] + 1)
