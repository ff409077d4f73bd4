"""A function of torch with all its signatures, and the method of the same name."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from engine.autograd.arguments.signatures import Implementation, Misfit, Signature
from engine.autograd.dtypes import DType
from engine.autograd.errors import arguments as misfits
from engine.autograd.tensor import Tensor

# Whether a signature takes a value of these types does not depend on the value, and they are handed
# on as they are; so calls whose types were seen before need no second look.
_TELLING: Final = frozenset({int, float, bool, str, DType})
_REMEMBERED: Final = 128


# What computes the call, the values of parameters that were left out, and whether all arguments are
# sizes given one by one.
_Known: TypeAlias = tuple[Implementation, list[Any], bool]


class Function:
    """A function of torch, declared by the texts in which PyTorch itself shows its signatures.

    For example:

        Function("tril", {"(Tensor input, int diagonal = 0, *, Tensor out = None)": tril})

    Marks that PyTorch does not show: `?` behind a type accepts None, `tuple of ints1` a single int,
    and `Tensor or Number` a number where messages say Tensor. The method takes the same arguments
    but for the first, which is the tensor.
    """

    __slots__ = ("_of_self", "_signatures", "name")

    def __init__(self, name: str, overloads: Mapping[str, Implementation]) -> None:
        """Declare one.

        Args:
            name: its name in messages.
            overloads: PyTorch's text of each signature, in the order in which they are tried, and
                what computes it.
        """
        self.name = name
        self._signatures = [Signature(name, text, f) for text, f in overloads.items()]
        self._of_self = [Signature(name, _of_method(text), f) for text, f in overloads.items()]

    def function(self) -> Callable[..., Any]:
        """What stands under its name in a module.

        Its errors:
            TypeError: for arguments that no signature takes.
            Unsupported: for `out=`, devices and memory layouts.
        """
        known: dict[tuple[type, ...], _Known] = {}

        def function(*args: Any, **named: Any) -> Any:
            kinds = tuple(map(type, args))
            if not named and kinds in known:
                implementation, rest, spread = known[kinds]
                return implementation(args, *rest) if spread else implementation(*args, *rest)
            chosen, values = _chosen(self.name, self._signatures, args, named)
            if not named and len(known) < _REMEMBERED:
                _remember(known, kinds, chosen.implementation, args, values)
            return chosen.implementation(*values)

        function.__name__ = self.name
        function.__doc__ = f"`torch.{self.name}`."
        return function

    def method(self) -> Callable[..., Any]:
        """What stands under its name in the class Tensor; its errors are those of the function."""
        known: dict[tuple[type, ...], _Known] = {}
        bare = len(self._of_self) == 1 and self._of_self[0].bare

        def method(tensor: Tensor, /, *args: Any, **named: Any) -> Any:
            kinds = tuple(map(type, args))
            if not named and kinds in known:
                implementation, rest, spread = known[kinds]
                if spread:
                    return implementation(tensor, args, *rest)
                return implementation(tensor, *args, *rest)
            if bare and (args or named):
                raise misfits.takes_nothing(self.name, len(args))
            chosen, values = _chosen(self.name, self._of_self, args, named)
            if not named and len(known) < _REMEMBERED:
                _remember(known, kinds, chosen.implementation, args, values)
            return chosen.implementation(tensor, *values)

        method.__name__ = self.name
        method.__doc__ = f"`Tensor.{self.name}`."
        return method


def _chosen(
    name: str, signatures: Sequence[Signature], args: Sequence[Any], named: Mapping[str, Any]
) -> tuple[Signature, list[Any]]:
    """The signature that takes the arguments, and what its implementation gets."""
    for signature in signatures:
        try:
            return signature, signature.bound(args, named)
        except Misfit as misfit:
            if len(signatures) == 1:
                raise misfit.make() from None
    # Where only one signature could be meant, PyTorch says what is wrong with that one.
    count = len(args) + len(named)
    plausible = [s for s in signatures if s.least <= count <= s.most]
    if len(plausible) == 1:
        try:
            plausible[0].bound(args, named)
        except Misfit as misfit:
            raise misfit.make() from None
    raise misfits.no_signature(name, [s.text for s in signatures], args, named)


def _of_method(text: str) -> str:
    """A function's signature without its first argument and without `out`."""
    parts = [part for part in text[1:-1].split(", ") if not part.endswith("out = None")][1:]
    if parts[-1:] == ["*"]:
        parts.pop()
    return f"({', '.join(parts)})"


def _remember(
    known: dict[tuple[type, ...], _Known],
    kinds: tuple[type, ...],
    implementation: Implementation,
    args: tuple[Any, ...],
    values: list[Any],
) -> None:
    """Keep what a call led to, if another one with arguments of these types must lead to it too."""
    if _tell(args, values):
        known[kinds] = implementation, values[len(args) :], False
    elif args and all(kind is int for kind in kinds) and values[:1] == [args]:
        known[kinds] = implementation, values[1:], True


def _tell(args: Sequence[Any], values: Sequence[Any]) -> bool:
    """Whether the types of the arguments alone decided what the function gets of them."""
    return len(args) <= len(values) and all(
        given is value and (type(given) in _TELLING or type(given) is Tensor)
        for given, value in zip(args, values, strict=False)
    )
