"""The modules that a snippet may import, and their members.

As with tensors, a function is part of the language because it stands here, next to the check that
precedes its call.
"""

import math
from collections.abc import Callable
from typing import Any, Final

from engine.autograd import Size, Tensor, dtype, namespace
from engine.autograd.batch import VARYING, lifted
from engine.autograd.device import Device
from engine.autograd.parameter import Parameter
from engine.snippet.state import Run
from engine.snippet.values import FUNCTION_BASE, Builtin, Guard, Module, Operation
from engine.snippet.vocabulary import guards
from engine.snippet.vocabulary.differentiation import CHECKS, FUNCTIONAL
from engine.snippet.vocabulary.optimisers import OPTIMISERS

_TORCH: Final[tuple[tuple[Guard | None, str], ...]] = (
    (guards.holds_data, "tensor as_tensor"),
    (
        guards.sized_or_data,
        "Tensor FloatTensor DoubleTensor HalfTensor LongTensor IntTensor ShortTensor CharTensor ByteTensor BoolTensor",
    ),
    (guards.shaped, "zeros ones empty rand randn"),
    (guards.filled, "full"),
    (guards.broadcasts, "zeros_like ones_like full_like empty_like rand_like randn_like"),
    (guards.steps, "arange"),
    (guards.counts, "linspace"),
    (guards.squares, "eye"),
    (
        None,
        (
            "asin acos atan sinh cosh asinh acosh atanh arcsin arccos arctan arcsinh arccosh "
            "arctanh deg2rad rad2deg erfc exp2 frac absolute negative fix nan_to_num logit "
            "positive "
            "asin_ acos_ atan_ sinh_ cosh_ asinh_ acosh_ atanh_ erfc_ exp2_ "
            "neg_ abs_ reciprocal_ square_ sqrt_ rsqrt_ exp_ expm1_ log_ log1p_ log2_ log10_ sin_ "
            "cos_ tan_ tanh_ sigmoid_ erf_ floor_ ceil_ round_ trunc_ frac_ "
            "neg abs sign reciprocal square sqrt rsqrt exp expm1 log log1p log2 log10 sin cos tan "
            "tanh sigmoid relu relu_ selu selu_ celu celu_ erf floor ceil round trunc clone "
            "detach numel is_tensor "
            "is_floating_point sum mean prod max min amax amin argmax argmin norm var std all "
            "any logsumexp softmax "
            "log_softmax cumsum cumprod median sort argsort kthvalue topk cummax cummin "
            "bitwise_not isnan isinf isfinite "
            "logical_not t transpose permute squeeze unsqueeze flatten "
            "manual_seed initial_seed Generator randint randint_like randperm normal bernoulli "
            "get_default_dtype is_grad_enabled no_grad enable_grad set_grad_enabled"
        ),
    ),
    (
        guards.broadcasts,
        (
            "add sub mul div true_divide floor_divide multiply subtract remainder pow maximum minimum "
            "fmax fmin atan2 arctan2 hypot logaddexp xlogy fmod divide "
            "clamp clip clamp_min clamp_max lerp dist addcmul addcdiv clamp_ clip_ clamp_min_ clamp_max_ "
            "where masked_fill "
            "eq ne lt le gt ge not_equal less less_equal greater greater_equal equal allclose isclose "
            "logical_and logical_or logical_xor bitwise_and bitwise_or bitwise_xor"
        ),
    ),
    (guards.splits, "unbind split split_with_sizes"),
    (guards.multiplies, "matmul mm mv dot bmm"),
    (guards.crosses, "outer ger"),
    (guards.joins, "cat stack concat concatenate hstack vstack column_stack"),
    (None, "trace diag diagonal diag_embed tril triu"),
    (guards.contracts, "inner tensordot"),
    (guards.sums_products, "einsum"),
    (guards.adds_product, "addmm addmv addr baddbmm"),
    (None, "movedim moveaxis swapaxes swapdims ravel narrow select flip fliplr flipud roll rot90"),
    (guards.parts, "chunk"),
    (guards.expands, "broadcast_to"),
    (guards.broadcasts, "broadcast_tensors"),
    (
        None,
        (
            "take argwhere nonzero gather index_select scatter scatter_add index_add index_copy "
            "index_fill index_put put"
        ),
    ),
    (guards.broadcasts, "masked_select masked_scatter"),
    (None, "result_type promote_types"),
    (guards.reshapes, "reshape unflatten tile"),
)

_DTYPES: Final = (
    "float16 float32 float64 half float double uint8 int8 int16 int32 int64 short int long bool"
)

_AUTOGRAD: Final[tuple[tuple[Guard | None, str], ...]] = (
    (guards.takes_long, "backward grad"),
    (None, "Variable no_grad enable_grad set_grad_enabled"),
)

_FUNCTIONAL: Final[tuple[tuple[Guard | None, str], ...]] = (
    (guards.layers, "linear"),
    (
        None,
        (
            "relu relu_ sigmoid tanh leaky_relu leaky_relu_ elu elu_ selu selu_ celu celu_ silu "
            "mish relu6 hardtanh hardtanh_ softsign tanhshrink softplus gelu logsigmoid "
            "softmax log_softmax softmin"
        ),
    ),
    (
        guards.broadcasts,
        (
            "mse_loss l1_loss smooth_l1_loss huber_loss nll_loss cross_entropy "
            "binary_cross_entropy binary_cross_entropy_with_logits kl_div"
        ),
    ),
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
        return (
            lifted(native, *values) if VARYING.intersection(map(type, values)) else native(*values)
        )

    count = 2 if name == "isclose" else 1
    return Builtin(f"math.{name}", function, count, count)


_math = Module(
    "math",
    {**{name: _math_function(name) for name in _MATH.split()}, **_constants(math, _MATH_CONSTANTS)},
)
_autograd_functional = Module("torch.autograd.functional", dict(FUNCTIONAL))
_autograd_function = Module("torch.autograd.function", {"Function": FUNCTION_BASE})
_autograd = Module(
    "torch.autograd",
    {
        **_functions(namespace.autograd, "torch.autograd", _AUTOGRAD),
        "functional": _autograd_functional,
        "function": _autograd_function,
        "Function": FUNCTION_BASE,
        **CHECKS,
    },
)
_functional = Module("torch.nn.functional", _functions(namespace.nn.functional, "F", _FUNCTIONAL))
_nn = Module(
    "torch.nn",
    {
        "functional": _functional,
        "Parameter": Operation("Parameter", namespace.nn.Parameter, None, Parameter),
    },
)
_optim = Module("torch.optim", dict(OPTIMISERS))
_cuda = Module(
    "torch.cuda",
    {"is_available": Operation("is_available", namespace.cuda.is_available, None)},
)
_torch = Module(
    "torch",
    {
        **_functions(namespace, "torch", _TORCH),
        **_constants(namespace, _DTYPES),
        **_constants(math, "pi e inf nan"),
        "Size": Operation("torch.Size", Size, None, Size),
        "device": Operation("torch.device", Device, None, Device),
        "cuda": _cuda,
        "autograd": _autograd,
        "nn": _nn,
        "optim": _optim,
    },
)

MODULES: Final = {
    module.path: module
    for module in (
        _torch,
        _autograd,
        _autograd_function,
        _autograd_functional,
        _nn,
        _optim,
        _cuda,
        _functional,
        _math,
    )
}
"""What `import` can name."""
