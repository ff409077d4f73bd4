"""The state of one run of a program: nothing that one run does can be seen by another."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from contextvars import ContextVar
from types import TracebackType
from typing import Any, Final, NamedTuple, NoReturn, cast

import numpy as np

from engine.autograd.errors import NoRun
from engine.autograd.random import Generator
from engine.autograd.rules import PYTORCH, Rules
from engine.autograd.watch import Watch


class Warned(NamedTuple):
    """A warning as PyTorch would issue it, without the place in PyTorch's own sources."""

    category: str
    text: str


class Run:
    """What the operations of one program share.

    Attributes:
        rules: what a misconception may change; PyTorch's own by default.
        grad_enabled: whether operations are recorded (`no_grad`, `enable_grad`).
        created: how many graph nodes there are; a node's number orders the backward pass.
        generator: the source of `rand` and `randn`.
        reshaped: whether a tensor was given values of another shape or type (`.data = ...`), so that
            what was recorded of shapes does not tell those of saved values.
        warned: what PyTorch would have warned of, in order, repetitions included.
        allocate: called with a number of elements before that many are created.
        watch: is told of each step of each backward pass; nobody is by default.
        holders: the tensors that were given a gradient, where the rules are not PyTorch's own.
        arrived: what arrived at each node's outputs over all passes, where the rules ask for it.
    """

    __slots__ = (
        "_said",
        "allocate",
        "arrived",
        "created",
        "generator",
        "grad_enabled",
        "holders",
        "reshaped",
        "rules",
        "warned",
        "watch",
    )

    def __init__(self, rules: Rules, allocate: Callable[[int], None] | None) -> None:
        self.rules = rules
        self.allocate = allocate
        self.grad_enabled = True
        self.created = 0
        self.reshaped = False
        self.generator = Generator()
        self.warned: list[Warned] = []
        self.watch: Watch | None = None
        self.holders: list[Any] | None = None if rules is PYTORCH else []
        self.arrived: dict[Any, Any] = {}
        self._said: set[str] = set()

    @property
    def warnings(self) -> list[str]:
        """The texts of what was warned of, in order."""
        return [warned.text for warned in self.warned]

    def warn(self, text: str, *, once: bool = False, category: str = "UserWarning") -> None:
        """Note a warning.

        Args:
            text: what PyTorch says.
            once: whether PyTorch says it only once in a process; then once in a run.
            category: the warning's class.
        """
        if once:
            if text in self._said:
                return
            self._said.add(text)
        self.warned.append(Warned(category, text))

    def allow(self, elements: int) -> None:
        """Ask whether an array of that many elements may be made; the host refuses by raising."""
        if self.allocate is not None:
            self.allocate(elements)


class _NoRun:
    """What is found outside `run_context`: nothing can be asked of it."""

    __slots__ = ()

    def __getattr__(self, name: str) -> NoReturn:
        raise NoRun("no run is in progress: open one with engine.autograd.run_context()")

    def __setattr__(self, name: str, value: object) -> NoReturn:
        self.__getattr__(name)


_OUTSIDE: Final = cast("Run", _NoRun())
_RUN: Final[ContextVar[Run]] = ContextVar("engine.autograd.run", default=_OUTSIDE)

current: Final[Callable[[], Run]] = _RUN.get
"""The run in progress; outside `run_context` whatever is asked of it raises `NoRun`."""


def run_context(
    rules: Rules = PYTORCH,
    allocate: Callable[[int], None] | None = None,
) -> AbstractContextManager[Run]:
    """Open a fresh run; tensors made inside it may be read, not computed with, after it.

    Args:
        rules: the rules of the run.
        allocate: called with the number of elements before an array of that many is created or
            broadcast; it refuses by raising an exception of the host's choice.

    Returns:
        What opens the run once, and gives it; its `warnings` may be read during and after it.
    """
    return _Opened(Run(rules, allocate))


class _Opened:
    """A run while it is the one in progress; short programs would notice a generator's time."""

    __slots__ = ("_quiet", "_run", "_token")

    def __init__(self, run: Run) -> None:
        self._run = run

    def __enter__(self) -> Run:
        # Division by zero, overflow and nan are values here, as in PyTorch, not warnings.
        self._quiet = np.errstate(all="ignore")
        self._quiet.__enter__()
        self._token = _RUN.set(self._run)
        return self._run

    def __exit__(
        self,
        kind: type[BaseException] | None,
        failure: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        _RUN.reset(self._token)
        self._quiet.__exit__(kind, failure, trace)
