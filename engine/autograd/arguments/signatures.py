"""One form in which a function can be called."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from engine.autograd.arguments.parameters import INTEGERS, Parameter, shown
from engine.autograd.errors import arguments as misfits

Implementation: TypeAlias = Callable[..., Any]
_ALSO_CALLED: Final = {
    "dim": ("axis",),
    "keepdim": ("keepdims",),
    "input": ("x", "a", "x1"),
    "other": ("x2",),
}
"""NumPy's names of parameters, which PyTorch understands."""


class Misfit(Exception):
    """A signature does not take the arguments.

    Attributes:
        make: builds the error that says why, which is wanted only if no other signature fits.
    """

    def __init__(self, make: Callable[[], TypeError]) -> None:
        self.make = make


class Signature:
    """The parameters of one form of a function, and what computes it.

    Attributes:
        text: as PyTorch prints it.
        least: how many arguments it needs.
        most: how many it has, those given by name included.
        implementation: takes the values of all parameters by position, but for `out`, devices and
            memory layouts.
    """

    __slots__ = (
        "_function", "_parameters", "_positional", "_spreads", "implementation",
        "least", "most", "text",
    )  # fmt: skip

    def __init__(self, function: str, text: str, implementation: Implementation) -> None:
        """Read a signature.

        Args:
            function: the function's name.
            text: parameters as PyTorch prints them: `(Tensor input, int dim, *, Tensor out = None)`.
            implementation: what computes it.
        """
        self._function = function
        self.text = shown(text)
        self.implementation = implementation
        found: list[Parameter] = []
        keyword_only = False
        for part in [part for part in text[1:-1].split(", ") if part]:
            if part == "*":
                keyword_only = True
            else:
                found.append(Parameter(part, keyword_only=keyword_only))
        self._parameters = found
        self._positional = sum(not parameter.keyword_only for parameter in found)
        # Sizes that stand alone may be given one by one.
        self._spreads = self._positional == 1 and found[0].kind == INTEGERS
        self.least = sum(not parameter.optional for parameter in found)
        self.most = len(found)

    @property
    def bare(self) -> bool:
        """Whether it has no parameters at all."""
        return not self._parameters

    def bound(self, args: Sequence[Any], named: Mapping[str, Any]) -> list[Any]:
        """The values of all parameters in order.

        Args:
            args: what was given by position.
            named: what was given by name.

        Raises:
            Misfit: when they do not fit.
            TypeError: for lists that begin well and go on otherwise.
        """
        if self._spreads and args and not self._parameters[0].takes(args[0], 0):
            args = (self._spread(self._parameters[0], args),)
        if len(args) > self._positional:
            self._refuse_surplus(len(args))
        values: list[Any] = []
        used = 0
        for number, parameter in enumerate(self._parameters):
            value = None
            if number < len(args):
                value = self._accepted(parameter, number, args[number], number + 1)
            else:
                name = _given_name(parameter.name, named)
                if name is not None:
                    used += 1
                    value = self._accepted(parameter, number, named[name], None)
                elif not parameter.optional:
                    self._refuse_gap(number)
            value = parameter.converted(self._function, value)
            if parameter.handed_on:
                values.append(value)
        if used < len(named):
            raise Misfit(lambda: self._surplus_keyword(len(args), named))
        return values

    def _accepted(self, parameter: Parameter, number: int, value: Any, position: int | None) -> Any:
        if not parameter.takes(value, number):
            self._refuse_value(parameter, value, position)
        return value

    def _spread(self, parameter: Parameter, args: Sequence[Any]) -> tuple[Any, ...]:
        """All arguments as the one list of sizes."""
        if not parameter.takes(tuple(args), 0):
            if len(args) > 1:
                self._refuse_surplus(len(args))
            self._refuse_value(parameter, args[0], 1)
        return tuple(args)

    def _refuse_surplus(self, given: int) -> None:
        # PyTorch counts required keywords among the least, so that it can say "from 1 to 0".
        least = self.least
        raise Misfit(lambda: misfits.too_many(self._function, least, self._positional, given))

    def _refuse_gap(self, number: int) -> None:
        names = [p.name for p in self._parameters[number:] if not p.optional]
        raise Misfit(lambda: misfits.missing(self._function, names))

    def _refuse_value(self, parameter: Parameter, value: Any, position: int | None) -> None:
        about = (self._function, parameter.name, position, parameter.kind)
        listed = parameter.kind == INTEGERS and isinstance(value, list | tuple)
        if listed and position is not None:
            raise Misfit(lambda: misfits.wrong_element(*about, value[0]))
        raise Misfit(lambda: misfits.wrong_kind(*about, value))

    def _surplus_keyword(self, given: int, named: Mapping[str, Any]) -> TypeError:
        names = [parameter.name for parameter in self._parameters]
        for name in named:
            if name not in names:
                return misfits.unknown(self._function, name)
            if names.index(name) < given:
                return misfits.twice(self._function, name)
        return TypeError("invalid keyword arguments")


def _given_name(name: str, named: Mapping[str, Any]) -> str | None:
    if name in named:
        return name
    for other in _ALSO_CALLED.get(name, ()):
        if other in named:
            return other
    return None
