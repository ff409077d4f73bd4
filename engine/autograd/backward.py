"""The backward pass: what `backward` and `autograd.grad` check, and the way through the graph.

Nothing here knows an operation. Nodes run in decreasing order of creation; a leaf accumulates as
soon as its gradient is complete, so that a pass which fails midway leaves the gradients of the
leaves it had completed.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np

from engine.autograd.accumulation import accumulate
from engine.autograd.context import current
from engine.autograd.edges import edge_of
from engine.autograd.errors import backward as backward_errors
from engine.autograd.gradient_batches import in_batch
from engine.autograd.node import Edge
from engine.autograd.tensor import Tensor
from engine.autograd.traversal import Capture, traverse

Tensors: TypeAlias = Tensor | Sequence[Tensor]
Gradients: TypeAlias = Tensor | Sequence[Tensor | None] | None


def backward(
    tensors: Tensors,
    grad_tensors: Gradients = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
    grad_variables: Gradients = None,
    inputs: Tensors | Mapping[str, Tensor] | None = None,
) -> None:
    """Add to the leaves' `.grad` the sum over the tensors of gradient times Jacobian.

    Args:
        tensors: one or several outputs.
        grad_tensors: a gradient of each output's shape, or None for outputs of one element.
        retain_graph: keep what the graph saved; default is the value of `create_graph`.
        create_graph: record the pass itself.
        grad_variables: the old name of `grad_tensors`.
        inputs: fill only these tensors' `.grad`, leaves or not.

    Raises:
        RuntimeError: in PyTorch's words, and in its order of checks (SEMANTICS.md, A1).
        TypeError: for gradients that are no tensors.
    """
    if grad_variables is not None:
        current().warn(backward_errors.GRAD_VARIABLES_WARNING, category="FutureWarning")
        if grad_tensors is not None:
            raise RuntimeError(backward_errors.TWO_NAMES_OF_GRADIENTS)
        grad_tensors = grad_variables
    sought = () if inputs is None else _listed(inputs)
    if inputs is not None and not sought:
        raise RuntimeError(backward_errors.NO_INPUTS.format("backward()"))
    edges, starts = _started(tensors, grad_tensors)
    keep = create_graph if retain_graph is None else retain_graph
    run = current()
    if create_graph:
        run.warn(backward_errors.CREATE_GRAPH_WARNING, once=True)
    only = _targets(sought) if sought else None
    if run.rules.send is not None:
        send = run.rules.send
        starts = [start if start is None else send(start, keep) for start in starts]
    if run.rules.begin is not None:
        for holder in run.holders or ():
            if holder.held_grad is not None:
                run.rules.begin(holder)
    traverse(edges, starts, keep, create_graph and run.rules.records, only)


def _targets(sought: Sequence[Tensor]) -> list[Edge]:
    """Where the gradients of tensors arrive, each of which is to keep its own."""
    _require_tensors(sought)
    targets: list[Edge] = []
    for tensor in sought:
        tensor.retain_grad()
        edge = edge_of(tensor)
        if edge is not None:
            targets.append(edge)
    return targets


def backward_of(
    self: Tensor,
    gradient: Tensor | None = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
    inputs: Sequence[Tensor] | Tensor | None = None,
) -> None:
    """`Tensor.backward`: add to the leaves' `.grad` the product of a gradient with the Jacobian.

    Args:
        self: the output.
        gradient: the cotangent, of its shape; may be left out for one element.
        retain_graph: keep what the graph saved; default is the value of `create_graph`.
        create_graph: record the backward pass itself, for higher derivatives.
        inputs: fill only these tensors' gradients.

    Raises:
        RuntimeError: as PyTorch does: wrong shape, nothing to differentiate, a graph already
            released, a saved value changed in place.
    """
    backward(self, gradient, retain_graph, create_graph, None, inputs)


# What Python calls it when arguments do not fit.
backward_of.__qualname__ = "Tensor.backward"


def grad(  # noqa: PLR0913, PLR0917 - PyTorch's own signature
    outputs: Tensors,
    inputs: Tensors | Mapping[str, Tensor],
    grad_outputs: Gradients = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
    only_inputs: bool = True,
    allow_unused: bool | None = None,
    is_grads_batched: bool = False,
    materialize_grads: bool = False,
) -> Any:
    """The gradients of outputs with respect to inputs, without touching any `.grad`.

    Args:
        outputs: one or several outputs.
        inputs: one or several tensors of the graph.
        grad_outputs: as `grad_tensors` of `backward`.
        retain_graph: as in `backward`.
        create_graph: as in `backward`.
        only_inputs: without effect, as in PyTorch; False is warned of.
        allow_unused: give None for an input that the outputs do not depend on.
        is_grads_batched: differentiate once for each place of the gradients' first dimension, and
            stack what is found.
        materialize_grads: give zeros in place of None.

    Returns:
        One gradient for each input, of its shape; a dict where the inputs came as one.

    Raises:
        RuntimeError: as `backward`; and for an input that is not part of the graph.
    """
    if materialize_grads and allow_unused is False:
        raise ValueError(backward_errors.MATERIALIZE_UNUSED)
    sought = _listed(inputs)
    if not sought:
        raise RuntimeError(backward_errors.NO_INPUTS.format("grad()"))
    if not only_inputs:
        current().warn(backward_errors.ONLY_INPUTS_WARNING, category="FutureWarning")
    keep = create_graph if retain_graph is None else retain_graph
    found: list[Tensor | None]
    if is_grads_batched:
        listed, given = _paired(outputs, grad_outputs)
        found = in_batch(
            listed,
            given,
            lambda row, last: _gradients(listed, sought, row, keep or not last, create_graph),
        )
    else:
        found = _gradients(outputs, sought, grad_outputs, keep, create_graph)
    for index in [place for place, gradient in enumerate(found) if gradient is None]:
        if materialize_grads:
            zeros = np.zeros_like(sought[index].array)
            found[index] = Tensor(zeros).requires_grad_(create_graph)
        elif not allow_unused:
            raise RuntimeError(backward_errors.UNUSED_INPUT.format(index))
        elif (absent := current().rules.absent) is not None:
            found[index] = absent(sought[index], None)
    if isinstance(inputs, Mapping):
        return dict(zip(inputs, found, strict=True))
    return tuple(found)


def _gradients(
    outputs: Tensors,
    sought: Sequence[Tensor],
    grad_outputs: Gradients,
    keep: bool,
    create_graph: bool,
) -> list[Tensor | None]:
    """One pass; None for inputs that were not reached."""
    edges, starts = _started(outputs, grad_outputs)
    captures = _captures(sought)
    run = current()
    create = create_graph and run.rules.records
    found = traverse(edges, starts, retain=keep, create=create, captures=captures)
    if run.rules.fills:
        for index, gradient in found.items():
            if sought[index].node is None:
                value = gradient if create else gradient.array
                accumulate(run, sought[index], value, free=False, is_held=lambda _: True)
    return [found.get(index) for index in range(len(sought))]


def _captures(sought: Sequence[Tensor]) -> list[Capture]:
    _require_tensors(sought)
    if not all(tensor.requires_grad for tensor in sought):
        raise RuntimeError(backward_errors.INPUT_WITHOUT_GRAD)
    return [Capture(edge_of(tensor), index) for index, tensor in enumerate(sought)]


def _listed(tensors: Tensors | Mapping[str, Tensor]) -> tuple[Tensor, ...]:
    if isinstance(tensors, Tensor):
        return (tensors,)
    return tuple(tensors.values()) if isinstance(tensors, Mapping) else tuple(tensors)


def _require_tensors(sought: Sequence[Any]) -> None:
    for tensor in sought:
        if not isinstance(tensor, Tensor):
            raise RuntimeError(backward_errors.INPUT_IS_NO_TENSOR.format(type(tensor).__name__))  # noqa: TRY004 - PyTorch's own


def _paired(tensors: Tensors, gradients: Gradients) -> tuple[tuple[Tensor, ...], tuple[Any, ...]]:
    """Outputs and what was given for them, each as a tuple."""
    outputs = (tensors,) if isinstance(tensors, Tensor) else tuple(tensors)
    if gradients is None:
        return outputs, (None,) * len(outputs)
    return outputs, (gradients,) if isinstance(gradients, Tensor) else tuple(gradients)


def _started(
    tensors: Tensors, gradients: Gradients
) -> tuple[Sequence[Edge | None], Sequence[Tensor | None]]:
    """Where a pass starts, with which cotangents, after PyTorch's checks in its order."""
    if isinstance(tensors, Tensor) and (gradients is None or isinstance(gradients, Tensor)):
        start = _start(tensors, gradients, (tensors,), (gradients,))
        if not tensors.requires_grad:
            _refuse_without_history(0)
            return (None,), (None,)
        return (edge_of(tensors),), (start,)
    outputs, given = _paired(tensors, gradients)
    starts: list[Tensor | None] = []
    for output, gradient in zip(outputs, given, strict=False):
        starts.append(_start(output, gradient, outputs, given))
    if len(starts) != len(outputs):
        raise RuntimeError(f"got {len(outputs)} tensors and {len(starts)} gradients")
    edges: list[Edge | None] = []
    for index, output in enumerate(outputs):
        if not output.requires_grad:
            _refuse_without_history(index)
        edges.append(edge_of(output) if output.requires_grad else None)
    return edges, starts


def _refuse_without_history(index: int) -> None:
    if not current().rules.forgiving:
        raise RuntimeError(backward_errors.NO_HISTORY.format(index))


def _start(
    output: Any, gradient: Any, outputs: Iterable[Any], given: Iterable[Any]
) -> Tensor | None:
    if not isinstance(output, Tensor):
        raise AssertionError("Expected output to be a torch.Tensor")  # noqa: TRY004 - PyTorch's own
    shape = output.array.shape
    if isinstance(gradient, Tensor):
        # Looked up by comparison, as PyTorch does: its message for a second pair depends on it.
        places = lambda: (tuple(given).index(gradient), tuple(outputs).index(output))  # noqa: E731
        started: Tensor = current().rules.start(gradient, shape, places)
        return started
    if gradient is not None:
        raise TypeError(
            f"gradients can be either Tensors or None, but got {type(gradient).__name__}"
        )
    if not output.requires_grad:
        return None
    if output.array.size != 1 and not current().rules.forgiving:
        raise RuntimeError(backward_errors.IMPLICIT_GRADIENT)
    one = output.array.copy()
    one.fill(1)
    return Tensor(one)
