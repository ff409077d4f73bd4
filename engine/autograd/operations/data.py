"""Tensors from Python's numbers and lists, and back."""

from typing import Any, Final

from engine.autograd import errors
from engine.autograd.batch import numbers_in, whole
from engine.autograd.context import current
from engine.autograd.default_type import default_type
from engine.autograd.device import require_cpu
from engine.autograd.dtypes import Array, DType, bool_, float64, int64, of, promoted
from engine.autograd.errors.arguments import missing, too_many, wrong_kind
from engine.autograd.operations.casts import to_dtype
from engine.autograd.operations.creation import finished
from engine.autograd.operations.numbers import number_within
from engine.autograd.tensor import Tensor

_MISSING: Final = object()
_OF_PYTHON: Final[dict[type, DType]] = {float: float64, int: int64, bool: bool_}


def tensor(
    data: Any = _MISSING,
    *surplus: Any,
    dtype: DType | None = None,
    requires_grad: bool = False,
    pin_memory: bool = False,
    device: object = None,
) -> Tensor:
    """A new leaf from numbers and nested lists of them; a tensor is copied without its history.

    Raises:
        ValueError: for lists of different lengths.
        TypeError: for what is no number.
        RuntimeError: for a gradient of integers or bool; for pinned memory.
    """
    if dtype is not None and type(dtype) is not DType:
        dtype = _type_named("tensor", dtype)
    if requires_grad not in (False, True, None):
        raise wrong_kind("tensor", "requires_grad", None, "bool", requires_grad)
    if surplus:
        raise too_many("tensor", 1, 1, 1 + len(surplus))
    if data is _MISSING:
        raise missing("tensor", ["data"])
    require_cpu(device)
    if isinstance(data, Tensor):
        current().warn(errors.COPY_CONSTRUCT_WARNING)
        array = data.array.copy() if dtype is None else data.array.astype(dtype.numpy)
        return finished(array, requires_grad, pin_memory)
    return finished(array_of(data, dtype), requires_grad, pin_memory)


def as_tensor(
    data: Any = _MISSING, *surplus: Any, dtype: DType | None = None, device: object = None
) -> Tensor:
    """A tensor as it is, or converted to a type, with its history; else a new one.

    Raises:
        TypeError: without data, and for what names no type.
    """
    if surplus:
        raise too_many("as_tensor", 1, 1, 1 + len(surplus))
    if data is _MISSING:
        raise missing("as_tensor", ["data"])
    if dtype is not None and type(dtype) is not DType:
        dtype = _type_named("as_tensor", dtype)
    require_cpu(device)
    if isinstance(data, Tensor):
        return data if dtype is None else to_dtype(data, dtype)
    return tensor(data, dtype=dtype, device=device)


def _type_named(function: str, value: Any) -> DType:
    """The type that one of Python's types stands for."""
    found = _OF_PYTHON.get(value) if isinstance(value, type) else None
    if found is None:
        raise wrong_kind(function, "dtype", None, "torch.dtype", value)
    return found


def array_of(data: Any, dtype: DType | None = None) -> Array:
    """The array of numbers and nested lists, in the type PyTorch infers unless one is given."""
    batch = whole(data)
    if batch is not None:
        current().allow(batch.size)
        usual = default_type() if batch.dtype.kind == "f" else _WHOLE[batch.dtype.kind]
        wanted = usual if dtype is None else dtype
        if batch.dtype is wanted.numpy:
            return batch  # type: ignore[no-any-return]
        if wanted is usual or wanted.is_floating_point:
            return batch.astype(wanted.numpy, copy=False)  # type: ignore[no-any-return]
    if isinstance(data, range):
        current().allow(len(data))
        data = list(data)
    shape = _shape_of(data)
    flat: list[Any] = []
    _collect(data, shape, 0, flat)
    current().allow(len(flat))
    wanted = _inferred(flat) if dtype is None else dtype
    _refuse_many(flat, wanted)
    numbers = [_number(item) for item in flat]
    kind = wanted.numpy.kind
    if kind in "iu" and any(isinstance(item, float) for item in numbers):
        numbers = [number_within(item, wanted, plain_name=True) for item in numbers]
    try:
        return numbers_in(numbers, wanted.numpy).reshape(shape)
    except OverflowError:
        if any(not -(2**63) <= item < 2**63 for item in numbers):
            raise ValueError("Overflow when unpacking long long") from None
        numbers = [number_within(item, wanted, plain_name=True) for item in numbers]
        return numbers_in(numbers, wanted.numpy).reshape(shape)


_WHOLE: Final = {"i": int64, "u": int64, "b": bool_}


def _shape_of(data: Any) -> tuple[int, ...]:
    shape: list[int] = []
    while isinstance(data, list | tuple):
        shape.append(len(data))
        if not data:
            break
        data = data[0]
    if isinstance(data, str) and shape:
        raise ValueError("too many dimensions 'str'")
    return tuple(shape)


def _collect(data: Any, shape: tuple[int, ...], depth: int, flat: list[Any]) -> None:
    if isinstance(data, Tensor):
        _collect_tensor(data, shape, depth, flat)
        return
    if not isinstance(data, list | tuple):
        if depth < len(shape):
            raise TypeError("not a sequence")
        flat.append(data)
        return
    if depth >= len(shape):
        kind = type(data).__name__
        if any(isinstance(item, float) for item in flat):
            raise TypeError(f"must be real number, not {kind}")
        raise TypeError(f"'{kind}' object cannot be interpreted as an integer")
    if len(data) != shape[depth]:
        raise ValueError(
            f"expected sequence of length {shape[depth]} at dim {depth} (got {len(data)})"
        )
    for item in data:
        _collect(item, shape, depth + 1, flat)


def _collect_tensor(data: Tensor, shape: tuple[int, ...], depth: int, flat: list[Any]) -> None:
    if depth < len(shape):
        raise TypeError("not a sequence")
    if data.array.size == 1 and data.requires_grad:
        current().warn(errors.SCALAR_CONVERSION_WARNING, once=True)
    flat.append(data)


def _refuse_many(flat: list[Any], wanted: DType) -> None:
    """Refuse tensors of several elements where numbers are wanted.

    Raises:
        TypeError: where integers are wanted.
        ValueError: where they are not.
    """
    for item in flat:
        if isinstance(item, Tensor) and item.array.size != 1:
            if wanted.is_floating_point:
                raise ValueError(errors.NUMBER_OF_MANY)
            raise TypeError(errors.INDEX_OF_MANY)


def _number(item: Any) -> Any:
    return item.array.item() if isinstance(item, Tensor) else item


def _inferred(flat: list[Any]) -> DType:
    found: DType | None = None
    for item in flat:
        if isinstance(item, bool):
            dtype = bool_
        elif isinstance(item, int):
            dtype = int64
        elif isinstance(item, float):
            dtype = default_type()
        elif isinstance(item, Tensor):
            dtype = of(item.array)
        elif isinstance(item, str):
            raise TypeError("new(): invalid data type 'str'")
        else:
            raise RuntimeError(  # noqa: TRY004 - PyTorch's own type
                f"Could not infer dtype of {type(item).__name__}"
            )
        found = dtype if found is None else promoted(found, dtype)
    return default_type() if found is None else found


def item(input: Tensor) -> Any:
    """The Python number of a tensor of one element.

    Raises:
        RuntimeError: for any other number of elements.
    """
    if input.array.size != 1:
        raise RuntimeError(errors.ITEM_OF_MANY.format(input.array.size))
    return input.array.item()


def tolist(input: Tensor) -> Any:
    """Nested lists of Python numbers; a number for a 0-d tensor."""
    return input.array.tolist()


def to_float(input: Tensor) -> float:
    """What `float(x)` gives.

    Raises:
        ValueError: for any number of elements but one.
    """
    return float(_only(input))


def to_int(input: Tensor) -> int:
    """What `int(x)` gives: cut off after the point.

    Raises:
        ValueError: for any number of elements but one.
    """
    return int(_only(input))


def to_index(input: Tensor) -> int:
    """What a tensor counts as where Python wants an index.

    Raises:
        TypeError: unless it is one integer.
    """
    if input.array.size != 1 or input.array.dtype.kind == "f":
        raise TypeError(errors.INDEX_OF_MANY)
    return int(input.array.item())


def to_bool(input: Tensor) -> bool:
    """What `if x` asks.

    Raises:
        RuntimeError: for any number of elements but one.
    """
    if input.array.size != 1:
        raise RuntimeError(errors.AMBIGUOUS_TRUTH if input.array.size else errors.EMPTY_TRUTH)
    return bool(input.array.item())


def length(input: Tensor) -> int:
    """The size of the first dimension.

    Raises:
        TypeError: for a 0-d tensor.
    """
    if input.array.ndim == 0:
        raise TypeError("len() of a 0-d tensor")
    return len(input.array)


def _only(input: Tensor) -> Any:
    if input.requires_grad:
        current().warn(errors.SCALAR_CONVERSION_WARNING, once=True)
    if input.array.size != 1:
        raise ValueError(errors.NUMBER_OF_MANY)
    return input.array.item()
