"""Calls with PyTorch's rules: which arguments a function takes, and what it says of others.

A function is declared by the texts in which PyTorch itself shows its signatures:

    Function("prod", {
        "(Tensor input, *, torch.dtype dtype = None)": prod_of_all,
        "(Tensor input, int dim, bool keepdim = False, *, torch.dtype dtype = None)": prod_along,
    })

Two marks that PyTorch does not show are added: `?` behind a type accepts None, and `tuple of ints1`
accepts a single number too. The signatures are tried in order. The method of the same name takes
the same arguments but for the first, which is the tensor.
"""

import ast
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from engine.autograd import complaints
from engine.autograd.dtypes import DType, bool_, float64, int64
from engine.autograd.errors import Unsupported
from engine.autograd.tensor import Tensor

Implementation = Callable[..., Any]

_ALSO_CALLED: Final = {
    "dim": ("axis",),
    "keepdim": ("keepdims",),
    "input": ("x", "a", "x1"),
    "other": ("x2",),
}
"""NumPy's names of arguments, which PyTorch understands."""

_TYPES_OF_PYTHON: Final[dict[Any, DType]] = {float: float64, int: int64, bool: bool_}


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) or (
        isinstance(value, Tensor) and value.array.ndim == 0 and not value.requires_grad
    )


def _is_int(value: Any) -> bool:
    if isinstance(value, Tensor):
        return value.array.ndim == 0 and value.array.dtype.kind in "iu"
    return isinstance(value, int) and not isinstance(value, bool)


def _is_ints(value: Any) -> bool:
    return isinstance(value, tuple | list) and (not value or _is_int(value[0]))


_ACCEPTS: Final[dict[str, Callable[[Any], bool]]] = {
    "Tensor": lambda value: isinstance(value, Tensor),
    "Tensor or Number": lambda value: isinstance(value, Tensor | int | float),
    "Number": _is_number,
    "float": _is_number,
    "int": _is_int,
    "tuple of ints": _is_ints,
    "tuple of ints1": lambda value: _is_ints(value) or _is_int(value),
    "bool": lambda value: isinstance(value, bool),
    "str": lambda value: isinstance(value, str),
    "torch.dtype": lambda value: isinstance(value, DType) or value in _TYPES_OF_PYTHON,
}


class Parameter:
    """One argument of a signature.

    Attributes:
        name: its name.
        kind: its type, as messages say it.
        optional: whether it may be left out.
        default: what it is then.
        keyword_only: whether it can only be given by name.
    """

    __slots__ = ("_accepts", "_nullable", "default", "keyword_only", "kind", "name", "optional")

    def __init__(self, text: str, *, keyword_only: bool) -> None:
        """Read it from a text such as `bool keepdim = False`."""
        declared, _, default = text.partition(" = ")
        kind, _, self.name = declared.rpartition(" ")
        self.optional = bool(default)
        self.default = ast.literal_eval(default) if default else None
        self._nullable = kind.endswith("?") or default == "None"
        kind = kind.removesuffix("?")
        self._accepts = _ACCEPTS[kind]
        self.kind = shown(kind)
        self.keyword_only = keyword_only

    def accepts(self, value: Any) -> bool:
        """Whether a value is of its type."""
        return (value is None and self._nullable) or self._accepts(value)

    def converted(self, value: Any) -> Any:
        """An accepted value as the engine computes with it."""
        if isinstance(value, Tensor):
            return value if self.kind == "Tensor" else value.array.item()
        if self.kind == "torch.dtype" and not isinstance(value, DType):
            return _TYPES_OF_PYTHON.get(value)
        return value


def shown(text: str) -> str:
    """A declaration as PyTorch prints it, without our marks."""
    return text.replace("?", "").replace("ints1", "ints").replace("Tensor or Number", "Tensor")


class Signature:
    """One way to call a function.

    Attributes:
        text: as PyTorch prints it.
        parameters: its arguments, those given by name only at the end.
        positional: how many may be given by position.
        fewest: how many must be given.
    """

    __slots__ = ("_function", "fewest", "implementation", "parameters", "positional", "text")

    def __init__(self, function: str, text: str, implementation: Implementation) -> None:
        """Read it from its text."""
        self._function = function
        self.text = shown(text)
        self.implementation = implementation
        found: list[Parameter] = []
        keyword_only = False
        for part in [part for part in text.strip("()").split(", ") if part]:
            if part == "*":
                keyword_only = True
            else:
                found.append(Parameter(part, keyword_only=keyword_only))
        self.parameters = tuple(found)
        self.positional = sum(not parameter.keyword_only for parameter in found)
        self.fewest = sum(not parameter.optional for parameter in found)

    def bound(
        self, args: Sequence[Any], named: Mapping[str, Any], *, complain: bool
    ) -> list[Any] | None:
        """The values of all parameters in order; None where the arguments do not fit.

        Args:
            args: what was given by position.
            named: what was given by name.
            complain: whether to raise in place of giving None.

        Raises:
            TypeError: in PyTorch's words.
        """
        if len(args) > self.positional:
            return self._refuse(complain, complaints.too_many, self, len(args))
        values: list[Any] = []
        used = 0
        for place, parameter in enumerate(self.parameters):
            if place < len(args):
                value = args[place]
            else:
                name = _given_name(parameter.name, named)
                if name is None:
                    if not parameter.optional:
                        return self._refuse(complain, complaints.missing, self, place)
                    values.append(parameter.default)
                    continue
                used += 1
                value = named[name]
            if not parameter.accepts(value):
                position = place + 1 if place < len(args) else 0
                return self._refuse(complain, complaints.wrong_type, parameter, position, value)
            values.append(parameter.converted(value))
        if used < len(named):
            return self._refuse(complain, complaints.unexpected, self, len(args), named)
        return values

    def _refuse(
        self, complain: bool, complaint: Callable[..., TypeError], *about: Any
    ) -> list[Any] | None:
        if complain:
            raise complaint(self._function, *about)
        return None

    def call(self, values: list[Any]) -> Any:
        """Compute with bound values."""
        if self.parameters and self.parameters[-1].name == "out" and values.pop() is not None:
            raise Unsupported(f"{self._function}(out=...)")
        return self.implementation(*values)


def _given_name(name: str, named: Mapping[str, Any]) -> str | None:
    if name in named:
        return name
    for other in _ALSO_CALLED.get(name, ()):
        if other in named:
            return other
    return None


class Function:
    """A function of torch with all its signatures, and the method of the same name."""

    __slots__ = ("_of_one", "_of_self", "_signatures", "name")

    def __init__(self, name: str, overloads: Mapping[str, Implementation]) -> None:
        """Declare one.

        Args:
            name: its name in messages.
            overloads: PyTorch's text of each signature, in the order in which they are tried,
                and what computes it from the values of all parameters but `out`.
        """
        self.name = name
        self._signatures = [Signature(name, text, f) for text, f in overloads.items()]
        self._of_self = [Signature(name, _of_method(text), f) for text, f in overloads.items()]
        self._of_one = _for_one_tensor(self._signatures)

    def function(self) -> Callable[..., Any]:
        """What stands under its name in a module."""

        def function(*args: Any, **named: Any) -> Any:
            if (
                self._of_one is not None
                and len(args) == 1
                and not named
                and isinstance(args[0], Tensor)
            ):
                return self._of_one(args[0])
            return self._chosen(self._signatures, args, named, ())

        function.__name__ = self.name
        function.__doc__ = f"`torch.{self.name}`."
        return function

    def method(self) -> Callable[..., Any]:
        """What stands under its name in the class Tensor."""

        def method(tensor: Tensor, /, *args: Any, **named: Any) -> Any:
            if self._of_one is not None and not args and not named:
                return self._of_one(tensor)
            return self._chosen(self._of_self, args, named, (tensor,))

        method.__name__ = self.name
        method.__doc__ = f"`Tensor.{self.name}`."
        return method

    def _chosen(
        self,
        signatures: list[Signature],
        args: tuple[Any, ...],
        named: Mapping[str, Any],
        first: tuple[Any, ...],
    ) -> Any:
        if first and not any(signature.parameters for signature in signatures):
            raise complaints.takes_nothing(self.name, args)
        alone = len(signatures) == 1
        for signature in signatures:
            values = signature.bound(args, named, complain=alone)
            if values is not None:
                return signature.call([*first, *values])
        # Where only one signature could be meant, PyTorch says what is wrong with that one.
        count = len(args) + len(named)
        plausible = [s for s in signatures if s.fewest <= count <= len(s.parameters)]
        if len(plausible) == 1:
            plausible[0].bound(args, named, complain=True)
        raise complaints.no_signature(self.name, args, named, [s.text for s in signatures])


def _of_method(text: str) -> str:
    """A function's signature without its first argument and without `out`."""
    parts = [part for part in text.strip("()").split(", ") if not part.endswith("out = None")][1:]
    if parts[-1:] == ["*"]:
        parts.pop()
    return f"({', '.join(parts)})"


def _for_one_tensor(signatures: list[Signature]) -> Callable[[Tensor], Any] | None:
    """What computes a call with one tensor and nothing else, which is the most frequent."""
    for signature in signatures:
        if signature.fewest == 1 and signature.parameters[0].kind == "Tensor":
            defaults = [parameter.default for parameter in signature.parameters[1:]]

            def of_one(
                tensor: Tensor, signature: Signature = signature, defaults: list[Any] = defaults
            ) -> Any:
                return signature.call([tensor, *defaults])

            return of_one
    return None
