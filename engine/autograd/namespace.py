"""What a program reaches as `torch`: functions, types and constants by PyTorch's names.

`torch`, `torch.autograd`, `torch.autograd.functional` and `torch.nn.functional` are objects whose
attributes are exactly the names below; anything else raises Python's AttributeError in PyTorch's
words. Methods of tensors stand in `engine.autograd.methods.METHODS` and in the class `Tensor`.
"""

import math
from collections.abc import Callable
from typing import Any, Final

from engine.autograd import catalogue, dtypes, errors, functional, modes, optimisers
from engine.autograd.backward import backward, grad
from engine.autograd.custom.function import Function, FunctionContext, once_differentiable
from engine.autograd.device import Device, cuda_is_available
from engine.autograd.gradient_checks import gradcheck, gradgradcheck
from engine.autograd.methods import METHODS
from engine.autograd.operations import (
    data,
    old_constructors,
)
from engine.autograd.parameter import Parameter
from engine.autograd.size import Size
from engine.autograd.tensor import Tensor


class Module:
    """A module of torch: its members are its attributes."""

    def __init__(self, path: str, members: dict[str, Any]) -> None:
        self.__name__ = path
        self.__dict__.update(members)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"module '{self.__name__}' has no attribute '{name}'")


def is_tensor(obj: Any) -> bool:
    """Whether something is a tensor."""
    return isinstance(obj, Tensor)


def _of_tensor(name: str) -> Callable[..., Any]:
    """A method as a function of torch, which says so if its first argument is no tensor."""
    method = METHODS[name]

    def function(input: Any, *args: Any, **options: Any) -> Any:
        if not isinstance(input, Tensor):
            raise errors.not_a_tensor(name, "input", 1, input)
        return method(input, *args, **options)

    function.__name__ = name
    function.__doc__ = method.__doc__
    return function


_AUTOGRAD: Final = Module(
    "torch.autograd",
    {
        "backward": backward,
        "grad": grad,
        "Variable": old_constructors.variable,
        "no_grad": modes.no_grad,
        "enable_grad": modes.enable_grad,
        "set_grad_enabled": modes.set_grad_enabled,
        "functional": Module(
            "torch.autograd.functional",
            {name: getattr(functional, name) for name in functional.__all__},
        ),
        "gradcheck": gradcheck,
        "gradgradcheck": gradgradcheck,
        "Function": Function,
        "function": Module(
            "torch.autograd.function",
            {
                "Function": Function,
                "FunctionCtx": FunctionContext,
                "once_differentiable": once_differentiable,
            },
        ),
    },
)
_OPTIM: Final = Module(
    "torch.optim",
    {name: getattr(optimisers, name) for name in optimisers.__all__},
)
_NN: Final = Module(
    "torch.nn",
    {
        "Parameter": Parameter,
        "functional": Module(
            "torch.nn.functional",
            {
                **{name: _of_tensor(name) for name in ("sigmoid", "tanh")},
                **catalogue.FUNCTIONAL,
            },
        ),
    },
)
_DTYPES: Final = {
    **{dtype.name: dtype for dtype in dtypes.ALL},
    "float": dtypes.float32,
    "double": dtypes.float64,
    "half": dtypes.float16,
    "long": dtypes.int64,
    "int": dtypes.int32,
    "short": dtypes.int16,
}

torch: Final = Module(
    "torch",
    {
        **_DTYPES,
        "is_floating_point": _of_tensor("is_floating_point"),
        **catalogue.TORCH,
        "tensor": data.tensor,
        "as_tensor": data.as_tensor,
        "Tensor": old_constructors.legacy_constructor(dtypes.float32),
        **{
            f"{dtype.title}Tensor": old_constructors.legacy_constructor(dtype)
            for dtype in dtypes.ALL
        },
        "Size": Size,
        "device": Device,
        "cuda": Module("torch.cuda", {"is_available": cuda_is_available}),
        "detach": Tensor.detach,
        "is_tensor": is_tensor,
        "no_grad": modes.no_grad,
        "enable_grad": modes.enable_grad,
        "set_grad_enabled": modes.set_grad_enabled,
        "is_grad_enabled": modes.is_grad_enabled,
        "autograd": _AUTOGRAD,
        "nn": _NN,
        "optim": _OPTIM,
        "pi": math.pi,
        "e": math.e,
        "inf": math.inf,
        "nan": math.nan,
    },
)
