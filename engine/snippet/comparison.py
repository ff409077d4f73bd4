"""Comparisons: chains, identity and membership, with every item of a container counted.

Python compares lists in C and to any depth; two lists that hold the same list twice, forty levels
deep, would keep it busy for ever. So containers are compared here, item by item.
"""

import ast
import operator
from collections.abc import Callable
from typing import Any, Final, TypeAlias

from engine.autograd import Tensor
from engine.autograd.batch import VARYING, settled
from engine.snippet.kinds import NUMBERS, TENSORS
from engine.snippet.sizes import guard_operands
from engine.snippet.state import Run
from engine.snippet.wording import worded

Compare: TypeAlias = Callable[[Run, Any, Any], Any]

DEEP: Final = (list, tuple, dict)
KEYS: Final = (str, int, float, type(None), Tensor)


def same(run: Run, left: Any, right: Any, depth: int = 0) -> bool:
    """Whether Python's `==` holds inside a container, where identical items count as equal.

    Raises:
        LimitExceeded: The containers hold too many items, or are nested too deeply.
        RuntimeError: A tensor of several elements has no single truth value.
    """
    if left is right:
        return True
    if not (isinstance(left, DEEP) and isinstance(right, DEEP)):
        return bool(_equal(run, left, right))
    if depth > run.limits.depth:
        run.exceed(
            worded(
                "a comparison of lists nested deeper than %(most)s levels", most=run.limits.depth
            )
        )
    run.work(1)
    if isinstance(left, dict) or isinstance(right, dict):
        return (
            isinstance(left, dict)
            and isinstance(right, dict)
            and left.keys() == right.keys()
            and all(same(run, left[key], right[key], depth + 1) for key in left)
        )
    if isinstance(left, list) is not isinstance(right, list) or len(left) != len(right):
        return False
    run.work(len(left) >> 2)
    return all(same(run, one, other, depth + 1) for one, other in zip(left, right, strict=True))


def _equal(run: Run, left: Any, right: Any) -> Any:
    if type(left) in TENSORS or type(right) in TENSORS:
        guard_operands(run, left, right)
    return run.kept(left == right)


def _equals(run: Run, left: Any, right: Any) -> Any:
    if isinstance(left, DEEP) and isinstance(right, DEEP):
        return same(run, left, right)
    return _equal(run, left, right)


def _differs(run: Run, left: Any, right: Any) -> Any:
    if isinstance(left, DEEP) and isinstance(right, DEEP):
        return not same(run, left, right)
    if type(left) in TENSORS or type(right) in TENSORS:
        guard_operands(run, left, right)
    return run.kept(left != right)


def _ordered(native: Callable[[Any, Any], Any]) -> Compare:
    """An ordering; of two lists or tuples the first pair of unequal items decides."""

    def compare(run: Run, left: Any, right: Any) -> Any:
        if type(left) in NUMBERS and type(right) in NUMBERS:
            return native(left, right)
        depth = 0
        while isinstance(left, list | tuple) and isinstance(right, list | tuple):
            if isinstance(left, list) is not isinstance(right, list):
                break
            depth += 1
            if depth > run.limits.depth:
                run.exceed(
                    worded(
                        "a comparison of lists nested deeper than %(most)s levels",
                        most=run.limits.depth,
                    )
                )
            pair = _first_difference(run, left, right)
            if pair is None:
                return native(len(left), len(right))
            left, right = pair
        if type(left) in TENSORS or type(right) in TENSORS:
            guard_operands(run, left, right)
        return run.kept(native(left, right))

    return compare


def _first_difference(
    run: Run, left: list[Any] | tuple[Any, ...], right: list[Any] | tuple[Any, ...]
) -> tuple[Any, Any] | None:
    run.work(min(len(left), len(right)) >> 2)
    for one, other in zip(left, right, strict=False):
        if not same(run, one, other):
            return one, other
    return None


def contains(run: Run, container: Any, item: Any) -> bool:
    """Whether `item in container` holds.

    Raises:
        TypeError: The container cannot be searched.
    """
    if isinstance(container, list | tuple):
        run.work(len(container) >> 2)
        return any(same(run, item, one) for one in container)
    if isinstance(container, dict):
        return hashable(run, item) in container
    if isinstance(container, str):
        return operator.contains(container, item)
    if isinstance(container, range):
        run.work(len(container) >> 4)
        return settled(item) in container if isinstance(item, int | float) else False
    if type(container) in TENSORS:
        run.refuse(
            worded(
                "`in` with a tensor is not part of the snippet language; compare and use `.any()`"
            )
        )
    raise TypeError(f"argument of type '{type(container).__name__}' is not iterable")


def hashable(run: Run, key: Any) -> Any:
    """Let a key of a dict pass.

    Python does not remember a tuple's hash and would compute it to any depth, so keys are plain.

    Raises:
        TypeError: Python cannot hash it.
        UnsupportedSyntax: It is neither a string nor a number, a bool, None, a tensor, nor a tuple
            of these.
    """
    if isinstance(key, list | dict):
        raise TypeError(f"unhashable type: '{type(key).__name__}'")
    items = key if isinstance(key, tuple) else (key,)
    run.work(len(items) >> 4)
    for item in items:
        if not isinstance(item, KEYS):
            run.refuse(
                worded("a key of a dict is a string, a number, a tensor or a tuple of these")
            )
    if isinstance(key, tuple):
        return tuple(map(settled, key)) if VARYING.intersection(map(type, key)) else key
    return settled(key)


def _is(run: Run, left: Any, right: Any) -> bool:
    del run
    return left is right


def _is_not(run: Run, left: Any, right: Any) -> bool:
    del run
    return left is not right


def _in(run: Run, left: Any, right: Any) -> bool:
    return contains(run, right, left)


def _not_in(run: Run, left: Any, right: Any) -> bool:
    return not contains(run, right, left)


COMPARE: Final[dict[type[ast.cmpop], Compare]] = {
    ast.Eq: _equals,
    ast.NotEq: _differs,
    ast.Lt: _ordered(operator.lt),
    ast.LtE: _ordered(operator.le),
    ast.Gt: _ordered(operator.gt),
    ast.GtE: _ordered(operator.ge),
    ast.Is: _is,
    ast.IsNot: _is_not,
    ast.In: _in,
    ast.NotIn: _not_in,
}
