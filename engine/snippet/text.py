"""How values print: Python's `str` and `repr`, measured while they are written.

A list may hold one long string a thousand times, so its text is counted as it grows. What has no
text of its own but an address in memory (functions, modules) is refused: it never prints alike.
"""

import re
from typing import Any, Final

from engine.autograd import Node, Size, dtype
from engine.autograd.batch import settled
from engine.autograd.device import Device
from engine.autograd.node import AccumulateGrad
from engine.autograd.operations.ordering import KINDS_OF_RESULT
from engine.autograd.optimisers import Optimizer
from engine.snippet.errors import LimitExceeded, UnsupportedSyntax
from engine.snippet.kinds import TENSORS
from engine.snippet.state import Run
from engine.snippet.values import CaughtError
from engine.snippet.wording import worded

PLAIN: Final = frozenset(
    {
        *(int, float, bool, str, type(None), type(Ellipsis), range, slice),
        *(*TENSORS, Size, dtype, Device, *KINDS_OF_RESULT, AccumulateGrad),
    }
)
VIEWS: Final = {
    type({}.keys()): "dict_keys",
    type({}.values()): "dict_values",
    type({}.items()): "dict_items",
}
SPEC: Final = re.compile(
    r"(?P<fill>[ 0_*.\-=]?[<>^=])?[-+ ]?0?(?P<width>\d*)[,_]?(\.(?P<precision>\d+))?[bdeEfFgG%osxX]?"
)


def string(run: Run, value: Any) -> str:
    """What `str(value)` gives.

    Raises:
        UnsupportedSyntax: The value has no text that is the same in every run.
        LimitExceeded: The text is longer than a string may be.
    """
    if type(value) is str:
        return value
    if type(value) is CaughtError:
        return value.raised.message
    if type(value) in PLAIN:
        return str(value)
    return represent(run, settled(value))


def represent(run: Run, value: Any) -> str:
    """What `repr(value)` gives.

    Raises:
        UnsupportedSyntax: As for `string`.
        LimitExceeded: As for `string`.
    """
    writer = _Writer(run)
    writer.write(value)
    return "".join(writer.parts)


class _Writer:
    """Collects the pieces of a text and counts them."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.parts: list[str] = []
        self.length = 0
        self.open: list[int] = []

    def put(self, text: str) -> None:
        self.length += len(text)
        if self.length > self.run.limits.length:
            self.run.sized(self.length)
        self.parts.append(text)

    def write(self, value: Any) -> None:
        value = settled(value)
        kind = type(value)
        if kind in PLAIN or isinstance(value, Node):
            self.put(repr(value))
        elif kind is CaughtError:
            self.put(f"{value.raised.type}({value.raised.message!r})")
        elif kind is list:
            self.inside(value, "[", "]")
        elif kind is tuple:
            self.inside(value, "(", ",)" if len(value) == 1 else ")")
        elif kind is dict:
            self.inside(value, "{", "}")
        elif kind in VIEWS:
            self.put(VIEWS[kind])
            self.inside(list(value), "([", "])", whole=value)
        elif isinstance(value, Optimizer) and _has_plain_options(value):
            self.put(repr(value))
        else:
            self.run.refuse(
                worded(
                    "printing a %(kind)s is not part of the snippet language", kind=kind.__name__
                )
            )

    def inside(self, items: Any, opening: str, closing: str, whole: Any = None) -> None:
        owner = id(items if whole is None else whole)
        if owner in self.open:
            self.put(f"{opening}...{closing}")
            return
        if len(self.open) >= self.run.limits.depth:
            self.run.exceed(
                worded(
                    "a list nested deeper than %(most)s levels cannot print",
                    most=self.run.limits.depth,
                )
            )
        self.run.work(1)
        self.open.append(owner)
        self.put(opening)
        for position, item in enumerate(items):
            if position:
                self.put(", ")
            self.write(item)
            if type(items) is dict:
                self.put(": ")
                self.write(items[item])
        self.put(closing)
        self.open.pop()


def _has_plain_options(optimiser: Optimizer) -> bool:
    """Whether the groups hold nothing that the program put there and that is long to write."""
    options = [
        value
        for group in optimiser.param_groups
        for name, value in group.items()
        if name not in {"params", "param_names"}
    ]
    parts = [part for value in options for part in (value if type(value) is tuple else (value,))]
    return all(type(part) in PLAIN for part in parts)


def check_spec(spec: str, bound: int, place: tuple[int, int]) -> None:
    """Let a format specification pass: what stands after the colon in an f-string.

    Raises:
        UnsupportedSyntax: It is not a plain one.
        LimitExceeded: Its width or precision is above the bound.
    """
    match = SPEC.fullmatch(spec)
    if match is None:
        raise UnsupportedSyntax(
            worded("the format `%(spec)s` is not a plain one such as `.4f` or `>10`", spec=spec),
            *place,
        )
    for part in ("width", "precision"):
        digits = (match.group(part) or "").lstrip("0")
        if len(digits) > len(str(bound)) or int(digits or "0") > bound:
            raise LimitExceeded(
                worded(
                    "a format with a width or precision above the bound of %(most)s", most=bound
                ),
                *place,
            )


def formatted(run: Run, value: Any, spec: str) -> str:
    """What `f"{value:spec}"` gives for a specification that `bounded_spec` let pass.

    Raises:
        TypeError: The value takes no specification.
        ValueError: The specification is not for this type.
    """
    if type(value) in TENSORS:
        return format(value, spec)
    value = settled(value)
    if not spec:
        return string(run, value)
    if type(value) in {int, float, bool, str}:
        return format(value, spec)
    raise TypeError(f"unsupported format string passed to {type(value).__name__}.__format__")
