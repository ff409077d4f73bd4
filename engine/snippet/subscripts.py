"""Subscripts: items and slices of containers and tensors, read and assigned."""

import ast
from collections import defaultdict
from typing import Any

from engine.snippet.building import Builder
from engine.snippet.comparison import hashable
from engine.snippet.exceptions import SnippetKeyError
from engine.snippet.kinds import TENSORS
from engine.snippet.sizes import check_argument, guard_index
from engine.snippet.state import Run
from engine.snippet.values import Evaluate, Frame
from engine.snippet.wording import worded


def build_subscript(build: Builder, node: ast.Subscript) -> Evaluate:
    """Build the reading of `a[i]`."""
    owner, index = build.expression(node.value), build.expression(node.slice)
    return lambda env: read_item(env[0], owner(env), index(env))


def build_slice(build: Builder, node: ast.Slice) -> Evaluate:
    """Build `first:last:step` inside brackets."""
    lower, upper, step = (build.optional(part) for part in (node.lower, node.upper, node.step))

    def evaluate(env: Frame) -> slice:
        return slice(
            lower and lower(env),
            upper and upper(env),
            step and step(env),
        )

    return evaluate


def read_item(run: Run, owner: Any, index: Any) -> Any:
    """The item or slice of a value.

    Raises:
        IndexError: The index is outside.
        SnippetKeyError: The dict has no such key.
        TypeError: The value has no items, or not by such an index.
    """
    if type(owner) in TENSORS:
        tensor: Any = owner
        guard_index(run, tensor, index)
        return run.kept(tensor[index])
    if isinstance(owner, list | tuple | str):
        if type(index) is slice:
            part = owner[index]
            run.sized(len(part))
            return part
        return owner[index]
    if isinstance(owner, dict):
        key = hashable(run, index)
        if key not in owner and type(owner) is not defaultdict:
            raise SnippetKeyError(key)
        return owner[key]
    if isinstance(owner, range):
        return owner[index]
    raise TypeError(f"'{type(owner).__name__}' object is not subscriptable")


def write_item(run: Run, owner: Any, index: Any, value: Any) -> None:
    """Assign to an item, or to a slice of a tensor.

    Raises:
        IndexError: The index is outside.
        TypeError: The value's items cannot be assigned to.
        UnsupportedSyntax: A slice of a list.
    """
    if type(owner) in TENSORS:
        tensor: Any = owner
        guard_index(run, tensor, index)
        check_argument(run, value)
        tensor[index] = value
    elif isinstance(owner, list):
        if type(index) is slice:
            run.refuse(worded("assigning to a slice of a list is not part of the snippet language"))
        owner[index] = value
    elif isinstance(owner, dict):
        owner[hashable(run, index)] = value
        run.sized(len(owner))
    else:
        raise TypeError(f"'{type(owner).__name__}' object does not support item assignment")
