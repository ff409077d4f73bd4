"""What PyTorch says of functions it is to differentiate."""

ELEMENT_IS_NO_TENSOR = (
    "The {} given to {} must be either a Tensor or a tuple of Tensors but the value at index {} has "
    "type {}."
)
NO_TENSOR = (
    "The {} given to {} must be either a Tensor or a tuple of Tensors but the given {} has type {}."
)
VECTOR_LENGTH = "v is a tuple of invalid length: should be {} but got {}."
VECTOR_IS_NO_SINGLE = "The given v should contain a single Tensor."
VECTOR_SIZE = "{}v has invalid size: should be {} but got {}."
NO_VECTOR_FOR_OUTPUT = (
    "The vector v can only be None if the user-provided function returns a single Tensor with a "
    "single element."
)
NO_VECTOR_FOR_INPUT = (
    "The vector v can only be None if the input to the user-provided function is a single Tensor "
    "with a single element."
)
NOT_SINGLE = "The function given to {} should return a single Tensor"
NOT_SCALAR = "The Tensor returned by the function given to {} should contain a single element"

INDEPENDENT_OUTPUT = (
    "The output of the user-provided function is independent of input {}. This is not allowed in "
    "strict mode."
)
INDEPENDENT_HESSIAN = (
    "The hessian of the user-provided function with respect to input {} is independent of the "
    "input. This is not allowed in strict mode. You should ensure that your function is thrice "
    "differentiable and that the hessian depends on the inputs."
)
INDEPENDENT_JACOBIAN = (
    "While computing the hessian, found that the jacobian of the user-provided function with "
    "respect to input {} is independent of the input. This is not allowed in strict mode. You "
    "should ensure that your function is twice differentiable and that the jacobian depends on the "
    "inputs (this would be violated by a linear function for example)."
)
INDEPENDENT_GRADIENT = (
    "The gradient with respect to input {} is independent of the inputs of the user-provided "
    "function. This is not allowed in strict mode."
)
OUTPUT_WITHOUT_GRADIENT = (
    "Output {} of the user-provided function does not require gradients. The outputs must be "
    "computed in a differentiable manner from the input when running in strict mode."
)
ENTRY_INDEPENDENT = (
    "Output {} of the user-provided function is independent of input {}. This is not allowed in "
    "strict mode."
)
BACK = INDEPENDENT_OUTPUT
BACK_TRICK = (
    "The gradient with respect to the input is independent of entry {} in the grad_outputs when "
    "using the double backward trick to compute forward mode gradients. This is not allowed in "
    "strict mode."
)
DOUBLE_BACK = (
    "The jacobian of the user-provided function is independent of input {}. This is not allowed in "
    "strict mode."
)
DOUBLE_BACK_TRICK = (
    "The hessian of the user-provided function is independent of entry {} in the grad_jacobian. "
    "This is not allowed in strict mode as it prevents from using the double backward trick to "
    "replace forward mode AD."
)
CONSTANT_JACOBIAN = (
    "The jacobian of the user-provided function is independent of input {}. This is not allowed in "
    "strict mode when create_graph=True."
)
CONSTANT_HESSIAN = (
    "The hessian of the user-provided function is independent of input {}. This is not allowed in "
    "strict mode when create_graph=True."
)

STRATEGY = (
    'Expected strategy to be either "forward-mode" or "reverse-mode". Hint: If your function has '
    'more outputs than inputs, "forward-mode" tends to be more performant. Otherwise, prefer to '
    'use "reverse-mode".'
)
OUTER_STRATEGY = 'Expected strategy to be either "forward-mode" or "reverse-mode".'
FORWARD_WITH_GRAPH = (
    'torch.autograd.functional.jacobian: `create_graph=True` and `strategy="forward-mode"` are '
    "not supported together (yet). Please either set `create_graph=False` or "
    '`strategy="reverse-mode"`.'
)
FORWARD_STRICT = (
    'torch.autograd.functional.jacobian: `strict=True` and `strategy="forward-mode"` are not '
    'supported together (yet). Please either set `strict=False` or `strategy="reverse-mode"`.'
)
FORWARD_NOT_VECTORIZED = (
    "Computing Jacobian using forward-AD or forward-over-reverse Hessian isonly implemented for "
    "`vectorize=True`."
)
VECTORIZED_STRICT = (
    "torch.autograd.functional.jacobian: `strict=True` and `vectorized=True` are not supported "
    "together. Please either set `strict=False` or `vectorize=False`."
)
