"""The allow-list: every kind of syntax a snippet may contain. What is not here is refused.

`ALLOWED` is the language. `INSTEAD` only makes refusals helpful: taking a line out of it allows
nothing, and syntax that a later Python invents is refused although nobody listed it.
"""

import ast
from typing import Final

from engine.snippet.wording import Wording, worded

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
    "AnnAssign": (
        worded("an annotated assignment"),
        worded("write the assignment without the type"),
    ),
    "Assert": ("`assert`", worded("use `if` and `print`")),
    "AsyncFor": ("`async for`", worded("use a plain `for`")),
    "AsyncFunctionDef": ("`async def`", worded("use a plain `def`")),
    "AsyncWith": ("`async with`", worded("use a plain `with`")),
    "Await": ("`await`", worded("call the function plainly")),
    "Global": ("`global`", worded("pass the value in and return it")),
    "Interpolation": (worded("a template string"), worded("use an f-string")),
    "Match": ("`match`", worded("use `if` and `elif`")),
    "NamedExpr": (worded("the walrus `:=`"), worded("assign on a line of its own")),
    "Nonlocal": ("`nonlocal`", worded("pass the value in and return it")),
    "Raise": ("`raise`", worded("let PyTorch raise its own errors")),
    "Set": (worded("a set"), worded("use a list or a dict")),
    "SetComp": (worded("a set comprehension"), worded("use a list comprehension")),
    "Starred": (worded("a starred expression"), worded("write the items out")),
    "TemplateStr": (worded("a template string"), worded("use an f-string")),
    "TryStar": ("`except*`", worded("use a plain `except`")),
    "TypeAlias": (worded("a type alias"), worded("leave types out")),
    "Yield": ("`yield`", worded("return a list")),
    "YieldFrom": ("`yield from`", worded("return a list")),
}


def refusal(node: ast.AST) -> Wording:
    """The sentence that refuses a node outside the allow-list."""
    kind = type(node).__name__
    found, instead = INSTEAD.get(
        kind, (f"`{kind}`", worded("use the plain statements of a PyTorch script"))
    )
    return worded(
        "%(found)s is not part of the snippet language; %(instead)s", found=found, instead=instead
    )
