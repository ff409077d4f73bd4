"""Which function builds which kind of node."""

import ast
from typing import Final

from engine.snippet import (
    assignments,
    attributes,
    calls,
    classes,
    comprehensions,
    expressions,
    functions,
    imports,
    names,
    statements,
    subscripts,
)
from engine.snippet.building import Syntax

SYNTAX: Final = Syntax(
    expressions={
        ast.Attribute: attributes.build_attribute,
        ast.BinOp: expressions.build_binary,
        ast.BoolOp: expressions.build_boolean,
        ast.Call: calls.build_call,
        ast.Compare: expressions.build_compare,
        ast.Constant: expressions.build_constant,
        ast.Dict: expressions.build_dict,
        ast.DictComp: comprehensions.build_dict_comprehension,
        ast.FormattedValue: expressions.build_formatted_value,
        ast.GeneratorExp: comprehensions.refuse_generator,
        ast.IfExp: expressions.build_conditional,
        ast.JoinedStr: expressions.build_format,
        ast.Lambda: functions.build_lambda,
        ast.List: expressions.build_list,
        ast.ListComp: comprehensions.build_list_comprehension,
        ast.Name: names.build_name,
        ast.Slice: subscripts.build_slice,
        ast.Subscript: subscripts.build_subscript,
        ast.Tuple: expressions.build_tuple,
        ast.UnaryOp: expressions.build_unary,
    },
    statements={
        ast.Assign: assignments.build_assign,
        ast.AugAssign: assignments.build_augmented,
        ast.Break: statements.build_break,
        ast.Continue: statements.build_continue,
        ast.ClassDef: classes.build_class,
        ast.Delete: names.build_delete,
        ast.Expr: statements.build_expression_statement,
        ast.For: statements.build_for,
        ast.FunctionDef: functions.build_function,
        ast.If: statements.build_if,
        ast.Import: imports.build_import,
        ast.ImportFrom: imports.build_import,
        ast.Pass: statements.build_pass,
        ast.Return: functions.build_return,
        ast.Try: statements.build_try,
        ast.While: statements.build_while,
        ast.With: statements.build_with,
    },
)
"""Every node that a tree may hold besides operators, arguments and other parts of these."""
