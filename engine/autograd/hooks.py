"""Functions that see a gradient on its way, and may replace it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Self

from engine.autograd import errors
from engine.autograd.dtypes import of

if TYPE_CHECKING:
    from engine.autograd.tensor import Tensor


class Registered:
    """One registration of a hook, so that a function registered twice is removed once."""

    __slots__ = ("function",)

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function

    def name(self) -> str:
        """What error messages call it."""
        name: str = getattr(self.function, "__name__", type(self.function).__name__)
        return name


class RemovableHandle:
    """What `register_hook` returns: a way to take the hook back, also at the end of a `with`."""

    __slots__ = ("_hook", "_hooks")

    def __init__(self, hooks: list[Registered], hook: Callable[..., Any]) -> None:
        self._hook = Registered(hook)
        self._hooks = hooks
        hooks.append(self._hook)

    def remove(self) -> None:
        """Stop calling the hook; doing so again changes nothing."""
        if self._hook in self._hooks:
            self._hooks.remove(self._hook)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self.remove()


def run_hooks(hooks: list[Registered], gradient: "Tensor | None") -> "Tensor | None":
    """Call hooks in the order of registration, each on what the one before it left.

    Args:
        hooks: the functions.
        gradient: the gradient that arrived; None where none did.

    Returns:
        The gradient that goes on.

    Raises:
        TypeError: when a hook returns something that is no tensor.
        RuntimeError: when it returns one of another shape or type, or one in place of None.
    """
    for hook in tuple(hooks):
        result = hook.function(gradient)
        if result is not None:
            check_replacement(hook, gradient, result)
            gradient = result
    return gradient


def check_replacement(hook: Registered, gradient: "Tensor | None", result: Any) -> None:
    """Refuse what cannot stand in a gradient's place; the errors are those of `run_hooks`."""
    from engine.autograd.tensor import Tensor  # noqa: PLC0415 - tensors hold handles to hooks

    if not isinstance(result, Tensor):
        raise TypeError(errors.HOOK_RETURNED.format(type(result).__name__))
    if gradient is None:
        raise RuntimeError(errors.HOOK_REPLACED_NONE)
    name = hook.name()
    old, new = of(gradient.array), of(result.array)
    if old is not new:
        raise RuntimeError(
            errors.HOOK_CHANGED_TYPE.format(
                name, f"torch.{old.title}Tensor", f"torch.{new.title}Tensor"
            )
        )
    if gradient.array.shape != result.array.shape:
        raise RuntimeError(errors.HOOK_CHANGED_SIZE.format(name))
