"""Tensors made from sizes and numbers."""

from collections.abc import Callable
from typing import Any, Final

import numpy as np

from engine.autograd.arguments import Function
from engine.autograd.dtypes import DType
from engine.autograd.errors import Unsupported
from engine.autograd.operations import creation, data, ranges
from engine.autograd.tensor import Tensor

# The marks stand behind the types that take None.
_OPTIONS: Final = (
    ", torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, "
    "bool? pin_memory = False, bool? requires_grad = False"
)
_OUT: Final = ", *, Tensor out = None"
_DRAWN: Final = ", *, torch.Generator generator"
_LIKE: Final = ", *, torch.memory_format memory_format = None"


def _from_own_generator(*_: Any) -> Tensor:
    raise Unsupported("random numbers from a generator of one's own")


def _up_to(end: Any, *options: Any) -> Tensor:
    return ranges.arange(0, end, 1, *options)


def _from_to(start: Any, end: Any, *options: Any) -> Tensor:
    return ranges.arange(start, end, 1, *options)


def _between_tensors(*_: Any) -> Tensor:
    raise Unsupported("linspace between tensors with dimensions")


def _between(start: Any, end: Any, steps: int, *options: Any) -> Tensor:
    for bound in (start, end):
        if isinstance(bound, Tensor) and (bound.ndim or bound.requires_grad):
            return _between_tensors()
    first, last = (
        bound.array.item() if isinstance(bound, Tensor) else bound for bound in (start, end)
    )
    return ranges.linspace(first, last, steps, *options)


def _square(n: int, *options: Any) -> Tensor:
    return creation.eye(n, None, *options)


def _sized(name: str, make: creation.Maker) -> Function:
    return Function(name, {f"(tuple of ints size{_OUT}{_OPTIONS})": creation.of_size(name, make)})


def _drawn(name: str, make: creation.Maker) -> Function:
    return Function(
        name,
        {
            f"(tuple of ints size{_DRAWN}, Tensor out = None{_OPTIONS})": _from_own_generator,
            f"(tuple of ints size{_OUT}{_OPTIONS})": creation.of_size(name, make),
        },
    )


def _like(name: str, make: creation.Maker) -> Function:
    return Function(name, {f"(Tensor input{_LIKE}{_OPTIONS})": creation.of_tensor(make)})


def _of_receiver(name: str, make: creation.Maker) -> Function:
    return Function(
        name, {f"(Tensor self, tuple of ints size, *{_OPTIONS})": creation.of_receiver(make)}
    )


def new_tensor(
    self: Tensor, values: Any, *, dtype: DType | None = None, requires_grad: bool = False
) -> Tensor:
    """A new leaf from numbers, in the receiver's type unless one is given."""
    return data.tensor(values, dtype=dtype or self.dtype, requires_grad=requires_grad)


_FUNCTIONS: Final = (
    _sized("zeros", np.zeros),
    _sized("ones", np.ones),
    # PyTorch promises no values here, so zeros are as good as any.
    _sized("empty", np.zeros),
    _drawn("rand", creation.uniform),
    _drawn("randn", creation.normal),
    _like("zeros_like", np.zeros),
    _like("ones_like", np.ones),
    _like("empty_like", np.zeros),
    _like("rand_like", creation.uniform),
    _like("randn_like", creation.normal),
    Function("full", {f"(tuple of ints size, Number fill_value{_OUT}{_OPTIONS})": creation.full}),
    Function(
        "full_like", {f"(Tensor input, Number fill_value{_LIKE}{_OPTIONS})": creation.full_like}
    ),
    Function(
        "arange",
        {
            f"(Number end{_OUT}{_OPTIONS})": _up_to,
            f"(Number start, Number end, *{_OPTIONS})": _from_to,
            f"(Number start, Number end, Number step = 1{_OUT}{_OPTIONS})": ranges.arange,
        },
    ),
    Function(
        "linspace",
        {
            f"({start} start, {end} end, int steps{_OUT}{_OPTIONS})": _between
            for start, end in (
                ("Tensor", "Tensor"),
                ("Number", "Tensor"),
                ("Tensor", "Number"),
                ("Number", "Number"),
            )
        },
    ),
    Function(
        "eye",
        {f"(int n{_OUT}{_OPTIONS})": _square, f"(int n, int m{_OUT}{_OPTIONS})": creation.eye},
    ),
)
_NEW: Final = (
    _of_receiver("new_zeros", np.zeros),
    _of_receiver("new_ones", np.ones),
    _of_receiver("new_empty", np.zeros),
    Function(
        "new_full",
        {f"(Tensor self, tuple of ints size, Number fill_value, *{_OPTIONS})": creation.new_full},
    ),
)

METHODS: Final[dict[str, Callable[..., Any]]] = {
    **{function.name: function.method() for function in _NEW},
    "new_tensor": new_tensor,
}
TORCH: Final[dict[str, Callable[..., Any]]] = {
    **{function.name: function.function() for function in _FUNCTIONS},
    "get_default_dtype": creation.get_default_dtype,
}
