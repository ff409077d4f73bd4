"""The tables of the language agree with each other and with the engine."""

import _ast
import ast
import inspect
from pathlib import Path

import pytest

from engine.snippet.attributes import PYTHON_TYPES
from engine.snippet.builtin_functions import BUILTINS
from engine.snippet.grammar import ALLOWED, INSTEAD, UNCOUNTED, refusal
from engine.snippet.reference import language
from engine.snippet.syntax import SYNTAX
from engine.snippet.values import Builtin, ExceptionType, FunctionClass, Module, Operation, Property
from engine.snippet.vocabulary import ATTRIBUTES, KNOWN_ATTRIBUTES, MODULES

PARTS = {
    ast.Module,
    ast.alias,
    ast.arg,
    ast.arguments,
    ast.comprehension,
    ast.ExceptHandler,
    ast.keyword,
    ast.withitem,
}
"""Allowed nodes that the builder of the node around them takes care of."""


def test_exactly_the_allowed_nodes_can_be_built():
    built = SYNTAX.expressions.keys() | SYNTAX.statements.keys()
    assert {kind for kind in ALLOWED if not issubclass(kind, UNCOUNTED)} == built | PARTS


def test_every_other_node_python_has_is_refused_with_a_sentence():
    kinds = {
        kind
        for kind in vars(_ast).values()
        if isinstance(kind, type) and issubclass(kind, ast.AST) and not kind.__subclasses__()
    }
    refused = kinds - ALLOWED
    assert {ast.Global, ast.Lambda, ast.Starred} & refused == {ast.Global, ast.Starred}
    for kind in refused - {ast.Load, ast.Store, ast.Del}:
        assert "is not part of the snippet language; " in refusal(kind())


def test_help_is_offered_for_refused_syntax_only():
    assert not {kind.__name__ for kind in ALLOWED} & INSTEAD.keys()


@pytest.mark.parametrize("kind", ATTRIBUTES, ids=lambda kind: kind.__name__)
def test_an_entry_is_a_method_or_a_property_and_never_a_dunder(kind: type):
    for name, entry in ATTRIBUTES[kind].items():
        assert isinstance(entry, Operation | Property | Builtin)
        assert not name.startswith("__")


def test_modules_hold_functions_modules_and_plain_constants_only():
    for module in MODULES.values():
        for name, member in module.members.items():
            assert not name.startswith("_")
            assert not inspect.ismodule(member)
            assert not inspect.isfunction(member)
            assert not inspect.isclass(member)
            if isinstance(member, Module):
                assert member.path in MODULES


def test_builtins_are_ours_and_not_pythons():
    for name, entry in BUILTINS.items():
        assert isinstance(entry, Builtin | ExceptionType)
        assert entry.name == name


def test_no_allowed_attribute_leads_out_of_the_language():
    """Names that Python or PyTorch use for frames, code, modules and files stay out for good."""
    dangerous = {"format", "format_map", "mro", "load", "save", "hub", "ops", "classes", "storage"}
    dangerous |= {
        "map_",
        "gi_frame",
        "f_back",
        "tb_frame",
        "__class__",
        "numpy",
        "untyped_storage",
    }
    assert not dangerous & KNOWN_ATTRIBUTES
    assert [kind for kind in ATTRIBUTES if "apply" in ATTRIBUTES[kind]] == [FunctionClass]


def test_python_types_answer_for_attributes_by_themselves():
    assert {type(None), float, int, list, tuple, str} <= PYTHON_TYPES


def test_the_printed_table_holds_the_whole_language():
    paragraphs = language().replace("\n    ", " ").splitlines()
    rows = {row.partition(": ")[0]: row.partition(": ")[2].split(", ") for row in paragraphs}
    syntax = {name for title, names in rows.items() if title.startswith("syntax") for name in names}
    assert syntax == {kind.__name__ for kind in ALLOWED}
    assert {*rows["functions of Python"], *rows["exceptions, for except and isinstance"]} == set(
        BUILTINS
    )
    for module in MODULES.values():
        assert rows[f"import {module.path}"] == sorted(module.members)
    for kind, table in ATTRIBUTES.items():
        assert rows[f"attributes of {kind.__name__}"] == sorted(table)
    assert "steps 200000" in rows["bounds"]


def test_the_page_for_who_writes_problems_holds_the_printed_table():
    assert f"```text\n{language()}\n```" in Path("docs/snippets.md").read_text()
