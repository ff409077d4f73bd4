"""`torch.autograd.Function`: operations whose derivative a program writes itself.

A program derives a class from `Function` with `forward` and `backward`, and calls `apply` on the
class. A host without class statements makes the same class with `function_class`.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from inspect import signature
from typing import Any, ClassVar, Final, NoReturn

from engine.autograd.context import Run, current
from engine.autograd.custom.context import CallRecord, FunctionContext, keep
from engine.autograd.custom.node import FunctionBackward, FunctionNode, Place
from engine.autograd.custom.outputs import finished
from engine.autograd.edges import edge_of
from engine.autograd.errors import functions as function_errors
from engine.autograd.modes import no_grad
from engine.autograd.node import NodeOfSeveral
from engine.autograd.tensor import Tensor


class Function:
    """The base of custom functions; its own methods only say what is missing."""

    _context: ClassVar[type[FunctionContext]] = FunctionContext
    _operation: ClassVar[FunctionBackward]

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        name = cls.__name__ + "Backward"
        names = {"__slots__": (), "__module__": "torch.autograd.function"}
        cls._context = type(name, (FunctionContext,), names)
        cls._operation = FunctionBackward(cls, name)

    def __init__(self, *args: Any, **named: Any) -> None:
        del args, named
        warning = function_errors.FUNCTION_INSTANCE_WARNING.format(type(self))
        current().warn(warning, category="DeprecationWarning")

    def __call__(self, *args: Any, **named: Any) -> NoReturn:
        """Refuse the way in which PyTorch before 1.3 was called."""
        del args, named
        raise RuntimeError(function_errors.LEGACY_FUNCTION)

    @staticmethod
    def forward(*args: Any, **named: Any) -> Any:
        """Compute the outputs: of `ctx` and the arguments, or of these alone with `setup_context`."""
        raise NotImplementedError(function_errors.NO_FORWARD)

    @staticmethod
    def setup_context(ctx: Any, inputs: tuple[Any, ...], output: Any) -> Any:
        """Fill `ctx`, when `forward` does not take it."""
        raise NotImplementedError(function_errors.NO_SETUP)

    @staticmethod
    def backward(ctx: Any, *grad_outputs: Any) -> Any:
        """Compute the gradient of each argument from those of the outputs."""
        raise NotImplementedError(function_errors.NO_BACKWARD)

    @staticmethod
    def vjp(ctx: Any, *grad_outputs: Any) -> Any:
        """Another name of `backward`."""
        raise NotImplementedError(function_errors.NO_BACKWARD)

    @classmethod
    def differentiate(cls, ctx: FunctionContext, *grad_outputs: Any) -> Any:
        """Run the program's own `backward`, under whichever name it was written.

        Raises:
            RuntimeError: when it was written under both.
        """
        if cls.vjp is Function.vjp:
            return cls.backward(ctx, *grad_outputs)
        if cls.backward is not Function.backward:
            raise RuntimeError(function_errors.TWO_BACKWARDS)
        return cls.vjp(ctx, *grad_outputs)

    @classmethod
    def apply(cls, *args: Any, **named: Any) -> Any:
        """Run `forward` without recording it, and record the call as one operation.

        Args:
            *args: what `forward` takes after `ctx`; tensors among them may get gradients.
            **named: passed on to `forward`; they never get gradients.

        Returns:
            What `forward` returned, its tensors with this call as their history.

        Raises:
            RuntimeError, TypeError: as PyTorch does, when `ctx` was told what is not so.
        """
        own_setup = cls.setup_context is not Function.setup_context
        if own_setup:
            bound = signature(cls.forward).bind(*args, **named)
            bound.apply_defaults()
            args, named = bound.args, bound.kwargs
        run = current()
        record = CallRecord(args)
        place = _place(run, args, record)
        context = cls._context(record)
        outer, run.grad_enabled = run.grad_enabled, False
        try:
            if own_setup:
                found = cls.forward(*args, **named)
                cls.setup_context(context, args, found)
            else:
                found = cls.forward(context, *args, **named)
        finally:
            run.grad_enabled = outer
        single = not isinstance(found, tuple)
        outputs = (found,) if single else found
        record.outputs = tuple(isinstance(value, Tensor) for value in outputs)
        node = None
        if place is not None and outputs:
            node = FunctionNode(cls._operation, place, context, outputs)
        outputs = finished(args, outputs, record, node, own_setup=own_setup)
        if node is not None:
            record.node = node
            keep(record, outputs)
        return outputs[0] if single else outputs


def _place(run: Run, args: tuple[Any, ...], record: CallRecord) -> Place | None:
    """Where a call stands in the graph, if it is recorded: before what its forward creates."""
    if not (run.grad_enabled and any(record.needs)):
        return None
    # First, as they may make nodes that must come before this one.
    edges = tuple(
        edge_of(value) if needs else None
        for value, needs in zip(args, record.needs, strict=True)
        if isinstance(value, Tensor)
    )
    run.created += 1
    return Place(run.created, edges)


def function_class(name: str, members: Mapping[str, Callable[..., Any]]) -> type[Function]:
    """A subclass of `Function` from callables.

    Args:
        name: the class's name, which names its nodes.
        members: `forward`, `backward` and, where the program wrote one, `setup_context`.

    Returns:
        The class, to be called through `apply`.
    """
    statics = {member: staticmethod(function) for member, function in members.items()}
    return type(name, (Function,), statics)


class _DelayedError:
    """The operation of a gradient that must not be differentiated again."""

    __slots__ = ()

    name = "torch::autograd::Error"

    def pull_back(self, node: Any, cotangent: Any, as_tensors: bool) -> NoReturn:
        """Say that it was marked so."""
        del node, cotangent, as_tensors
        raise RuntimeError(function_errors.ONCE_DIFFERENTIABLE)


_DELAYED_ERROR: Final = _DelayedError()


def once_differentiable(function: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a `backward` whose result cannot be differentiated again; trying to do so raises."""

    @wraps(function)
    def backward(ctx: Any, *gradients: Any) -> Any:
        with no_grad():
            found = function(ctx, *gradients)
        run = current()
        if not run.grad_enabled:
            return found
        if not any(isinstance(g, Tensor) and g.requires_grad for g in gradients):
            return found
        results = found if isinstance(found, tuple) else (found,)
        marked = _undifferentiable(run, [g if g is None else g.detach() for g in results])
        return tuple(marked) if isinstance(found, tuple) else marked[0]

    return backward


def _undifferentiable(run: Run, results: list[Tensor | None]) -> list[Tensor | None]:
    tensors = [tensor for tensor in results if tensor is not None]
    run.created += 1
    edges = tuple(edge_of(tensor.detach().requires_grad_()) for tensor in tensors)
    outputs = [(tensor.array.shape, tensor.array.dtype) for tensor in tensors]
    node = NodeOfSeveral(_DELAYED_ERROR, run.created, edges, outputs)
    for number, tensor in enumerate(tensors):
        tensor.node = node
        tensor.needs_grad = True
        tensor.output_nr = number
    return results


__all__ = ["Function", "FunctionContext", "function_class", "once_differentiable"]
