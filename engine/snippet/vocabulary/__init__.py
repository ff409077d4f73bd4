"""Every name with a dot before it that a snippet may use, in tables one can read."""

from collections import defaultdict
from typing import Any, Final

from engine.autograd import Node, Size, Tensor, enable_grad, no_grad, set_grad_enabled
from engine.autograd.custom.function import FunctionContext
from engine.autograd.custom.node import FunctionNode
from engine.autograd.device import Device
from engine.autograd.hooks import RemovableHandle
from engine.autograd.node import AccumulateGrad
from engine.autograd.operations.ordering import KINDS_OF_RESULT
from engine.autograd.optimisers import Optimizer
from engine.autograd.parameter import Parameter
from engine.autograd.random import Generator
from engine.snippet.values import FunctionClass
from engine.snippet.vocabulary.custom import (
    CLASS_ATTRIBUTES,
    CONTEXT_ATTRIBUTES,
    FUNCTION_NODE_ATTRIBUTES,
    GENERATOR_ATTRIBUTES,
    HANDLE_ATTRIBUTES,
    NODE_HOOKS,
    TENSOR_HOOKS,
)
from engine.snippet.vocabulary.modules import MODULES
from engine.snippet.vocabulary.optimisers import OPTIMISER_ATTRIBUTES
from engine.snippet.vocabulary.plain import DICT_METHODS, LIST_METHODS, STR_METHODS
from engine.snippet.vocabulary.tensors import (
    DEVICE_ATTRIBUTES,
    LEAF_NODE_ATTRIBUTES,
    NODE_ATTRIBUTES,
    PAIR_ATTRIBUTES,
    SETTABLE,
    SIZE_ATTRIBUTES,
    TENSOR_ATTRIBUTES,
)

_OF_TENSORS: Final = {**TENSOR_ATTRIBUTES, **TENSOR_HOOKS}

ATTRIBUTES: Final[dict[type, dict[str, Any]]] = {
    Tensor: _OF_TENSORS,
    Parameter: _OF_TENSORS,
    Node: {**NODE_ATTRIBUTES, **NODE_HOOKS},
    AccumulateGrad: {**LEAF_NODE_ATTRIBUTES, **NODE_HOOKS},
    **dict.fromkeys(KINDS_OF_RESULT, PAIR_ATTRIBUTES),
    FunctionNode: {**NODE_ATTRIBUTES, **NODE_HOOKS, **FUNCTION_NODE_ATTRIBUTES},
    FunctionContext: CONTEXT_ATTRIBUTES,
    FunctionClass: CLASS_ATTRIBUTES,
    Generator: GENERATOR_ATTRIBUTES,
    RemovableHandle: HANDLE_ATTRIBUTES,
    Optimizer: OPTIMISER_ATTRIBUTES,
    Size: SIZE_ATTRIBUTES,
    Device: DEVICE_ATTRIBUTES,
    list: dict(LIST_METHODS),
    dict: dict(DICT_METHODS),
    defaultdict: dict(DICT_METHODS),
    str: dict(STR_METHODS),
}
"""The attributes of each type of value."""

FAMILIES: Final = (Node, FunctionContext, Optimizer)
"""Types that stand in the table for all classes derived from them."""

KNOWN_ATTRIBUTES: Final = frozenset(
    name
    for table in (*ATTRIBUTES.values(), *(module.members for module in MODULES.values()))
    for name in table
)
"""Attributes that at least one value of the language has; any other is refused at once."""

CONTEXTS: Final = frozenset({no_grad, enable_grad, set_grad_enabled, RemovableHandle})
"""What may stand after `with`: switches of recording, and hooks for as long as it lasts."""

DECORATORS: Final = frozenset({no_grad, enable_grad})
"""What may stand, called without values, after the `@` of a function."""

__all__ = [
    "ATTRIBUTES",
    "CONTEXTS",
    "DECORATORS",
    "FAMILIES",
    "KNOWN_ATTRIBUTES",
    "MODULES",
    "SETTABLE",
]
