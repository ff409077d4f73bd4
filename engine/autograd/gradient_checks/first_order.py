"""`torch.autograd.gradcheck`: first derivatives held against differences."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple, NoReturn

import numpy as np

from engine.autograd.backward import grad
from engine.autograd.context import current
from engine.autograd.dtypes import Array, float64
from engine.autograd.errors import Unsupported
from engine.autograd.errors import gradient_checks as errors
from engine.autograd.errors.gradient_checks import GradcheckError
from engine.autograd.gradient_checks.jacobians import (
    Function,
    as_tuple,
    by_differences,
    by_passes,
    differentiable,
    requiring_gradients,
)
from engine.autograd.gradient_checks.undefined import check_undefined
from engine.autograd.tensor import Tensor
from engine.autograd.views import overlaps_itself


class Tolerances(NamedTuple):
    """How exact a derivative must be.

    Attributes:
        eps: how far an element is moved for a difference.
        atol: the absolute error that is allowed.
        rtol: the error that is allowed in relation to the difference.
        nondet: how much two backward passes may differ.
        types: whether gradients must have their inputs' types.
    """

    eps: float
    atol: float
    rtol: float
    nondet: float
    types: bool


_UNSUPPORTED: Final = (
    "check_batched_grad",
    "check_batched_forward_grad",
    "check_forward_ad",
    "fast_mode",
)


def gradcheck(  # noqa: PLR0913 - PyTorch's own signature
    func: Function,
    inputs: Any,
    *,
    eps: float = 1e-6,
    atol: float = 1e-5,
    rtol: float = 1e-3,
    raise_exception: bool = True,
    nondet_tol: float = 0.0,
    check_undefined_grad: bool = True,
    check_grad_dtypes: bool = False,
    check_batched_grad: bool = False,
    check_batched_forward_grad: bool = False,
    check_forward_ad: bool = False,
    check_backward_ad: bool = True,
    fast_mode: bool = False,
    masked: bool | None = None,
) -> bool:
    """Whether backward passes through a function give what differences give.

    Args:
        func: takes the inputs, returns a tensor or a tuple of tensors.
        inputs: a tensor or a tuple; float64 tensors that require gradients are checked.
        eps: how far an element is moved for a difference.
        atol: the absolute error that is allowed.
        rtol: the error that is allowed in relation to the difference.
        raise_exception: raise an error when the check fails, in place of answering False.
        nondet_tol: how much two backward passes may differ.
        check_undefined_grad: whether backward must cope with gradients that do not arrive.
        check_grad_dtypes: whether gradients must have their inputs' types.
        check_batched_grad: not supported.
        check_batched_forward_grad: not supported.
        check_forward_ad: not supported.
        check_backward_ad: whether to check anything at all.
        fast_mode: not supported.
        masked: without effect on dense tensors.

    Returns:
        True, or False when the check failed and `raise_exception` is off.

    Raises:
        GradcheckError: when the check fails.
        ValueError: when no input requires a gradient.
        Unsupported: for what is not supported.
    """
    del masked
    if not (check_forward_ad or check_backward_ad):
        raise AssertionError(errors.NO_CHECK)
    if check_batched_grad and not check_backward_ad:
        raise AssertionError(errors.BATCHED_WITHOUT_BACKWARD)
    if check_batched_forward_grad and not check_forward_ad:
        raise AssertionError(errors.BATCHED_WITHOUT_FORWARD)
    options = (check_batched_grad, check_batched_forward_grad, check_forward_ad, fast_mode)
    for name, wanted in zip(_UNSUPPORTED, options, strict=True):
        if wanted:
            raise Unsupported(f"gradcheck({name}=True)")
    exactness = Tolerances(eps, atol, rtol, nondet_tol, check_grad_dtypes)
    try:
        _check(func, as_tuple(inputs), exactness, undefined=check_undefined_grad)
    except GradcheckError:
        if raise_exception:
            raise
        return False
    return True


def _check(
    func: Function, inputs: tuple[Any, ...], exactness: Tolerances, *, undefined: bool
) -> None:
    _check_inputs(inputs)
    given = func(*inputs)
    outputs = differentiable(given)
    numerical = by_differences(func, inputs, as_tuple(given), exactness.eps)
    if outputs:
        _compare(as_tuple(given), inputs, numerical, exactness)
    elif any(bool((matrix != 0).any()) for matrices in numerical for matrix in matrices):
        raise GradcheckError(errors.NOT_ZERO)
    _check_linear(outputs, requiring_gradients(inputs))
    if undefined:
        check_undefined(func, inputs, len(outputs))


def _check_inputs(inputs: tuple[Any, ...]) -> None:
    for index, tensor in enumerate(inputs):
        if not isinstance(tensor, Tensor) or not tensor.requires_grad:
            continue
        if tensor.dtype is not float64:
            current().warn(errors.NOT_DOUBLE_WARNING.format(index))
        if overlaps_itself(tensor.array):
            raise RuntimeError(errors.OVERLAPPING_INPUT.format(index))
    if not requiring_gradients(inputs):
        raise ValueError(errors.NO_INPUT)


def _compare(
    given: Sequence[Tensor],
    inputs: Sequence[Any],
    numerical: list[list[Array]],
    exactness: Tolerances,
) -> None:
    tensors = requiring_gradients(inputs)
    # By output, then by input; constants among the outputs are passed over.
    columns = list(zip(given, zip(*numerical, strict=True), strict=False))
    checked = [(output, matrices) for output, matrices in columns if output.requires_grad]
    for number, (output, matrices) in enumerate(checked):
        found = by_passes(tensors, output, exactness.nondet, check_types=exactness.types)
        for place, (one, other) in enumerate(zip(found, matrices, strict=True)):
            if not np.allclose(one, other, exactness.rtol, exactness.atol):
                _refuse(number, place, one, other)


def _refuse(number: int, place: int, analytical: Array, numerical: Array) -> NoReturn:
    shown = Tensor(numerical), Tensor(analytical)
    raise GradcheckError(errors.MISMATCH.format(number, place, *shown))


def _check_linear(outputs: Sequence[Tensor], inputs: list[Tensor]) -> None:
    """A gradient of zeros must give zeros."""
    zeros = [Tensor(np.zeros_like(output.array, order="C")) for output in outputs]
    for gradient in grad(outputs, inputs, zeros, allow_unused=True):
        if gradient is not None and not bool((gradient.array == 0).all()):
            raise GradcheckError(errors.NOT_LINEAR)
