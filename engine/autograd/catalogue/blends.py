"""Sums with products and quotients, and blends in place."""

from collections.abc import Callable
from typing import Any, Final

from engine.autograd.arguments import Function
from engine.autograd.operations import blending

_FACTORS: Final = "(Tensor input, Tensor tensor1, Tensor tensor2, *, Number value = 1"
_BOTH: Final = (
    Function("addcmul", {f"{_FACTORS}, Tensor out = None)": blending.addcmul}),
    Function("addcdiv", {f"{_FACTORS}, Tensor out = None)": blending.addcdiv}),
)
_IN_PLACE: Final = (
    Function("addcmul_", {f"{_FACTORS})": blending.addcmul_}),
    Function("addcdiv_", {f"{_FACTORS})": blending.addcdiv_}),
)

TORCH: Final[dict[str, Callable[..., Any]]] = {
    function.name: function.function() for function in _BOTH
}
METHODS: Final[dict[str, Callable[..., Any]]] = {
    function.name: function.method() for function in (*_BOTH, *_IN_PLACE)
}
