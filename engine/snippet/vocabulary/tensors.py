"""The attributes of the engine's values: tensors, nodes of the graph, sizes and dtypes.

A name is part of the language because it stands here, next to the check that precedes its call;
what the engine's classes happen to have besides cannot be reached.
"""

import operator
from collections.abc import Callable
from typing import Any, Final

from engine.autograd import Size, Tensor
from engine.snippet.values import Guard, Operation, Property
from engine.snippet.vocabulary import guards
from engine.snippet.vocabulary.saved_values import SAVED_VALUES

_METHODS: Final[tuple[tuple[Guard | None, str], ...]] = (
    (guards.takes_long, "backward"),
    # one tensor in, at most as many elements out
    (
        None,
        (
            "retain_grad requires_grad_ detach detach_ clone cpu contiguous is_contiguous "
            "item tolist numel nelement dim size is_floating_point "
            "asin acos atan sinh cosh asinh acosh atanh arcsin arccos arctan arcsinh arccosh "
            "arctanh deg2rad rad2deg erfc exp2 frac absolute negative fix nan_to_num logit "
            "positive "
            "asin_ acos_ atan_ sinh_ cosh_ asinh_ acosh_ atanh_ erfc_ exp2_ frac_ square_ nan_to_num_ logit_ "
            "zero_ fill_ neg abs sign reciprocal square sqrt rsqrt exp expm1 log log1p log2 log10 "
            "sin cos tan tanh sigmoid relu erf floor ceil round trunc "
            "neg_ abs_ reciprocal_ sqrt_ rsqrt_ exp_ log_ sin_ cos_ tan_ tanh_ sigmoid_ relu_ "
            "floor_ ceil_ round_ trunc_ erf_ expm1_ log1p_ log2_ log10_ sign_ element_size "
            "sum mean prod max min amax amin argmax argmin norm var std all any logsumexp softmax "
            "log_softmax cumsum cumprod median sort argsort kthvalue topk cummax cummin "
            "bitwise_not isnan isinf isfinite "
            "logical_not "
            "bernoulli bernoulli_ uniform_ normal_ _is_view "
            "t transpose permute squeeze unsqueeze flatten "
            "to type float double half long int bool"
        ),
    ),
    # several tensors, broadcast together
    (
        guards.broadcasts,
        (
            "add sub mul div true_divide floor_divide multiply subtract remainder pow maximum minimum "
            "addcmul addcdiv addcmul_ addcdiv_ "
            "fmax fmin atan2 arctan2 hypot logaddexp xlogy fmod divide "
            "clamp clip clamp_min clamp_max lerp dist clip_ clamp_min_ clamp_max_ fmod_ remainder_ "
            "divide_ where masked_fill "
            "add_ sub_ mul_ div_ pow_ multiply_ subtract_ true_divide_ clamp_ copy_ "
            "eq ne lt le gt ge not_equal less less_equal greater greater_equal equal allclose isclose "
            "logical_and logical_or logical_xor bitwise_and bitwise_or bitwise_xor "
            "expand_as view_as reshape_as type_as"
        ),
    ),
    (guards.splits, "unbind split split_with_sizes"),
    (guards.multiplies, "matmul mm mv dot bmm"),
    (guards.crosses, "outer ger"),
    (None, "trace diag diagonal diag_embed tril triu tril_ triu_"),
    (guards.contracts, "inner"),
    (guards.adds_product, "addmm addmv addr baddbmm"),
    (
        None,
        (
            "movedim moveaxis swapaxes swapdims ravel narrow select flip fliplr flipud roll rot90 "
            "ndimension"
        ),
    ),
    (guards.parts, "chunk"),
    (
        None,
        (
            "take argwhere nonzero gather index_select scatter scatter_add index_add index_copy "
            "index_fill index_put put scatter_ scatter_add_ index_add_ index_copy_ index_fill_ "
            "index_put_ put_"
        ),
    ),
    (guards.broadcasts, "masked_select masked_scatter masked_scatter_ masked_fill_"),
    (None, "short char byte new_tensor"),
    (guards.shaped_after, "new_zeros new_ones new_empty"),
    (guards.filled_after, "new_full"),
    (guards.reshapes, "view reshape unflatten repeat tile"),
    (guards.expands, "expand broadcast_to"),
)

_PROPERTIES: Final = (
    "data grad requires_grad grad_fn is_leaf shape dtype device is_cuda ndim T mT _version _base output_nr "
    "retains_grad"
)


def _methods() -> dict[str, Operation | Property]:
    table: dict[str, Operation | Property] = {}
    for guard, names in _METHODS:
        for name in names.split():
            table[name] = Operation(f"Tensor.{name}", getattr(Tensor, name), guard)
    for name in _PROPERTIES.split():
        table[name] = Property(name, operator.attrgetter(name))
    return table


def _writer(name: str) -> Callable[[Tensor, Any], None]:
    return lambda tensor, value: setattr(tensor, name, value)


TENSOR_ATTRIBUTES: Final = _methods()

DEVICE_ATTRIBUTES: Final = {"type": Property("type", operator.attrgetter("type"))}

NODE_ATTRIBUTES: Final = {
    "name": Operation("Node.name", operator.methodcaller("name"), None),
    "next_functions": Property("next_functions", operator.attrgetter("next_functions")),
    **SAVED_VALUES,
}

LEAF_NODE_ATTRIBUTES: Final = {
    **{name: NODE_ATTRIBUTES[name] for name in ("name", "next_functions")},
    "variable": Property("variable", operator.attrgetter("variable")),
}

PAIR_ATTRIBUTES: Final = {
    name: Property(name, operator.attrgetter(name)) for name in ("values", "indices")
}
"""Of what `max` and `min` along a dimension give."""

SIZE_ATTRIBUTES: Final = {"numel": Operation("Size.numel", Size.numel, None)}

SETTABLE: Final = {name: _writer(name) for name in ("grad", "data", "requires_grad")}
"""The attributes of a tensor that a snippet may assign to, and how."""
