"""Inputs, outputs and vectors on their way into these functions and out of them."""

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np

from engine.autograd.backward import grad
from engine.autograd.errors import functional as errors
from engine.autograd.operations.shapes import view_as
from engine.autograd.tensor import Tensor

Function: TypeAlias = Callable[..., Any]
Tensors: TypeAlias = tuple[Tensor, ...]
Gradients: TypeAlias = Sequence[Tensor | None]
OUTPUTS: Final = "outputs of the user-provided function"


class Listed(NamedTuple):
    """One tensor or a tuple of them, as a tuple.

    Attributes:
        tensors: the tensors.
        several: whether they came as a tuple, and are to leave as one.
    """

    tensors: Tensors
    several: bool

    def like_given(self, results: Sequence[Any]) -> Any:
        """Results in the form in which these tensors came."""
        return tuple(results) if self.several else results[0]


def listed(value: Any, argument: str, function: str) -> Listed:
    """A tensor or a tuple of tensors.

    Args:
        value: whatever was given.
        argument: what messages call it.
        function: the function it was given to.

    Raises:
        TypeError: for anything else.
    """
    several = isinstance(value, tuple)
    tensors = value if several else (value,)
    for index, tensor in enumerate(tensors):
        if isinstance(tensor, Tensor):
            continue
        if several:
            text = errors.ELEMENT_IS_NO_TENSOR.format(argument, function, index, type(tensor))
        else:
            text = errors.NO_TENSOR.format(argument, function, argument, type(tensor))
        raise TypeError(text)
    return Listed(tensors, several)


def points(tensors: Tensors, *, create_graph: bool, needs_grad: bool = True) -> Tensors:
    """New tensors of the same memory to differentiate at.

    Tensors that the function captured on its own stay constants: only these are differentiated.

    Args:
        tensors: inputs, or vectors.
        create_graph: whether gradients are to reach the tensors themselves.
        needs_grad: whether the new ones require gradients where that is not so.
    """
    return tuple(
        view_as(tensor, tensor)
        if create_graph and tensor.requires_grad
        else tensor.detach().requires_grad_(needs_grad)
        for tensor in tensors
    )


def cleared(tensors: Sequence[Tensor], *, create_graph: bool) -> Tensors:
    """Tensors as they are given back: without a history, unless one was asked for."""
    return tuple(tensor if create_graph else tensor.detach() for tensor in tensors)


def vector(value: Any, function: str, wanted: Listed, *, create_graph: bool) -> Tensors:
    """The tensors to multiply with.

    Raises:
        TypeError: for what is no tensor.
        RuntimeError: for other sizes than wanted.
    """
    given = points(
        listed(value, "v", function).tensors, create_graph=create_graph, needs_grad=False
    )
    if len(given) != len(wanted.tensors):
        if wanted.several:
            raise RuntimeError(errors.VECTOR_LENGTH.format(len(wanted.tensors), len(given)))
        raise RuntimeError(errors.VECTOR_IS_NO_SINGLE)
    for index, (one, other) in enumerate(zip(given, wanted.tensors, strict=True)):
        if one.shape != other.shape:
            entry = f"Entry {index} in " if wanted.several else ""
            raise RuntimeError(errors.VECTOR_SIZE.format(entry, other.shape, one.shape))
    return given


def is_one_number(tensors: Tensors) -> bool:
    """Whether there is one tensor of one element, for which a vector may be left out."""
    return len(tensors) == 1 and tensors[0].numel() == 1


def gradients(
    outputs: Gradients,
    inputs: Tensors,
    vectors: Gradients | None = None,
    *,
    create_graph: bool = False,
    retain_graph: bool | None = None,
) -> tuple[Tensor | None, ...]:
    """`autograd.grad` that passes over outputs which need no gradient."""
    given = (None,) * len(outputs) if vectors is None else vectors
    pairs = [
        (output, one)
        for output, one in zip(outputs, given, strict=True)
        if output is not None and output.requires_grad
    ]
    if not pairs:
        return (None,) * len(inputs)
    found: tuple[Tensor | None, ...] = grad(
        [output for output, _ in pairs],
        inputs,
        [one for _, one in pairs],
        allow_unused=True,
        create_graph=create_graph,
        retain_graph=retain_graph,
    )
    return found


def zeros_like(tensor: Tensor, *, requires_grad: bool = False) -> Tensor:
    """Zeros of a tensor's shape and type."""
    return Tensor(np.zeros_like(tensor.array)).requires_grad_(requires_grad)
