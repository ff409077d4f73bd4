"""Other types of elements, what is written over whole tensors, and Python's numbers back."""

from collections.abc import Callable
from typing import Any, Final

from engine.autograd import dtypes
from engine.autograd.arguments import Function
from engine.autograd.dtypes import DType, promoted
from engine.autograd.operations import casts, data, fillings, memory, old_constructors, promotion
from engine.autograd.operations.numbers import number_within
from engine.autograd.operations.shapes import contiguous
from engine.autograd.tensor import Tensor

_MORE: Final = (
    "bool non_blocking = False, bool copy = False, *, torch.memory_format memory_format = None"
)
_FORMAT: Final = "*, torch.memory_format memory_format = None"


def _converted(input: Tensor, dtype: DType | None, non_blocking: bool, copy: bool) -> Tensor:
    del non_blocking  # there is one device, so nothing to wait for
    if dtype is None or dtype is input.dtype:
        if not copy:
            return input
        # A copy that was asked for is recorded as a conversion even into the same type.
        return casts.copied(input)
    return casts.to_dtype(input, dtype)


def _as_other(input: Tensor, other: Tensor, non_blocking: bool, copy: bool) -> Tensor:
    return _converted(input, other.dtype, non_blocking, copy)


def _casting(name: str, dtype: DType) -> Function:
    return Function(
        name, {f"(Tensor input, {_FORMAT})": lambda tensor: casts.to_dtype(tensor, dtype)}
    )


def _type(self: Tensor, dtype: Any = None) -> Any:
    """The name of a tensor's type, or the tensor in another one.

    Raises:
        ValueError: for a name that is none.
        TypeError: for what names no type.
    """
    if dtype is None:
        return f"torch.{self.dtype.title}Tensor"
    if isinstance(dtype, str):
        if dtype not in _BY_NAME:
            raise ValueError(f"invalid type: '{dtype}'")
        return casts.to_dtype(self, _BY_NAME[dtype])
    kind = old_constructors.constructed_by(dtype) if callable(dtype) else dtype
    if not isinstance(kind, DType):
        raise TypeError("dtype must be a type, str, or dtype object")
    return casts.to_dtype(self, kind)


_type.__name__ = "type"
_BY_NAME: Final = {f"torch.{dtype.title}Tensor": dtype for dtype in dtypes.ALL}


def _type_as(input: Tensor, other: Tensor) -> Tensor:
    return casts.to_dtype(input, other.dtype)


def _filled(input: Tensor, value: Any) -> Tensor:
    if not isinstance(value, Tensor):
        value = number_within(value, input.dtype)
    return fillings.fill_(input, value)


def _copied(input: Tensor, other: Any, non_blocking: bool) -> Tensor:
    source = other if isinstance(other, Tensor) else data.tensor(other)
    return fillings.copy_(input, source, non_blocking)


_METHODS: Final = (
    Function(
        "to",
        {
            "(Tensor input, torch.device device = None, torch.dtype dtype = None, "
            f"{_MORE})": _converted,
            f"(Tensor input, torch.dtype dtype, {_MORE})": _converted,
            f"(Tensor input, Tensor tensor, {_MORE})": _as_other,
        },
    ),
    *(
        _casting(name, dtype)
        for name, dtype in (
            ("float", dtypes.float32), ("double", dtypes.float64), ("half", dtypes.float16),
            ("long", dtypes.int64), ("int", dtypes.int32), ("short", dtypes.int16),
            ("char", dtypes.int8), ("byte", dtypes.uint8), ("bool", dtypes.bool_),
        )
    ),
    Function("type_as", {"(Tensor input, Tensor other)": _type_as}),
    Function("contiguous", {f"(Tensor input, {_FORMAT})": contiguous}),
    Function("zero_", {"(Tensor input)": fillings.zero_}),
    Function(
        "fill_", {"(Tensor input, Tensor value)": _filled, "(Tensor input, Number value)": _filled}
    ),
    Function(
        "copy_",
        {"(Tensor input, Tensor or Number other, bool non_blocking = False)": _copied},
    ),
    Function("item", {"(Tensor input)": data.item}),
    Function("tolist", {"(Tensor input)": data.tolist}),
)  # fmt: skip
_RESULT_TYPE: Final = (
    "(Tensor tensor, Tensor other)",
    "(Number scalar, Tensor tensor)",
    "(Tensor tensor, Number other)",
    "(Number scalar1, Number scalar2)",
)
_CLONE: Final = Function("clone", {f"(Tensor input, {_FORMAT})": memory.clone})
_FUNCTIONS: Final = (
    Function("result_type", dict.fromkeys(_RESULT_TYPE, promotion.common_type)),
    Function("promote_types", {"(torch.dtype type1, torch.dtype type2)": promoted}),
    _CLONE,
)

METHODS: Final[dict[str, Callable[..., Any]]] = {
    **{function.name: function.method() for function in _METHODS},
    "clone": _CLONE.method(),
    "type": _type,
}
TORCH: Final[dict[str, Callable[..., Any]]] = {
    function.name: function.function() for function in _FUNCTIONS
}
