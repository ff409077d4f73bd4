"""The tensor: an array, its gradient and its place in the graph."""

import weakref
from collections.abc import Callable
from typing import Any, ClassVar, Final, Self

import numpy as np

from engine.autograd import errors
from engine.autograd.batch import Batch, address
from engine.autograd.context import current
from engine.autograd.dtypes import Array, DType, of
from engine.autograd.hooks import Registered, RemovableHandle
from engine.autograd.node import AccumulateGrad, Node, Version
from engine.autograd.size import Size
from engine.autograd.views import View

_PLAIN: Final = np.ndarray


class Tensor:
    """A PyTorch tensor on the CPU.

    Its arithmetic and its other methods are attached by `engine.autograd.methods`, from the same
    declarations as the functions of `torch`; this class holds what belongs to autograd itself.

    Attributes:
        array: the values; views share memory with it.
        output_nr: which output of its `grad_fn` it is.
    """

    __slots__ = (
        "__weakref__",
        "accumulator",
        "array",
        "held_grad",
        "hooks",
        "keeps_grad",
        "needs_grad",
        "node",
        "output_nr",
        "sharing",
        "versions",
    )

    # Comparison is elementwise, so identity is what a tensor is looked up by.
    __hash__ = object.__hash__
    # NumPy must leave an expression such as `array * tensor` to the tensor.
    __array_ufunc__: ClassVar[None] = None

    def __init__(self, array: Array | np.generic) -> None:
        # NumPy's reductions and its operations on 0-d arrays give scalars.
        kind: Any = type(array)
        values: Any = array if kind is _PLAIN or kind is Batch else as_array(array)
        self.array: Array = values
        self.output_nr = 0
        self.accumulator: AccumulateGrad | None = None
        self.versions: Version | None = None
        self.held_grad: Tensor | None = None
        self.hooks: list[Registered] | None = None
        self.node: Node | None = None
        self.needs_grad = False
        self.keeps_grad = False
        self.sharing: View | None = None

    # -- what it is ------------------------------------------------------------------------------

    @property
    def shape(self) -> Size:
        """Its sizes, one for each dimension."""
        return Size(self.array.shape)

    @property
    def dtype(self) -> DType:
        """The type of its elements."""
        return of(self.array)

    @property
    def ndim(self) -> int:
        """How many dimensions it has."""
        return self.array.ndim

    @property
    def _version(self) -> int:
        """How often its memory was written to in place."""
        return 0 if self.versions is None else self.versions.count

    @property
    def _base(self) -> "Tensor | None":
        """The tensor it is a view of, if it is one."""
        return None if self.sharing is None else self.sharing.base

    def _is_view(self) -> bool:
        """Whether it shows the memory of another tensor."""
        return self.sharing is not None

    # -- its place in the graph ------------------------------------------------------------------

    @property
    def grad_fn(self) -> Node | None:
        """The operation it came from; None for a leaf."""
        if self.sharing is not None:
            self.sharing.refresh(self)
        return self.node

    @property
    def is_leaf(self) -> bool:
        """Whether backward ends here: made by the program, or not requiring gradients at all."""
        rule = current().rules.leaf
        if rule is not None:
            return rule(self.requires_grad, self.grad_fn is not None)
        return self.grad_fn is None

    @property
    def requires_grad(self) -> bool:
        """Whether operations on it are recorded; may be set on leaves."""
        return self.needs_grad or (self.sharing is not None and self.sharing.base.needs_grad)

    @requires_grad.setter
    def requires_grad(self, value: bool) -> None:
        if not isinstance(value, bool):
            raise TypeError("requires_grad must be a bool")
        if self.grad_fn is not None:
            raise RuntimeError(errors.FLAG_OF_NON_LEAF if value else errors.CLEAR_FLAG_OF_NON_LEAF)
        if value and not self.dtype.is_floating_point:
            raise RuntimeError(errors.FLOATING_FLAG)
        self.needs_grad = value
        if value:
            self._begin_as_leaf()

    def requires_grad_(self, requires_grad: bool = True) -> Self:
        """Set `requires_grad` and return the tensor itself."""
        if self.grad_fn is not None:
            if not requires_grad:
                raise RuntimeError(errors.CLEAR_FLAG_OF_NON_LEAF)
            return self
        if requires_grad and not self.dtype.is_floating_point:
            raise RuntimeError(errors.FLOATING_METHOD)
        self.needs_grad = requires_grad
        if requires_grad:
            self._begin_as_leaf()
        return self

    def _begin_as_leaf(self) -> None:
        rule = current().rules.made
        if rule is not None:
            rule(self)

    def detach(self) -> "Tensor":
        """The same memory and version counter, without history."""
        rule = current().rules.detached
        if rule is not None:
            return rule(self)
        other = Tensor(self.array)
        other.versions = self.counter()
        return other

    def detach_(self) -> Self:
        """Forget the history, in place."""
        if self.sharing is not None:
            raise RuntimeError(errors.DETACH_VIEW)
        self.node = None
        self.needs_grad = False
        self.keeps_grad = False
        self.output_nr = 0
        return self

    @property
    def data(self) -> "Tensor":
        """The same memory with a version counter of its own: changes go unnoticed by autograd."""
        rules = current().rules
        if rules.detached is not None:
            return rules.detached(self)
        return Tensor(self.array if rules.updates else self.array.copy())

    @data.setter
    def data(self, value: "Tensor") -> None:
        if not isinstance(value, Tensor):
            raise TypeError(errors.DATA_IS_NO_TENSOR.format(type(value).__name__))
        if not current().rules.updates:
            return
        array, old = value.array, self.array
        if array.shape != old.shape or array.dtype is not old.dtype:
            current().reshaped = True
        self.array = array

    def counter(self) -> Version:
        """The version counter, which its views share."""
        if self.versions is None:
            self.versions = Version()
        return self.versions

    # -- its gradient ----------------------------------------------------------------------------

    @property
    def grad(self) -> "Tensor | None":
        """The gradient that backward left here, or None."""
        held = self.held_grad
        # Not `is_leaf`: what a view's base went through since does not matter here.
        if held is None:
            run = current()
            if not self.keeps_grad and self.node is not None:
                run.warn(errors.NON_LEAF_GRAD_WARNING)
            if run.rules.absent is not None:
                return run.rules.absent(self, run.arrived.get((self.node, self.output_nr)))
        return held

    @grad.setter
    def grad(self, value: "Tensor | None") -> None:
        if value is None:
            current().rules.drop(self)
            return
        if not isinstance(value, Tensor):
            raise TypeError(errors.GRAD_IS_NO_TENSOR.format(type(value).__name__))
        if value is self:
            raise RuntimeError(errors.OWN_GRAD)
        if value.array.dtype != self.array.dtype:
            raise RuntimeError(errors.GRAD_DTYPE.format(value.dtype.c_name, self.dtype.title))
        if value.array.shape != self.array.shape:
            raise RuntimeError(
                errors.GRAD_SIZE.format(
                    errors.sizes(value.array.shape), errors.sizes(self.array.shape)
                )
            )
        self.hold(value)

    @grad.deleter
    def grad(self) -> None:
        current().rules.drop(self)

    def hold(self, gradient: "Tensor") -> None:
        """Take a first gradient."""
        self.held_grad = gradient
        holders = current().holders
        if holders is not None:
            holders.append(self)

    @property
    def retains_grad(self) -> bool:
        """Whether it is a non-leaf whose gradient backward will keep."""
        return self.keeps_grad

    def retain_grad(self) -> None:
        """Ask backward to fill `.grad` of a non-leaf; nothing happens on a leaf.

        Raises:
            RuntimeError: when it does not require a gradient.
        """
        if not self.requires_grad:
            raise RuntimeError(errors.RETAIN_WITHOUT_GRAD)
        node = self.node
        if node is None or self.keeps_grad:
            return
        self.keeps_grad = True
        if node.retained is None:
            node.retained = {}
        node.retained[self.output_nr] = weakref.ref(self)

    def register_hook(self, hook: Callable[["Tensor"], Any]) -> RemovableHandle:
        """Call a function with the gradient that arrives here; what it returns replaces it.

        Args:
            hook: takes the gradient, returns None or a tensor of the same shape and type.

        Returns:
            A handle whose `remove()` takes the hook away.

        Raises:
            RuntimeError: when the tensor does not require a gradient.
        """
        if not self.requires_grad:
            raise RuntimeError(errors.HOOK_WITHOUT_GRAD)
        node = self.node
        if node is None:
            if self.hooks is None:
                self.hooks = []
            return RemovableHandle(self.hooks, hook)
        if node.hooks is None:
            node.hooks = {}
        return RemovableHandle(node.hooks.setdefault(self.output_nr, []), hook)

    # -- memory ----------------------------------------------------------------------------------

    def numel(self) -> int:
        """How many elements it has."""
        return self.array.size

    def data_ptr(self) -> int:
        """The address of its first element: equal for tensors that begin in the same place."""
        return address(self.array) if self.array.size else 0

    def is_contiguous(self) -> bool:
        """Whether its elements lie in memory in row-major order without gaps."""
        return self.array.flags.c_contiguous

    def __repr__(self) -> str:
        from engine.autograd.printing import represent  # noqa: PLC0415 - printing reads tensors

        return represent(self)

    def __format__(self, spec: str) -> str:
        if self.array.ndim == 0:
            return format(self.array.item(), spec)
        if spec:
            raise TypeError("unsupported format string passed to Tensor.__format__")
        return repr(self)


def as_array(values: Any) -> Array:
    """An array that can be written to, also where NumPy's reductions return a scalar."""
    return np.asarray(values) if isinstance(values, np.generic) else values
