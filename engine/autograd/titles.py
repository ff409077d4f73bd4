"""The names by which PyTorch's messages tell the types of values: `<class 'torch.Size'>`."""

from typing import Final

from engine.autograd.custom.context import FunctionContext
from engine.autograd.custom.function import Function
from engine.autograd.device import Device
from engine.autograd.dtypes import DType
from engine.autograd.hooks import RemovableHandle
from engine.autograd.modes import enable_grad, no_grad, set_grad_enabled
from engine.autograd.node import AccumulateGrad, Node
from engine.autograd.operations.ordering import KINDS_OF_RESULT
from engine.autograd.optimisers import SGD, Adam, AdamW, Optimizer
from engine.autograd.parameter import Parameter
from engine.autograd.random import Generator
from engine.autograd.size import Size
from engine.autograd.tensor import Tensor

TITLES: Final[dict[type, tuple[str, str]]] = {
    AccumulateGrad: ("builtins", "AccumulateGrad"),
    Adam: ("torch.optim.adam", "Adam"),
    AdamW: ("torch.optim.adamw", "AdamW"),
    DType: ("torch", "dtype"),
    Device: ("torch", "device"),
    Function: ("torch.autograd.function", "Function"),
    FunctionContext: ("torch.autograd.function", "FunctionCtx"),
    Generator: ("torch._C", "Generator"),
    Node: ("builtins", "Node"),
    Optimizer: ("torch.optim.optimizer", "Optimizer"),
    Parameter: ("torch.nn.parameter", "Parameter"),
    RemovableHandle: ("torch.utils.hooks", "RemovableHandle"),
    SGD: ("torch.optim.sgd", "SGD"),
    Size: ("torch", "Size"),
    Tensor: ("torch", "Tensor"),
    enable_grad: ("torch.autograd.grad_mode", "enable_grad"),
    no_grad: ("torch.autograd.grad_mode", "no_grad"),
    set_grad_enabled: ("torch.autograd.grad_mode", "set_grad_enabled"),
    **{kind: ("torch.return_types", kind.__name__.rpartition(".")[2]) for kind in KINDS_OF_RESULT},
}
"""For each class of ours its module and its name there."""


def name_types() -> None:
    """Let the classes go by these names."""
    for kind, (module, name) in TITLES.items():
        kind.__module__ = module
        kind.__qualname__ = name
