"""Every name with a dot before it that a snippet may use, in tables one can read."""

from typing import Any, Final

from engine.autograd import Node, Size, Tensor, enable_grad, no_grad, set_grad_enabled
from engine.autograd.node import AccumulateGrad
from engine.autograd.operations.ordering import KINDS_OF_RESULT
from engine.snippet.vocabulary.modules import MODULES
from engine.snippet.vocabulary.plain import DICT_METHODS, LIST_METHODS, STR_METHODS
from engine.snippet.vocabulary.tensors import (
    LEAF_NODE_ATTRIBUTES,
    NODE_ATTRIBUTES,
    PAIR_ATTRIBUTES,
    SETTABLE,
    SIZE_ATTRIBUTES,
    TENSOR_ATTRIBUTES,
)

ATTRIBUTES: Final[dict[type, dict[str, Any]]] = {
    Tensor: TENSOR_ATTRIBUTES,
    Node: NODE_ATTRIBUTES,
    AccumulateGrad: LEAF_NODE_ATTRIBUTES,
    **dict.fromkeys(KINDS_OF_RESULT, PAIR_ATTRIBUTES),
    Size: SIZE_ATTRIBUTES,
    list: dict(LIST_METHODS),
    dict: dict(DICT_METHODS),
    str: dict(STR_METHODS),
}
"""The attributes of each type of value."""

KNOWN_ATTRIBUTES: Final = frozenset(
    name
    for table in (*ATTRIBUTES.values(), *(module.members for module in MODULES.values()))
    for name in table
)
"""Attributes that at least one value of the language has; any other is refused at once."""

CONTEXTS: Final = frozenset({no_grad, enable_grad, set_grad_enabled})
"""What may stand after `with`."""

__all__ = ["ATTRIBUTES", "CONTEXTS", "KNOWN_ATTRIBUTES", "MODULES", "SETTABLE"]
