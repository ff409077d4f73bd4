"""The allow-list: every kind of syntax a snippet may contain. What is not here is refused.

`ALLOWED` is the language. `INSTEAD` only makes refusals helpful: taking a line out of it allows
nothing, and syntax that a later Python invents is refused although nobody listed it.
"""

import ast
from typing import Final

ALLOWED: Final[frozenset[type[ast.AST]]] = frozenset(
    {
        # the program and its statements
        ast.Module,
        ast.Expr,
        ast.Assign,
        ast.AugAssign,
        ast.Delete,
        ast.Pass,
        ast.Import,
        ast.ImportFrom,
        ast.alias,
        # flow
        ast.If,
        ast.For,
        ast.While,
        ast.Break,
        ast.Continue,
        ast.With,
        ast.withitem,
        ast.Try,
        ast.ExceptHandler,
        # functions, and classes derived from torch.autograd.Function
        ast.FunctionDef,
        ast.Lambda,
        ast.arguments,
        ast.arg,
        ast.Return,
        ast.ClassDef,
        # values
        ast.Constant,
        ast.Name,
        ast.Tuple,
        ast.List,
        ast.Dict,
        ast.ListComp,
        ast.DictComp,
        ast.GeneratorExp,
        ast.comprehension,
        ast.JoinedStr,
        ast.FormattedValue,
        # expressions
        ast.Attribute,
        ast.Subscript,
        ast.Slice,
        ast.Call,
        ast.keyword,
        ast.IfExp,
        ast.BoolOp,
        ast.BinOp,
        ast.UnaryOp,
        ast.Compare,
        # operators
        ast.And,
        ast.Or,
        ast.Not,
        ast.UAdd,
        ast.USub,
        ast.Invert,
        ast.Add,
        ast.Sub,
        ast.Mult,
        ast.Div,
        ast.FloorDiv,
        ast.Mod,
        ast.Pow,
        ast.MatMult,
        ast.LShift,
        ast.RShift,
        ast.BitAnd,
        ast.BitOr,
        ast.BitXor,
        ast.Eq,
        ast.NotEq,
        ast.Lt,
        ast.LtE,
        ast.Gt,
        ast.GtE,
        ast.Is,
        ast.IsNot,
        ast.In,
        ast.NotIn,
        # what a name is used for
        ast.Load,
        ast.Store,
        ast.Del,
    }
)

UNCOUNTED: Final = (ast.expr_context, ast.operator, ast.unaryop, ast.boolop, ast.cmpop)
"""Nodes without a place of their own; they do not count towards `Limits.nodes`."""

INSTEAD: Final[dict[str, tuple[str, str]]] = {
    "AnnAssign": ("an annotated assignment", "write the assignment without the type"),
    "Assert": ("`assert`", "use `if` and `print`"),
    "AsyncFor": ("`async for`", "use a plain `for`"),
    "AsyncFunctionDef": ("`async def`", "use a plain `def`"),
    "AsyncWith": ("`async with`", "use a plain `with`"),
    "Await": ("`await`", "call the function plainly"),
    "Global": ("`global`", "pass the value in and return it"),
    "Interpolation": ("a template string", "use an f-string"),
    "Match": ("`match`", "use `if` and `elif`"),
    "NamedExpr": ("the walrus `:=`", "assign on a line of its own"),
    "Nonlocal": ("`nonlocal`", "pass the value in and return it"),
    "Raise": ("`raise`", "let PyTorch raise its own errors"),
    "Set": ("a set", "use a list or a dict"),
    "SetComp": ("a set comprehension", "use a list comprehension"),
    "Starred": ("a starred expression", "write the items out"),
    "TemplateStr": ("a template string", "use an f-string"),
    "TryStar": ("`except*`", "use a plain `except`"),
    "TypeAlias": ("a type alias", "leave types out"),
    "Yield": ("`yield`", "return a list"),
    "YieldFrom": ("`yield from`", "return a list"),
}


def refusal(node: ast.AST) -> str:
    """The sentence that refuses a node outside the allow-list."""
    kind = type(node).__name__
    found, instead = INSTEAD.get(
        kind, (f"`{kind}`", "use the plain statements of a PyTorch script")
    )
    return f"{found} is not part of the snippet language; {instead}"
