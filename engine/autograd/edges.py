"""Where a tensor's cotangent goes in the graph."""

from engine.autograd.node import Edge, NodeOfSeveral
from engine.autograd.tensor import Tensor
from engine.autograd.views import Origin


def edge_of(value: Tensor) -> Edge | None:
    """Where the cotangent of a tensor that requires a gradient goes.

    Nowhere, for a view made under `no_grad`: PyTorch says that it requires a gradient, but gives it
    none.

    Raises:
        RuntimeError: for a view that PyTorch gives up because its base was written to.
    """
    view = value.sharing
    if view is not None:
        view.refresh(value)
    node = value.node
    if node is None:
        view = value.sharing
        return None if view is not None and view.origin is Origin.WITHOUT_GRAD else value
    return node.outputs[value.output_nr] if isinstance(node, NodeOfSeveral) else node
