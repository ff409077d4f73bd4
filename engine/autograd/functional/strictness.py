"""What strict mode refuses: results that do not depend on an input."""

from engine.autograd.errors import functional as errors
from engine.autograd.functional.arguments import Gradients, Tensors, zeros_like
from engine.autograd.tensor import Tensor


def require_gradients(tensors: Gradients, independent: str, *, strict: bool) -> None:
    """Refuse tensors without a history.

    Args:
        tensors: outputs or gradients; None stands for a gradient that does not exist.
        independent: what to say, with a place for the number.
        strict: whether to look at all.

    Raises:
        RuntimeError: in strict mode, for the first that depends on nothing.
    """
    if not strict:
        return
    for index, tensor in enumerate(tensors):
        if tensor is None:
            raise RuntimeError(errors.INDEPENDENT_OUTPUT.format(index))
        if not tensor.requires_grad:
            raise RuntimeError(independent.format(index))


def filled(
    gradients: Gradients,
    references: Tensors,
    missing: str,
    constant: str,
    *,
    strict: bool,
    create_graph: bool,
) -> list[Tensor]:
    """Gradients with zeros in place of those that do not exist.

    Args:
        gradients: what a pass found.
        references: tensors of their shapes.
        missing: what strict mode says of one that does not exist.
        constant: what it says of one without a history, if histories are asked for.
        strict: whether to refuse such.
        create_graph: whether histories are asked for.

    Raises:
        RuntimeError: in strict mode.
    """
    result: list[Tensor] = []
    for index, (gradient, reference) in enumerate(zip(gradients, references, strict=True)):
        if gradient is None:
            if strict:
                raise RuntimeError(missing.format(index))
            result.append(zeros_like(reference))
            continue
        if strict and create_graph and not gradient.requires_grad:
            raise RuntimeError(constant.format(index))
        result.append(gradient)
    return result
