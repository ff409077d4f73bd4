"""Functions of which PyTorch prints one signature and keeps further, deprecated ones to itself."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from engine.autograd.arguments.function import Function
from engine.autograd.arguments.signatures import Signature
from engine.autograd.errors import arguments as misfits


class FunctionWithHidden(Function):
    """A function that says of a wrong number of arguments that their combination is invalid."""

    __slots__ = ()

    def function(self) -> Callable[..., Any]:
        """As of any function."""
        return self._guarded(super().function(), self._signatures[0], 0)

    def method(self) -> Callable[..., Any]:
        """As of any function."""
        return self._guarded(super().method(), self._of_self[0], 1)

    def _guarded(
        self, inner: Callable[..., Any], signature: Signature, before: int
    ) -> Callable[..., Any]:
        """A call that counts first.

        Args:
            inner: the call.
            signature: what it takes.
            before: how many arguments come before those: the tensor of a method.
        """

        def call(*args: Any, **named: Any) -> Any:
            if not signature.least <= len(args) + len(named) - before <= signature.most:
                raise self._refused(signature, args[before:], named)
            return inner(*args, **named)

        call.__name__ = self.name
        call.__doc__ = inner.__doc__
        return call

    def _refused(
        self, signature: Signature, args: Sequence[object], named: Mapping[str, object]
    ) -> TypeError:
        return misfits.one_signature(self.name, signature.text, args, named)
