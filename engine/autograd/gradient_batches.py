"""`autograd.grad` of many gradients at once: those that lie along their first dimension."""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from engine.autograd import errors
from engine.autograd.context import current
from engine.autograd.errors import backward as backward_errors
from engine.autograd.operations.indexing import get
from engine.autograd.operations.joining import stack
from engine.autograd.size import Size
from engine.autograd.tensor import Tensor

# From one gradient for each output, and whether it is the last, to one for each input.
Pass: TypeAlias = Callable[[list[Any], bool], Sequence[Tensor | None]]


def in_batch(
    outputs: Sequence[Any], gradients: Sequence[Any], differentiate: Pass
) -> list[Tensor | None]:
    """Differentiate once for each place of the first dimension of the gradients.

    Args:
        outputs: what is differentiated.
        gradients: for each output a stack of gradients, or None.
        differentiate: one pass.

    Returns:
        For each input the stack of its gradients, or None.

    Raises:
        RuntimeError: when a gradient has not its output's shape.
        Unsupported: when no gradient is given, or none along the first dimension.
    """
    for number, (output, gradient) in enumerate(zip(outputs, gradients, strict=False)):
        if isinstance(gradient, Tensor) and isinstance(output, Tensor):
            _check_shape(number, output, gradient)
    count = min((len(g.array) for g in gradients if isinstance(g, Tensor)), default=0)
    if count == 0:
        raise errors.Unsupported("torch.autograd.grad(is_grads_batched=True) of no gradients")
    rows = [
        differentiate([g if g is None else get(g, place) for g in gradients], place == count - 1)
        for place in range(count)
    ]
    columns = list(zip(*rows, strict=True))
    current().allow(sum(row.numel() for column in columns for row in column if row is not None))
    return [None if column[0] is None else stack(column) for column in columns]


def _check_shape(number: int, output: Tensor, gradient: Tensor) -> None:
    first = gradient.array.shape[1:]
    if first != output.array.shape:
        # PyTorch shows one dimension less than it compared.
        text = backward_errors.BATCH_SHAPE.format(number, Size(first[1:]), number, output.shape)
        raise RuntimeError(text)
