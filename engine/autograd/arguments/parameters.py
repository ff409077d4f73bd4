"""One parameter of a PyTorch function: what it takes, and what it hands on."""

import ast
from collections.abc import Callable, Sequence
from typing import Any, Final

from engine.autograd import dtypes
from engine.autograd.batch.alignment import NUMBERS
from engine.autograd.device import Device, require_cpu
from engine.autograd.dtypes import DType
from engine.autograd.errors import Unsupported
from engine.autograd.tensor import Tensor


def is_index(value: Any) -> bool:
    """Whether a value counts as an integer: an int, or a 0-d tensor of integers; never a bool."""
    if isinstance(value, Tensor):
        return value.array.ndim == 0 and value.array.dtype.kind in "iu"
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: Any) -> bool:
    if isinstance(value, Tensor):
        return value.array.ndim == 0 and not value.requires_grad
    return isinstance(value, int | float | complex) or type(value) in NUMBERS


def _is_real(value: Any) -> bool:
    return _is_number(value) and not isinstance(value, complex)


def _is_integers(value: Any) -> bool:
    # PyTorch looks at the first one only, and complains of the others when it unpacks them.
    return isinstance(value, list | tuple) and (not value or is_index(value[0]))


_TYPES_OF_PYTHON: Final = {float: dtypes.float64, int: dtypes.int64, bool: dtypes.bool_}
INTEGERS: Final = "tuple of ints"
TENSORS: Final = "tuple of Tensors"
_CHECKS: Final[dict[str, Callable[[Any], bool]]] = {
    "Tensor": lambda value: isinstance(value, Tensor),
    "Tensor or Number": lambda value: isinstance(value, Tensor | int | float),
    "Number": _is_number,
    "int": is_index,
    "float": _is_real,
    "bool": lambda value: isinstance(value, bool),
    "str": lambda value: isinstance(value, str),
    INTEGERS: _is_integers,
    INTEGERS + "1": lambda value: _is_integers(value) or is_index(value),
    TENSORS: lambda value: isinstance(value, list | tuple),
    "torch.dtype": lambda value: isinstance(value, DType) or value in (float, int, bool),
    "torch.device": lambda value: isinstance(value, str | Device) or is_index(value),
    "torch.layout": lambda _: False,
    "torch.memory_format": lambda _: False,
    "torch.Generator": lambda _: False,
}
_NOT_HANDED_ON: Final = frozenset(
    {"torch.device", "torch.layout", "torch.memory_format", "torch.Generator"}
)


def shown(text: str) -> str:
    """A declaration as PyTorch prints it, without our marks."""
    return text.replace("?", "").replace("ints1", "ints").replace("Tensor or Number", "Tensor")


class Parameter:
    """A parameter as a signature's text spells it.

    Attributes:
        name: its name.
        kind: what it takes, as messages say it.
        optional: whether it may be left out.
        default: what it is then.
        keyword_only: whether it can be given by name only.
        handed_on: whether the function gets it; the rest is checked here once for all.
    """

    __slots__ = (
        "_check", "_nullable", "default", "handed_on", "keyword_only", "kind", "name", "optional",
    )  # fmt: skip

    def __init__(self, text: str, *, keyword_only: bool) -> None:
        """Read one parameter.

        Args:
            text: such as `bool keepdim = False`; `?` behind the type lets None pass, `tuple of
                ints1` one int.
            keyword_only: whether it stands behind the star.
        """
        declared, equals, default = text.partition(" = ")
        kind, _, self.name = declared.rpartition(" ")
        self.optional = bool(equals)
        self.default = ast.literal_eval(default) if default else None
        self._nullable = kind.endswith("?") or default == "None"
        kind = kind.removesuffix("?")
        self._check = _CHECKS[kind]
        self.kind = shown(kind)
        self.keyword_only = keyword_only
        self.handed_on = kind not in _NOT_HANDED_ON and self.name != "out"

    def takes(self, value: Any, place: int) -> bool:
        """Whether a value may stand here.

        Args:
            value: any value.
            place: which parameter this is, counted from 0.

        Raises:
            TypeError: for a list that holds something else than tensors.
        """
        if value is None:
            return self._nullable
        if not self._check(value):
            return False
        if self.kind == TENSORS:
            _require_tensors(value, place)
        return True

    def converted(self, function: str, value: Any) -> Any:
        """An accepted value as the function computes with it.

        Raises:
            TypeError: for a list of sizes with something else further back.
            Unsupported: for memory to write to, for devices and complex numbers.
        """
        if value is None:
            return self.default
        if self.name == "out":
            raise Unsupported(f"{function}() with out=")
        if self.kind == "torch.device":
            require_cpu(value)
        if isinstance(value, complex):
            raise Unsupported("complex numbers")
        if self.kind == INTEGERS and isinstance(value, list | tuple):
            return _integers(function, self.name, value)
        if isinstance(value, Tensor):
            return value if self.kind == "Tensor" else value.array.item()
        if self.kind == "torch.dtype" and not isinstance(value, DType):
            return _TYPES_OF_PYTHON[value]
        return value


def _require_tensors(values: Sequence[Any], place: int) -> None:
    for index, value in enumerate(values):
        if not isinstance(value, Tensor):
            raise TypeError(
                f"expected Tensor as element {index} in argument {place}, but got "
                f"{type(value).__name__}"
            )


def _integers(function: str, name: str, values: Sequence[Any]) -> tuple[int, ...]:
    for place, item in enumerate(values, 1):
        if not (is_index(item) or isinstance(item, bool)):
            raise TypeError(
                f"{function}(): argument '{name}' failed to unpack the object at pos {place} with "
                f'error "type must be tuple of ints,but got {type(item).__name__}"'
            )
    return tuple(item.array.item() if isinstance(item, Tensor) else int(item) for item in values)
