"""Activation functions and points at which their derivatives are tested."""

from collections.abc import Callable
from typing import Any, Final

from engine.autograd import namespace as torch

POINTS = [-1.7, -0.4, 0.3, 1.8]

_F = torch.nn.functional
_PLAIN: Final = (
    "relu", "leaky_relu", "elu", "selu", "celu", "silu", "mish", "relu6", "hardtanh", "softsign",
    "tanhshrink", "softplus", "gelu", "logsigmoid",
)  # fmt: skip
_IN_PLACE: Final = (
    "relu", "leaky_relu", "elu", "selu", "celu", "silu", "mish", "relu6", "hardtanh",
)  # fmt: skip


def _in_place(name: str) -> Callable[..., Any]:
    return lambda a: getattr(_F, name)(a * 1, inplace=True)


CASES: Final[dict[str, tuple[Callable[..., Any], list[Any]]]] = {
    **{name: (getattr(_F, name), [POINTS]) for name in _PLAIN},
    **{f"{name} in place": (_in_place(name), [POINTS]) for name in _IN_PLACE},
    "leaky_relu with a slope": (lambda a: _F.leaky_relu(a, 0.3), [POINTS]),
    "elu with alpha": (lambda a: _F.elu(a, 2.5), [POINTS]),
    "celu with alpha": (lambda a: _F.celu(a, 0.7), [POINTS]),
    "softplus with a beta": (lambda a: _F.softplus(a, 2.0, 1.5), [POINTS]),
    "gelu by tanh": (lambda a: _F.gelu(a, approximate="tanh"), [POINTS]),
    "hardtanh with bounds": (lambda a: _F.hardtanh(a, -0.5, 2.0), [POINTS]),
}
