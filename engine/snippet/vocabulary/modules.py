"""The modules that a snippet may import, and their members.

As with tensors, a function is part of the language because it stands here, next to the check that
precedes its call.
"""

import math
from collections.abc import Callable
from typing import Any, Final

from engine.autograd import Tensor, dtype, namespace
from engine.snippet.state import Run
from engine.snippet.values import Builtin, Guard, Module, Operation
from engine.snippet.vocabulary import guards

_TORCH: Final[tuple[tuple[Guard | None, str], ...]] = (
    (guards.holds_data, "tensor as_tensor"),
    (guards.sized_or_data, "Tensor FloatTensor DoubleTensor LongTensor IntTensor"),
    (guards.shaped, "zeros ones full empty rand randn"),
    (guards.broadcasts, "zeros_like ones_like full_like empty_like rand_like randn_like"),
    (guards.steps, "arange"),
    (guards.counts, "linspace"),
    (guards.squares, "eye diag"),
    (
        None,
        (
            "neg abs exp log log1p expm1 sqrt rsqrt square sin cos tan tanh sigmoid relu sign "
            "reciprocal erf floor ceil round trunc softmax log_softmax cumsum sum mean prod max min "
            "amax amin argmax argmin norm var std logsumexp all any numel t transpose permute squeeze "
            "unsqueeze flatten flip roll trace tril triu is_tensor "
            "is_floating_point manual_seed is_grad_enabled no_grad enable_grad set_grad_enabled isnan "
            "isinf isfinite sort detach clone"
        ),
    ),
    (
        guards.broadcasts,
        (
            "add sub mul div true_divide pow maximum minimum clamp where eq ne lt le gt ge masked_fill "
            "allclose equal remainder gather index_select"
        ),
    ),
    (guards.splits, "unbind chunk split"),
    (guards.multiplies, "matmul mm bmm mv dot"),
    (guards.crosses, "outer ger"),
    (guards.joins, "cat stack concat"),
    (guards.reshapes, "reshape"),
)

_DTYPES: Final = (
    "float16 float32 float64 float double half int8 int16 int32 int64 int long uint8 bool"
)

_AUTOGRAD: Final[tuple[tuple[Guard | None, str], ...]] = (
    (guards.takes_long, "backward grad"),
    (None, "Variable no_grad enable_grad set_grad_enabled"),
)

_FUNCTIONAL: Final = (
    (None, "relu leaky_relu softplus gelu silu elu sigmoid tanh softmax log_softmax"),
    (guards.broadcasts, "mse_loss l1_loss"),
)

_MATH: Final = (
    "sqrt exp log log2 log10 sin cos tan tanh atan floor ceil fabs isnan isinf isfinite isclose"
)
_MATH_CONSTANTS: Final = "pi e tau inf nan"

_CLASSES: Final = {"Tensor": Tensor, "dtype": dtype}


def _functions(
    owner: Any, title: str, table: tuple[tuple[Guard | None, str], ...]
) -> dict[str, Any]:
    return {
        name: Operation(f"{title}.{name}", getattr(owner, name), guard, _CLASSES.get(name))
        for guard, names in table
        for name in names.split()
    }


def _constants(owner: Any, names: str) -> dict[str, Any]:
    return {name: getattr(owner, name) for name in names.split()}


def _math_function(name: str) -> Builtin:
    native: Callable[..., Any] = getattr(math, name)

    def function(run: Run, *values: Any) -> Any:
        del run
        return native(*values)

    count = 2 if name == "isclose" else 1
    return Builtin(f"math.{name}", function, count, count)


_math = Module(
    "math",
    {**{name: _math_function(name) for name in _MATH.split()}, **_constants(math, _MATH_CONSTANTS)},
)
_autograd = Module("torch.autograd", _functions(namespace.autograd, "torch.autograd", _AUTOGRAD))
_functional = Module("torch.nn.functional", _functions(namespace.nn.functional, "F", _FUNCTIONAL))
_nn = Module("torch.nn", {"functional": _functional})
_torch = Module(
    "torch",
    {
        **_functions(namespace, "torch", _TORCH),
        **_constants(namespace, _DTYPES),
        **_constants(math, "pi e inf nan"),
        "autograd": _autograd,
        "nn": _nn,
    },
)

MODULES: Final = {module.path: module for module in (_torch, _autograd, _nn, _functional, _math)}
"""What `import` can name."""
