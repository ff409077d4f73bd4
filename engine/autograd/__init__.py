"""PyTorch's autograd on NumPy: tensors, the graph, the backward pass.

The public face:

    with run_context() as run:            # rules=, allocate=: see `context`
        x = tensor([1.0, 2.0], requires_grad=True)
        (x * x).sum().backward()
        print(x.grad)                     # tensor([2., 4.])
    run.warnings                          # what PyTorch would have warned of

- `namespace` is what a program reaches as `torch`: an object with PyTorch's names as attributes,
  `namespace.autograd`, `namespace.autograd.functional` and `namespace.nn.functional` among them.
- `Tensor` has PyTorch's methods and properties as plain Python ones; `METHODS` lists those that
  are operations. `Node` has `name()` and `next_functions`, `Size` is a shape, `dtype` an element
  type, `no_grad`, `enable_grad` and `set_grad_enabled` are context managers.
- Errors are Python's built-in ones with PyTorch's texts; `Unsupported` marks what PyTorch can do
  and this engine refuses to.
"""

from engine.autograd.context import Run, Warned, run_context
from engine.autograd.dtypes import DType as dtype  # noqa: N813 - PyTorch's name
from engine.autograd.errors import NoRun, Unsupported
from engine.autograd.methods import METHODS
from engine.autograd.modes import enable_grad, no_grad, set_grad_enabled
from engine.autograd.namespace import torch as namespace
from engine.autograd.node import Node
from engine.autograd.operations.data import tensor
from engine.autograd.rules import LEGACY, PYTORCH, Rules
from engine.autograd.size import Size
from engine.autograd.tensor import Tensor
from engine.autograd.titles import name_types

__all__ = [
    "LEGACY",
    "METHODS",
    "PYTORCH",
    "NoRun",
    "Node",
    "Rules",
    "Run",
    "Size",
    "Tensor",
    "Unsupported",
    "Warned",
    "dtype",
    "enable_grad",
    "namespace",
    "no_grad",
    "run_context",
    "set_grad_enabled",
    "tensor",
]

name_types()
