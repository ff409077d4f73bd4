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

_METHODS: Final[tuple[tuple[Guard | None, str], ...]] = (
    (guards.takes_long, "backward"),
    # one tensor in, at most as many elements out
    (
        None,
        (
            "retain_grad requires_grad_ detach detach_ clone contiguous "
            "item tolist numel dim size nelement is_floating_point "
            "zero_ neg neg_ abs abs_ exp exp_ log log_ log1p expm1 sqrt sqrt_ rsqrt square sin sin_ cos "
            "cos_ tan tanh tanh_ sigmoid sigmoid_ relu relu_ sign reciprocal erf floor ceil round trunc "
            "softmax log_softmax cumsum sum mean prod max min amax amin argmax argmin norm var std "
            "logsumexp all any median sort "
            "t transpose permute squeeze unsqueeze flatten flip roll diagonal trace "
            "tril triu float double half long int bool to uniform_ normal_ isnan isinf "
            "isfinite narrow select fill_"
        ),
    ),
    # several tensors, broadcast together
    (
        guards.broadcasts,
        (
            "add sub mul div true_divide pow maximum minimum clamp clamp_ clip where eq ne lt le gt ge "
            "add_ sub_ mul_ div_ pow_ copy_ masked_fill masked_fill_ allclose equal lerp remainder "
            "floor_divide gather index_select addcmul addcdiv logical_and logical_or logical_not"
        ),
    ),
    (guards.splits, "unbind chunk split"),
    (guards.multiplies, "matmul mm bmm mv dot"),
    (guards.crosses, "outer ger"),
    (guards.reshapes, "view reshape"),
    (guards.expands, "expand"),
    (guards.broadcasts, "expand_as view_as reshape_as type_as"),
    (guards.repeats, "repeat"),
    (guards.squares, "diag"),
    (guards.shaped_after_self, "new_zeros new_ones new_full new_empty"),
    (guards.holds_data_after_self, "new_tensor"),
)

_PROPERTIES: Final = (
    "data grad requires_grad grad_fn is_leaf shape dtype ndim T mT _version output_nr retains_grad "
    "device is_cuda layout"
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

NODE_ATTRIBUTES: Final = {
    "name": Operation("Node.name", operator.methodcaller("name"), None),
    "next_functions": Property("next_functions", operator.attrgetter("next_functions")),
}

SIZE_ATTRIBUTES: Final = {"numel": Operation("Size.numel", Size.numel, None)}

SETTABLE: Final = {name: _writer(name) for name in ("grad", "data", "requires_grad")}
"""The attributes of a tensor that a snippet may assign to, and how."""
