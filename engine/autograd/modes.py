"""Whether operations are recorded: `no_grad`, `enable_grad` and `set_grad_enabled`."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar

from engine.autograd import errors
from engine.autograd.context import current


class _Mode:
    """A block within which recording is on or off; also a decorator of functions."""

    __slots__ = ("_before",)

    enabled: ClassVar[bool]

    def __new__(cls, function: Any = None) -> Any:
        # The decorator may stand without its parentheses.
        return super().__new__(cls) if function is None else cls()(function)

    def __init__(self) -> None:
        self._before: list[bool] = []

    def __enter__(self) -> None:
        run = current()
        self._before.append(run.grad_enabled)
        if run.rules.switches:
            run.grad_enabled = self.enabled

    def __exit__(self, *failure: object) -> None:
        current().grad_enabled = self._before.pop()

    def __call__(self, function: Callable[..., Any]) -> Callable[..., Any]:
        mode = type(self)

        @wraps(function)
        def within(*args: Any, **named: Any) -> Any:
            with mode():
                return function(*args, **named)

        return within


class no_grad(_Mode):  # noqa: N801 - PyTorch's name
    """Record nothing within the block."""

    __slots__ = ()
    enabled = False


class enable_grad(_Mode):  # noqa: N801 - PyTorch's name
    """Record within the block, also inside `no_grad`."""

    __slots__ = ()
    enabled = True


class set_grad_enabled:  # noqa: N801 - PyTorch's name
    """Turn recording on or off: at once, and back at the end of the block if used with `with`."""

    __slots__ = ("_before", "_mode")

    def __init__(self, mode: bool) -> None:
        if not isinstance(mode, bool):
            raise TypeError(errors.MODE_IS_NO_BOOL.format(type(mode).__name__))
        run = current()
        self._before = run.grad_enabled
        self._mode = mode if run.rules.switches else run.grad_enabled
        run.grad_enabled = self._mode

    def __enter__(self) -> None:
        current().grad_enabled = self._mode

    def __exit__(self, *failure: object) -> None:
        current().grad_enabled = self._before

    def __call__(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Use the block as a decorator, which changes nothing before the function is called."""
        mode = self._mode
        current().grad_enabled = self._before

        @wraps(function)
        def within(*args: Any, **named: Any) -> Any:
            with set_grad_enabled(mode):
                return function(*args, **named)

        return within


def is_grad_enabled() -> bool:
    """Whether operations are recorded now."""
    return current().grad_enabled
