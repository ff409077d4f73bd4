"""`torch.autograd.gradgradcheck`: second derivatives held against differences of the first."""

from typing import Any

import numpy as np

from engine.autograd.backward import grad
from engine.autograd.context import current
from engine.autograd.errors import Unsupported
from engine.autograd.errors import gradient_checks as errors
from engine.autograd.gradient_checks.first_order import gradcheck
from engine.autograd.gradient_checks.jacobians import Function, as_tuple, differentiable
from engine.autograd.tensor import Tensor


def gradgradcheck(  # noqa: PLR0913 - PyTorch's own signature
    func: Function,
    inputs: Any,
    grad_outputs: Any = None,
    *,
    eps: float = 1e-6,
    atol: float = 1e-5,
    rtol: float = 1e-3,
    gen_non_contig_grad_outputs: bool = False,
    raise_exception: bool = True,
    nondet_tol: float = 0.0,
    check_undefined_grad: bool = True,
    check_grad_dtypes: bool = False,
    check_batched_grad: bool = False,
    check_fwd_over_rev: bool = False,
    check_rev_over_rev: bool = True,
    fast_mode: bool = False,
    masked: bool = False,
) -> bool:
    """Whether gradients of a function, differentiated again, give what their differences give.

    Args:
        func: as for `gradcheck`.
        inputs: as for `gradcheck`.
        grad_outputs: gradients to start from; random ones if left out.
        eps: as for `gradcheck`.
        atol: as for `gradcheck`.
        rtol: as for `gradcheck`.
        gen_non_contig_grad_outputs: not supported.
        raise_exception: as for `gradcheck`.
        nondet_tol: as for `gradcheck`.
        check_undefined_grad: as for `gradcheck`.
        check_grad_dtypes: as for `gradcheck`.
        check_batched_grad: not supported.
        check_fwd_over_rev: not supported.
        check_rev_over_rev: whether to check anything at all.
        fast_mode: not supported.
        masked: without effect on dense tensors.

    Returns:
        As `gradcheck`.

    Raises:
        GradcheckError: when the check fails.
        Unsupported: for what is not supported.
    """
    if not (check_fwd_over_rev or check_rev_over_rev):
        raise AssertionError(errors.NO_SECOND_CHECK)
    if check_undefined_grad and not check_rev_over_rev:
        raise AssertionError(errors.UNDEFINED_WITHOUT_REVERSE)
    if check_batched_grad and not check_rev_over_rev:
        raise AssertionError(errors.BATCHED_WITHOUT_REVERSE)
    if gen_non_contig_grad_outputs:
        raise Unsupported("gradgradcheck(gen_non_contig_grad_outputs=True)")
    given = as_tuple(inputs)
    starts = _starts(func, given) if grad_outputs is None else as_tuple(grad_outputs)
    return gradcheck(
        _gradient_of(func, given, starts),
        given + starts,
        eps=eps,
        atol=atol,
        rtol=rtol,
        raise_exception=raise_exception,
        nondet_tol=nondet_tol,
        check_undefined_grad=check_undefined_grad,
        check_grad_dtypes=check_grad_dtypes,
        check_batched_grad=check_batched_grad,
        fast_mode=fast_mode,
        check_forward_ad=check_fwd_over_rev,
        check_backward_ad=check_rev_over_rev,
        masked=masked,
    )


def _starts(func: Function, inputs: tuple[Any, ...]) -> tuple[Tensor, ...]:
    """Random gradients in [-1, 1) for the outputs."""
    return tuple(_start(output) for output in differentiable(func(*inputs)))


def _start(output: Tensor) -> Tensor:
    array = output.array
    drawn = current().generator.affine_uniform(array.size, np.dtype(array.dtype), -1, 1)
    return Tensor(drawn.reshape(array.shape)).requires_grad_()


def _gradient_of(func: Function, inputs: tuple[Any, ...], starts: tuple[Tensor, ...]) -> Function:
    """The function from inputs and starting gradients to the inputs' gradients."""
    wanted = [isinstance(value, Tensor) and value.requires_grad for value in inputs]
    starting = [tensor.requires_grad for tensor in starts]

    def gradient(*values: Any) -> tuple[Tensor, ...]:
        # Cut as PyTorch cuts them: without any starting gradient, no input is left either.
        at, first = values[: -len(starts)], values[-len(starts) :]
        marked = [_marked(value, needs) for value, needs in zip(at, wanted, strict=False)]
        outputs = differentiable(func(*marked))
        seeds = [_marked(value, needs) for value, needs in zip(first, starting, strict=False)]
        tensors = [value for value, needs in zip(marked, wanted, strict=False) if needs]
        found = grad(outputs, tensors, seeds, create_graph=True, allow_unused=True)
        return tuple(one for one in found if one is not None)

    return gradient


def _marked(value: Any, needs_grad: bool) -> Any:
    return value.requires_grad_() if needs_grad else value
