"""What PyTorch says of derivatives that fail a check."""


class GradcheckError(RuntimeError):
    """A derivative is not what differences say it is."""


NOT_DOUBLE_WARNING = (
    "Input #{} requires gradient and is not a double precision floating point or complex. This "
    "check will likely fail if all the inputs are not of double precision floating point or "
    "complex. "
)
OVERLAPPING_INPUT = (
    "The {}th input has a dimension with stride 0. gradcheck only supports inputs that are "
    "non-overlapping to be able to compute the numerical gradients correctly. You should call "
    ".contiguous on the input before passing it to gradcheck."
)
NO_INPUT = (
    "gradcheck expects at least one input tensor to require gradient, but none of them have "
    "requires_grad=True."
)
NO_CHECK = "Expected at least one of check_forward_ad or check_backward_ad to be True"
BATCHED_WITHOUT_BACKWARD = "Setting check_batched_grad=True requires check_backward_ad to be True"
BATCHED_WITHOUT_FORWARD = (
    "Setting check_batched_forward_grad=True requires check_forward_ad to be True"
)
NO_SECOND_CHECK = "Expected at least one of check_fwd_over_rev or check_rev_over_rev to be True"
UNDEFINED_WITHOUT_REVERSE = (
    "Setting check_undefined_grad=True requires check_rev_over_rev to be True"
)
BATCHED_WITHOUT_REVERSE = "Setting check_batched_grad=True requires check_rev_over_rev to be True"
OTHER_SHAPES = (
    "Expected `func` to return outputs with the same shape when inputs are perturbed on index {} "
    "by {}, but got: shapes {} and {}."
)
OTHER_TYPES = (
    "Expected `func` to return outputs with the same dtype when inputs are perturbed on index {} "
    "by {}, but got: dtypes {} and {}."
)
NOT_ZERO = "Numerical gradient for function expected to be zero"
MISMATCH = (
    "Jacobian mismatch for output {} with respect to input {},\nnumerical:{}\nanalytical:{}\n"
)
GRADIENT_TYPE = "Gradient has dtype mismatch"
NOT_REENTRANT = (
    "Backward is not reentrant, i.e., running backward with same input and grad_output multiple "
    "times gives different values, although analytical gradient matches numerical gradient.The "
    "tolerance for nondeterminism was {}.\n\n"
    "NOTE: If your op relies on non-deterministic operations i.e., it is listed here:\n"
    "https://pytorch.org/docs/stable/generated/torch.use_deterministic_algorithms.html\n"
    "this failure might be expected.\n\n"
    "If you are adding a new operator, please file an issue and then use one of the\n"
    "workarounds. The workaround depends on how your test invokes gradcheck/gradgradcheck.\n"
    "If the test\n"
    "- manually invokes gradcheck/gradgradcheck, then call gradcheck/gradgradcheck\n"
    "  with `nondet_tol=<tol>` as a keyword argument.\n"
    "- is OpInfo-based (e.g., in test_ops_gradients.py), then modify the OpInfo for the test\n"
    "  to have `gradcheck_nondet_tol=<tol>`.\n"
    "- is a Module test (e.g., in common_nn.py), then modify the corresponding\n"
    "  module_test entry to have `gradcheck_nondet_tol=<tol>`\n"
)
NOT_LINEAR = "backward not multiplied by grad_output"
UNDEFINED_WARNING = (
    "Backwards compatibility: New undefined gradient support checking feature is enabled by "
    "default, but it may break existing callers of this function. If this is true for you, you can "
    'call this function with "check_undefined_grad=False" to disable the feature'
)
UNDEFINED_FAILED = (
    "Expected backward function to handle undefined output grads. Please look at "
    '"Notes about undefined output gradients" in "tools/autograd/derivatives.yaml"'
)
UNDEFINED_NOT_ZERO = (
    "Expected all input grads to be undefined or zero when all output grads are undefined or zero. "
    'Please look at "Notes about undefined output gradients" in "tools/autograd/derivatives.yaml"'
)
