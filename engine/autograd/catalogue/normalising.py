"""Norms, and exponentials brought to the sum one."""

from collections.abc import Callable
from typing import Any, Final

from engine.autograd.arguments import Function
from engine.autograd.context import current
from engine.autograd.dtypes import DType
from engine.autograd.errors import Unsupported
from engine.autograd.operations import arithmetic, exponential_sums, norms
from engine.autograd.tensor import Tensor

_OUT: Final = "Tensor out = None"


def _normalised(name: str, function: Callable[..., Any]) -> Function:
    return Function(
        name, {f"(Tensor input, int dim, torch.dtype dtype = None, *, {_OUT})": function}
    )


_SOFTMAX: Final = _normalised("softmax", exponential_sums.softmax)
_LOG_SOFTMAX: Final = _normalised("log_softmax", exponential_sums.log_softmax)
_vector_norm: Final = Function(
    "linalg_vector_norm",
    {
        "(Tensor input, Number ord = 2, tuple of ints1 dim = None, bool keepdim = False, "
        f"*, torch.dtype dtype = None, {_OUT})": norms.vector_norm
    },
).function()


def norm(
    input: Tensor,
    p: Any = "fro",
    dim: Any = None,
    keepdim: bool = False,
    out: Tensor | None = None,
    dtype: DType | None = None,
) -> Tensor:
    """The p-norm of all elements, or along dimensions; "fro" stands for 2.

    Raises:
        AttributeError: for something else than a tensor.
    """
    if not isinstance(input, Tensor):
        # PyTorch looks at the layout before anything else.
        raise AttributeError(  # noqa: TRY004
            f"'{type(input).__name__}' object has no attribute 'layout'"
        )
    if out is not None:
        raise Unsupported("norm(out=...)")
    if p == "fro" and dim is None and dtype is None and keepdim is False:
        return norms.euclidean_norm(input)
    if isinstance(p, str):
        if p != "fro" or not (dim is None or isinstance(dim, int) or len(dim) <= 2):
            norms.refuse_matrix_order(p)
        p = 2
    # An int as PyTorch's Python code sees it: bool is one too, and is refused further in.
    dim = [dim] if isinstance(dim, int) else dim
    result: Tensor = _vector_norm(input, 2.0 if p is None else p, dim, keepdim, dtype=dtype)
    return result


def _norm_method(
    self: Tensor, p: Any = "fro", dim: Any = None, keepdim: bool = False, dtype: Any = None
) -> Tensor:
    return norm(self, p, dim, keepdim, dtype=dtype)


def _chosen_dim(function: str, input: Tensor, dim: int | None) -> int:
    """The dimension a call without one means, with the warning that it should have been named."""
    if dim is not None:
        return dim
    current().warn(
        f"Implicit dimension choice for {function} has been deprecated. Change the call to include "
        "dim=X as an argument."
    )
    return 0 if input.ndim in (0, 1, 3) else 1


def softmax(
    input: Tensor, dim: int | None = None, _stacklevel: int = 3, dtype: DType | None = None
) -> Tensor:
    """Exponentials divided by their sum along a dimension."""
    result: Tensor = METHODS["softmax"](input, _chosen_dim("softmax", input, dim), dtype)
    return result


def log_softmax(
    input: Tensor, dim: int | None = None, _stacklevel: int = 3, dtype: DType | None = None
) -> Tensor:
    """The logarithm of `softmax`."""
    result: Tensor = METHODS["log_softmax"](input, _chosen_dim("log_softmax", input, dim), dtype)
    return result


def softmin(
    input: Tensor, dim: int | None = None, _stacklevel: int = 3, dtype: DType | None = None
) -> Tensor:
    """`softmax` of the negative."""
    chosen = _chosen_dim("softmin", input, dim)
    result: Tensor = METHODS["softmax"](arithmetic.neg(input), chosen, dtype)
    return result


# Messages about its arguments call it so.
_norm_method.__qualname__ = "Tensor.norm"

METHODS: Final[dict[str, Callable[..., Any]]] = {
    "norm": _norm_method,
    "softmax": _SOFTMAX.method(),
    "log_softmax": _LOG_SOFTMAX.method(),
}
TORCH: Final[dict[str, Callable[..., Any]]] = {
    "norm": norm,
    "softmax": _SOFTMAX.function(),
    "log_softmax": _LOG_SOFTMAX.function(),
}
FUNCTIONAL: Final[dict[str, Callable[..., Any]]] = {
    "softmax": softmax, "log_softmax": log_softmax, "softmin": softmin,
}  # fmt: skip
