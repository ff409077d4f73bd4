"""What is left of old PyTorch's constructors: `FloatTensor` and its like, and `Variable`."""

import math
from typing import Any, Final

import numpy as np

from engine.autograd import errors
from engine.autograd.context import current
from engine.autograd.dtypes import DType
from engine.autograd.errors import legacy as legacy_errors
from engine.autograd.operations.data import array_of
from engine.autograd.size import Size
from engine.autograd.tensor import Tensor

_VARIABLE: Final = ("data", "requires_grad", "volatile")
_TYPES: Final[dict[Any, DType]] = {}


def legacy_constructor(dtype: DType) -> Any:
    """The constructor `torch.FloatTensor` and its like: data, or sizes of a tensor to be filled.

    Args:
        dtype: the type that it makes.
    """

    def function(*args: Any, **named: Any) -> Tensor:
        if named:
            raise legacy_errors.legacy_keywords(args, named)
        if len(args) == 1 and isinstance(args[0], Tensor):
            if args[0].dtype is not dtype:
                raise TypeError(legacy_errors.OLD_TYPE.format(dtype.c_name, args[0].dtype.c_name))
            return args[0].detach()
        if len(args) == 1 and isinstance(args[0], list | tuple | range):
            if not isinstance(args[0], Size):
                return Tensor(array_of(list(args[0]), dtype))
            args = args[0]
        _check_sizes(args)
        current().allow(math.prod(args))
        return Tensor(np.zeros(args or (0,), dtype.numpy))

    function.__name__ = f"{dtype.title}Tensor"
    _TYPES[function] = dtype
    return function


def constructed_by(constructor: Any) -> DType | None:
    """The type that an old constructor makes; None for what is none."""
    return _TYPES.get(constructor)


def _check_sizes(args: tuple[Any, ...]) -> None:
    for place, size in enumerate(args):
        if isinstance(size, int) and not isinstance(size, bool):
            continue
        if place == 0 and len(args) > 1:
            raise legacy_errors.no_old_constructor(args)
        if place > 0:
            raise TypeError(legacy_errors.OLD_SIZE.format(place + 1, type(size).__name__))
        if isinstance(size, str):
            raise TypeError("new(): invalid data type 'str'")
        raise TypeError(f"new(): data must be a sequence (got {type(size).__name__})")
    for size in args:
        if size < 0:
            shape = errors.sizes(args)
            raise RuntimeError(f"Trying to create tensor with negative dimension {size}: {shape}")


def variable(*args: Any, **named: Any) -> Tensor:
    """What is left of `torch.autograd.Variable`: the tensor itself as a new leaf.

    Args:
        *args: `data`, a tensor, which keeps its memory; then `requires_grad`.
        **named: the same by name; `volatile` has no effect but a warning.

    Raises:
        TypeError: for data that is no tensor.
        ValueError: for `volatile` together with `requires_grad`.
        RuntimeError: for integers that are to require gradients.
    """
    given = dict(zip(_VARIABLE, args, strict=False))
    for name, value in named.items():
        if name not in _VARIABLE:
            raise TypeError(f"'{name}' is an invalid keyword argument for this function")
        given[name] = value
    data, requires_grad = given.get("data"), bool(given.get("requires_grad", False))
    if given.get("volatile"):
        current().warn(legacy_errors.VOLATILE_WARNING)
        if requires_grad:
            raise ValueError(legacy_errors.VOLATILE_WITH_GRADIENT)
    if data is None:
        data = Tensor(np.zeros(0, np.float32))
    if not isinstance(data, Tensor):
        raise TypeError(errors.DATA_IS_NO_TENSOR.format(type(data).__name__))
    if requires_grad and not data.dtype.is_floating_point:
        raise RuntimeError(errors.FLOATING_CREATION)
    return data.detach().requires_grad_(requires_grad)
