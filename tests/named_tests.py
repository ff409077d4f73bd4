"""Tests that a page of the documentation names, as `folder/test_file.py::test_name` below tests/."""

import ast
import re
from functools import cache
from pathlib import Path

_TESTS = Path(__file__).parent


def named_in(text: str) -> list[str]:
    """Return the tests that a text names, in their order."""
    return re.findall(r"`([\w/]+\.py::\w+)`", text)


def missing_among(named: list[str]) -> list[str]:
    """Return those of the named tests that do not exist."""
    return [one for one in named if one.partition("::")[2] not in _tests_in(one.partition("::")[0])]


@cache
def _tests_in(path: str) -> frozenset[str]:
    file = _TESTS / path
    tree = ast.parse(file.read_text()) if file.exists() else ast.Module([], [])
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))
