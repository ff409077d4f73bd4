"""What PyTorch says of custom functions."""

LEGACY_FUNCTION = (
    "Legacy autograd function with non-static forward method is deprecated. Please use new-style "
    "autograd function with static forward method. (Example: "
    "https://pytorch.org/docs/stable/autograd.html#torch.autograd.Function)"
)
FUNCTION_INSTANCE_WARNING = (
    "{} should not be instantiated. Methods on autograd functions are all static, so you should "
    "invoke them on the class itself. Instantiating an autograd function will raise an error in a "
    "future version of PyTorch."
)
NO_FORWARD = "You must implement the forward function for custom autograd.Function."
NO_BACKWARD = (
    "You must implement either the backward or vjp method for your custom autograd.Function to use "
    "it with backward mode AD."
)
NO_SETUP = "setup_context is not implemented."
TWO_BACKWARDS = (
    "Implementing both 'backward' and 'vjp' for a custom Function is not allowed. You should only "
    "implement one of them."
)
ONCE_DIFFERENTIABLE = (
    "trying to differentiate twice a function that was marked with @once_differentiable"
)
NUMBER_OF_GRADIENTS = "function {} returned an incorrect number of gradients (expected {}, got {})"
GRADIENT_OF_NO_TENSOR = (
    "function {} returned a gradient different than None at position {}, but the corresponding "
    "forward input was not a Variable"
)
GRADIENT_KIND = "expected Variable or None (got {})"
INVALID_GRADIENT = (
    "Function {} returned an invalid gradient at index {} - got {} but expected shape compatible "
    "with {}"
)
SAVED_NO_TENSOR = "save_for_backward can only save variables, but argument {} is of type {}"
# These two stop short in PyTorch.
DIRTY_IS_NO_TENSOR = "mark_dirty can only accept variables, but argument "
CONSTANT_IS_NO_TENSOR = "mark_non_differentiable only accepts variable arguments, but got "
MATERIALIZE_IS_NO_BOOL = (
    "set_materialize_grads received an invalid combination of arguments - got (), but expected "
    "(bool)"
)
DIRTY_NOT_RETURNED = (
    "Some elements marked as dirty during the forward method were not returned as output. The "
    "inputs that are modified inplace must all be outputs of the Function."
)
DIRTY_LEAF = "a leaf Variable that requires grad has been used in an in-place operation."
DIRTY_NO_INPUT_WARNING = (
    "ctx.mark_dirty() received a tensor that was not an input. Only input Tensors that have been "
    "mutated should be passed to ctx.mark_dirty()."
)
DIRTY_VIEW = (
    "If your Function modifies inplace an input that is a view of another Tensor, your Function "
    "cannot return more than one Tensor. This is not supported by the current autograd engine. You "
    "should either make sure the input is not a view (using .clone() for example) or make your "
    "Function only return one Tensor (potentially splitting it into two Functions: one doing the "
    "inplace that returns a single Tensor and a second one that does the other operations). You "
    "can ask on the forum https://discuss.pytorch.org/ if you need help to do this change."
)
SAVED_AS_IS = (
    "An input that has been returned as-is as output is being saved for backward. This is not "
    "supported if you override setup_context. You should return and save a view of the input "
    "instead, e.g. with x.view_as(x) or setup ctx inside the forward function itself."
)
VIEW_OF_FUNCTION = (
    "Output {} of {} is a view and is being modified inplace. This view was created inside a custom "
    "Function (or because an input was returned as-is) and the autograd logic to handle "
    "view+inplace would override the custom backward associated with the custom Function, leading "
    "to incorrect gradients. This behavior is forbidden. You can fix this by cloning the output of "
    "the custom Function."
)
