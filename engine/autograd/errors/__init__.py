"""Texts of every error and warning, and the engine's own exception classes.

The texts are those of PyTorch 2.13 on the CPU; `tests/oracle` compares them with it. An error is
raised where its cause is noticed; what it says stands in this package, in this file what concerns
tensors and the graph, and in a file for each other part of the engine. Only what a single operation
says of its own operands stands at that operation, next to the condition it tells of.
"""

from collections.abc import Sequence


class Unsupported(Exception):
    """PyTorch can do this and the engine cannot: refused, so that nothing is computed wrongly."""


class NoRun(RuntimeError):
    """An operation was called outside `run_context`."""


FREED = (
    "Trying to backward through the graph a second time (or directly access saved tensors after "
    "they have already been freed). Saved intermediate values of the graph are freed when you call "
    ".backward() or autograd.grad(). Specify retain_graph=True if you need to backward through the "
    "graph a second time or if you need to access saved tensors after calling backward."
)
LEAF_IN_PLACE = "a leaf Variable that requires grad is being used in an in-place operation."
VIEW_OF_LEAF_IN_PLACE = (
    "a view of a leaf Variable that requires grad is being used in an in-place operation."
)
VIEW_MADE_WITHOUT_GRAD = (
    "A view was created in no_grad mode and is being modified inplace with grad mode enabled. "
    "Given that this use case is ambiguous and error-prone, it is forbidden. You can clarify your "
    "code by moving both the view and the inplace either both inside the no_grad block (if you "
    "don't want the inplace to be tracked) or both outside (if you want the inplace to be tracked)."
)
SHARED_MEMORY_WRITE = (
    "unsupported operation: more than one element of the written-to tensor refers to a single "
    "memory location. Please clone() the tensor before performing the operation."
)
OVERLAPPING_MEMORY = (
    "unsupported operation: some elements of the input tensor and the written-to tensor refer to a "
    "single memory location. Please clone() the tensor before performing the operation."
)
CONDITION_TYPE = "where expected condition to be a boolean tensor, but got a tensor with dtype {}"
TRANSPOSE_OF_SCALAR = (
    "Tensor.{} is deprecated on 0-D tensors. This function is the identity in these cases."
)
PUT_ON_EXPANDED = (
    "Use of index_put_ on expanded tensors is deprecated. Please clone() the tensor before "
    "performing this operation. This also applies to advanced indexing e.g. tensor[indices] = tensor"
)
_WRITTEN = "is being modified inplace"
_BASE_WRITTEN = "its base or another view of its base has been modified inplace"
_SEVERAL_VIEWS = (
    "This view is the output of a function that returns multiple views. Such functions do not allow "
    "the output views to be modified inplace. You should replace the inplace operation by an "
    "out-of-place one."
)
VIEW_WITHOUT_GRAD_CHANGED = VIEW_MADE_WITHOUT_GRAD.replace(_WRITTEN, _BASE_WRITTEN)
SCALAR_SIZE = "Dimension specified as 0 but tensor has no dimensions"
DETACH_VIEW = (
    "Can't detach views in-place. Use detach() instead. If you are using DistributedDataParallel "
    "(DDP) for training, and gradient_as_bucket_view is set as True, gradients are views of DDP "
    "buckets, and hence detach_() cannot be called on these gradients. To fix this error, please "
    "refer to the Optimizer.zero_grad() function in torch/optim/optimizer.py as the solution."
)
MODE_IS_NO_BOOL = "set_grad_enabled(): argument 'enabled' (position 1) must be bool, not {}"
INTEGER_ADDCDIV = (
    "Integer division with addcdiv is no longer supported, and in a future  release addcdiv will "
    "perform a true division of tensor1 and tensor2. The historic addcdiv behavior can be "
    "implemented as (input + value * torch.trunc(tensor1 / tensor2)).to(input.dtype) for integer "
    "inputs and as (input + value * tensor1 / tensor2) for float inputs. The future addcdiv "
    "behavior is just the latter implementation: (input + value * tensor1 / tensor2), for all "
    "dtypes."
)
HOOK_WITHOUT_GRAD = "cannot register a hook on a tensor that doesn't require gradient"
HOOK_RETURNED = "expected Variable, but hook returned '{}'"
HOOK_REPLACED_NONE = "can't replace a None gradient with a non-None value"
HOOK_AFTER_NON_LEAF = "post accumulate grad hooks cannot be registered on non-leaf tensors"
HOOK_KIND = "expected tuple, but hook returned '{}'"
HOOK_COUNT = "hook '{}' has returned an incorrect number of values (got {}, but expected {})"
HOOK_CHANGED_SIZE = "hook '{}' has changed the size of value"
HOOK_CHANGED_TYPE = "hook '{}' has changed the type of value (was {} got {})"
RETAIN_WITHOUT_GRAD = "can't retain_grad on Tensor that has requires_grad=False"
FLAG_OF_NON_LEAF = "you can only change requires_grad flags of leaf variables."
CLEAR_FLAG_OF_NON_LEAF = (
    FLAG_OF_NON_LEAF + " If you want to use a computed variable in a subgraph that doesn't require "
    "differentiation use var_no_grad = var.detach()."
)
FLOATING_CREATION = "Only Tensors of floating point and complex dtype can require gradients"
FLOATING_METHOD = "only Tensors of floating point dtype can require gradients"
FLOATING_FLAG = "only Tensors of floating point and complex dtype can require gradients"
GRAD_IS_NO_TENSOR = "assigned grad expected to be a Tensor or None but got grad of type {}"
OWN_GRAD = "can't assign Variable as its own grad"
GRAD_SIZE = (
    "attempting to assign a gradient of size '{}' to a tensor of size '{}'. "
    "Please ensure that the gradient and the tensor are the same size"
)
GRAD_DTYPE = (
    "attempting to assign a gradient with dtype '{}' to a tensor with grad_dtype '{}'. The "
    "gradient must match the tensor's grad_dtype (defaults to the tensor's dtype). You can set the "
    "tensor's grad_dtype attribute with a specific dtype, or None to allow any dtype. Set "
    "grad_dtype with caution. Diverging the dtypes of a tensor and its gradient may break "
    "downstream systems that assume they match."
)
DATA_IS_NO_TENSOR = "Variable data has to be a tensor, but got {}"
NOT_IMPLEMENTED = "derivative for aten::{} is not implemented"
NOT_DIFFERENTIABLE = (
    "The function '{}' is not differentiable with respect to argument '{}'. "
    "This input cannot have requires_grad True."
)
AMBIGUOUS_TRUTH = "Boolean value of Tensor with more than one value is ambiguous"
EMPTY_TRUTH = "Boolean value of Tensor with no values is ambiguous"
ITEM_OF_MANY = "a Tensor with {} elements cannot be converted to Scalar"
NUMBER_OF_MANY = "only one element tensors can be converted to Python scalars"
INDEX_OF_MANY = "only integer tensors of a single element can be converted to an index"
PINNED_MEMORY = (
    "pin_memory=True requires a CUDA or other accelerator backend; no pinned memory allocator is "
    "available on this system."
)
INDEX_OF_SCALAR = (
    "invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ "
    "to convert a 0-dim tensor to a number"
)
INDEX_KIND = (
    "only integers, slices (`:`), ellipsis (`...`), None and long or byte Variables are valid "
    "indices (got {})"
)
BOOL_SUBTRACTION = (
    "Subtraction, the `-` operator, with a bool tensor is not supported. If you are trying to "
    "invert a mask, use the `~` or `logical_not()` operator instead."
)
BOOLS_SUBTRACTION = (
    "Subtraction, the `-` operator, with two bool tensors is not supported. "
    "Use the `^` or `logical_xor()` operator instead."
)
INCOMPATIBLE_VIEW = (
    "view size is not compatible with input tensor's size and stride (at least one dimension spans "
    "across two contiguous subspaces). Use .reshape(...) instead."
)

NON_LEAF_GRAD_WARNING = (
    "The .grad attribute of a Tensor that is not a leaf Tensor is being accessed. Its .grad "
    "attribute won't be populated during autograd.backward(). If you indeed want the .grad field "
    "to be populated for a non-leaf Tensor, use .retain_grad() on the non-leaf Tensor. If you "
    "access the non-leaf Tensor by mistake, make sure you access the leaf Tensor instead. See "
    "github.com/pytorch/pytorch/pull/30531 for more information."
)
COPY_CONSTRUCT_WARNING = (
    "To copy construct from a tensor, it is recommended to use sourceTensor.detach().clone() or "
    "sourceTensor.detach().clone().requires_grad_(True), rather than torch.tensor(sourceTensor)."
)
SCALAR_CONVERSION_WARNING = (
    "Converting a tensor with requires_grad=True to a scalar may lead to unexpected behavior.\n"
    "Consider using tensor.detach() first."
)
OVERFLOW = "value cannot be converted to type {} without overflow"
BYTE_CONDITION = (
    "where received a uint8 condition tensor. This behavior is deprecated and will be removed in a "
    "future version of PyTorch. Use a boolean condition instead."
)
BYTE_INDEX = (
    "indexing with dtype torch.uint8 is now deprecated, please use a dtype torch.bool instead."
)
LIST_AS_TUPLE = (
    "Using a non-tuple sequence for multidimensional indexing is deprecated and will be changed in "
    "pytorch 2.9; use x[tuple(seq)] instead of x[seq]. In pytorch 2.9 this will be interpreted as "
    "tensor index, x[torch.tensor(seq)], which will result either in an error or a different result"
)
TRANSPOSE_WARNING = (
    "The use of `x.T` on tensors of dimension other than 2 to reverse their shape is deprecated "
    "and it will throw an error in a future release. Consider `x.mT` to transpose batches of "
    "matrices or `x.permute(*torch.arange(x.ndim - 1, -1, -1))` to reverse the dimensions of a "
    "tensor."
)
ELEMENTWISE_MEAN_WARNING = (
    "reduction='elementwise_mean' is deprecated. Please use reduction='mean' instead."
)
SIZE_AVERAGE_WARNING = (
    "size_average and reduce args will be deprecated, please use reduction='{}' instead."
)
TARGET_SIZE_WARNING = (
    "Using a target size ({}) that is different to the input size ({}). This will likely lead to "
    "incorrect results due to broadcasting. Please ensure they have the same size."
)
KL_MEAN_WARNING = (
    "reduction: 'mean' divides the total loss by both the batch size and the support size."
    "'batchmean' divides only by the batch size, and aligns with the KL div math definition."
    "'mean' will be changed to behave the same as 'batchmean' in the next major release."
)


def sizes(shape: Sequence[int]) -> str:
    """The form a shape has inside most messages: `[2, 3]`."""
    return str(list(shape))


def modified_in_place(
    kind: str, shape: Sequence[int], producer: str | None, found: int, expected: int
) -> RuntimeError:
    """A saved tensor was written to before backward read it.

    Args:
        kind: the tensor's type as `torch.FloatTensor`.
        shape: its shape.
        producer: which output of which operation it is, as "output 0 of Exp"; None for a leaf.
        found: its version now.
        expected: its version when it was saved.
    """
    origin = "" if producer is None else f", which is {producer},"
    return RuntimeError(
        "one of the variables needed for gradient computation has been modified by an inplace "
        f"operation: [{kind} {sizes(shape)}]{origin} is at version {found}; expected version "
        f"{expected} instead. Hint: enable anomaly detection to find the operation that failed to "
        "compute its gradient, with torch.autograd.set_detect_anomaly(True, check_nan=False)."
    )


def gradient_shape(
    gradient: int, output: int, given: Sequence[int], wanted: Sequence[int]
) -> RuntimeError:
    """The gradient given to backward has not its output's shape."""
    return RuntimeError(
        f"Mismatch in shape: grad_output[{gradient}] has a shape of torch.Size({sizes(given)}) and "
        f"output[{output}] has a shape of torch.Size({sizes(wanted)})."
    )


def legacy_gradient_shape(index: int, given: Sequence[int], wanted: Sequence[int]) -> RuntimeError:
    """What PyTorch 1.0-1.3 said when a gradient could not be summed down to its output's shape."""
    return RuntimeError(
        f"invalid gradient at index {index} - got {sizes(given)} but expected shape compatible "
        f"with {sizes(wanted)}"
    )


def broadcast_mismatch(left: int, right: int, dimension: int) -> RuntimeError:
    """Two shapes do not broadcast."""
    return RuntimeError(
        f"The size of tensor a ({left}) must match the size of tensor b ({right}) at non-singleton "
        f"dimension {dimension}"
    )


def one_of_several_views(producer: str | None, *, by_base: bool) -> RuntimeError:
    """A view that is one of several made at once was written to.

    Args:
        producer: "output 0 of Unbind"; None where no operation was recorded.
        by_base: whether it was written to through its base.
    """
    if producer is None:
        subject = "A view was created in no_grad mode and"
        end = " with grad mode enabled."
    else:
        subject, end = f"O{producer[1:]} is a view and", "."
    return RuntimeError(f"{subject} {_BASE_WRITTEN if by_base else _WRITTEN}{end} {_SEVERAL_VIEWS}")


def written_misfit(shape: Sequence[int], result: Sequence[int]) -> RuntimeError:
    """What is to be written does not have the shape of the memory it goes to."""
    return RuntimeError(
        f"output with shape {sizes(shape)} doesn't match the broadcast shape {sizes(result)}"
    )


def not_a_tensor(function: str, argument: str, position: int, value: object) -> TypeError:
    """A function of tensors was given something else."""
    return TypeError(
        f"{function}(): argument '{argument}' (position {position}) must be Tensor, not "
        f"{type(value).__name__}"
    )


def dimension_out_of_range(dimension: int, ndim: int) -> IndexError:
    """A `dim` argument lies outside the tensor's dimensions."""
    bound = max(ndim, 1)
    return IndexError(
        f"Dimension out of range (expected to be in range of [{-bound}, {bound - 1}], but got "
        f"{dimension})"
    )
