"""Tensors put together from several."""

from collections.abc import Callable
from typing import Any, Final

from engine.autograd.arguments import Function
from engine.autograd.operations import joining

_ALONG: Final = "(tuple of Tensors tensors, int dim = 0, *, Tensor out = None)"
_PLAIN: Final = "(tuple of Tensors tensors, *, Tensor out = None)"
_FUNCTIONS: Final = (
    Function("cat", {_ALONG: joining.cat}),
    Function("concat", {_ALONG: joining.cat}),
    Function("concatenate", {_ALONG: joining.cat}),
    Function("stack", {_ALONG: joining.stack}),
    Function("hstack", {_PLAIN: joining.hstack}),
    Function("vstack", {_PLAIN: joining.vstack}),
    Function("column_stack", {_PLAIN: joining.column_stack}),
)

TORCH: Final[dict[str, Callable[..., Any]]] = {
    function.name: function.function() for function in _FUNCTIONS
}
