"""How large a tensor would become, told before the engine makes it.

NumPy promises memory it does not have yet and would only fail when it is touched, so the element
count of every result that can be larger than its operands is worked out first. Shapes that do not
fit together are left to the engine, which has PyTorch's words for them.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from engine.autograd import Tensor
from engine.snippet.kinds import LISTS, NUMBERS, TENSORS
from engine.snippet.state import Run
from engine.snippet.values import (
    BoundMethod,
    Builtin,
    CaughtError,
    ExceptionType,
    Function,
    FunctionClass,
    FunctionObject,
    Lazy,
    Module,
    Operation,
)
from engine.snippet.wording import worded

OURS: Final = frozenset(
    {
        *(BoundMethod, Builtin, CaughtError, ExceptionType, Function, FunctionClass),
        *(FunctionObject, Lazy, Module, Operation, dict),
    }
)
"""Values that the engine's functions must never see."""

PICKS: Final = frozenset({int, slice})
"""Indices that give no more than there is."""


def allow_shape(run: Run, shape: Sequence[int]) -> None:
    """Refuse a shape of too many dimensions or elements."""
    if len(shape) > run.limits.dimensions:
        run.exceed(
            worded(
                "a tensor of more than the bound of %(most)s dimensions", most=run.limits.dimensions
            )
        )
    elements = 1
    for size in shape:
        elements *= max(size, 0)
    run.allow(elements)


def broadcast_elements(shapes: Iterable[Sequence[int]]) -> int:
    """How many elements shapes have when broadcast together; 0 when they do not fit."""
    sizes: dict[int, int] = {}
    for shape in shapes:
        for place, size in enumerate(reversed(shape)):
            before = sizes.setdefault(place, size)
            if before != size and 1 not in (before, size):
                return 0
            if before == 1:
                sizes[place] = size
    return math.prod(sizes.values())


def guard_operands(run: Run, left: Any, right: Any) -> None:
    """Check the operands of an elementwise operator of which at least one is a tensor.

    Raises:
        UnsupportedSyntax: The other one is a list or something else that torch does not take.
        LimitExceeded: Their broadcast shape has too many elements.
    """
    kind, other = type(left), type(right)
    if kind in TENSORS and other in TENSORS:
        if left.shape != right.shape:
            run.allow(broadcast_elements((left.shape, right.shape)))
    elif kind not in NUMBERS and other not in NUMBERS:
        plain, tensor_first = (right, True) if kind in TENSORS else (left, False)
        if isinstance(plain, list | tuple | str) and not tensor_first:
            run.refuse(
                worded("an operator between a list and a tensor is not part of the language")
            )
        check_argument(run, plain)


def guard_matmul(run: Run, left: Tensor, right: Tensor) -> None:
    """Check the result of `left @ right`, batches broadcast, and the work that it takes."""
    one, other = left.shape, right.shape
    rows = one[-2] if len(one) > 1 else 1
    columns = other[-1] if len(other) > 1 else 1
    elements = broadcast_elements((one[:-2], other[:-2])) * rows * columns
    run.allow(elements)
    run.work(elements * (one[-1] if one else 1) >> 20)


def guard_index(run: Run, owner: Tensor, index: Any) -> None:
    """Check the result of indexing with lists or tensors, which may repeat what they pick."""
    if type(index) in PICKS:
        return
    parts = index if type(index) is tuple else (index,)
    if len(parts) > 2 * run.limits.dimensions:
        run.exceed(
            worded(
                "a tensor of more than the bound of %(most)s dimensions", most=run.limits.dimensions
            )
        )
    shapes: list[Sequence[int]] = []
    rest = list(owner.shape)
    place = 0
    for number, part in enumerate(parts):
        if part is None:
            continue
        if part is Ellipsis:
            place = max(len(rest) - sum(1 for later in parts[number + 1 :] if later is not None), 0)
        elif isinstance(part, list | tuple | Tensor):
            shapes.append(part.shape if isinstance(part, Tensor) else (counted(run, part),))
            rest[place : place + 1] = [1]
            place += 1
        else:
            place += 1
    if shapes:
        run.allow((broadcast_elements(shapes) or 1) * math.prod(rest))


def counted(run: Run, data: Any, depth: int = 0) -> int:
    """How many numbers nested lists hold, counted no further than the bound.

    Raises:
        LimitExceeded: Too many numbers or too deeply nested.
    """
    if isinstance(data, Tensor):
        size: int = data.numel()
        return size
    if not isinstance(data, LISTS):
        return 1
    if depth >= run.limits.dimensions:
        run.exceed(
            worded(
                "a tensor of more than the bound of %(most)s dimensions", most=run.limits.dimensions
            )
        )
    if NUMBERS.issuperset(map(type, data)):
        run.allow(len(data))
        return len(data)
    total = 0
    for item in data:
        total += counted(run, item, depth + 1)
        run.allow(total)
    return total


def check_argument(run: Run, value: Any, depth: int = 0) -> None:
    """Let a value pass to the engine: plain data, tensors, and lists of these of bounded size.

    Raises:
        UnsupportedSyntax: A value of ours, such as a function, or a dict.
        LimitExceeded: Lists that are nested too deeply, or hold one another too often.
    """
    if type(value) in OURS:
        run.refuse(
            worded(
                "torch takes tensors and plain values, and no %(kind)s", kind=type(value).__name__
            )
        )
    if not isinstance(value, LISTS):
        return
    if depth >= run.limits.dimensions:
        run.exceed(
            worded(
                "a tensor of more than the bound of %(most)s dimensions", most=run.limits.dimensions
            )
        )
    run.work(1 + (len(value) >> 4))
    if not NUMBERS.issuperset(map(type, value)):
        for item in value:
            check_argument(run, item, depth + 1)


def operands(values: Iterable[Any]) -> Iterator[Tensor]:
    """The tensors among arguments, those in lists included."""
    for value in values:
        if isinstance(value, Tensor):
            yield value
        elif isinstance(value, list | tuple):
            yield from operands(item for item in value if isinstance(item, Tensor))
