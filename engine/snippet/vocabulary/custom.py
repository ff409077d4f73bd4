"""The attributes of what custom functions and hooks are made of: classes, `ctx`, handles."""

import operator
from typing import Any, Final

from engine.autograd.custom.context import METHODS, PROPERTIES
from engine.autograd.custom.function import FunctionContext
from engine.autograd.hooks import RemovableHandle
from engine.autograd.random import Generator
from engine.snippet.invocation import Callback
from engine.snippet.state import Run
from engine.snippet.values import ANY_KEYWORD, Builtin, FunctionClass, Operation, Property
from engine.snippet.vocabulary.guards import takes_long


def _apply(run: Run, owner: FunctionClass, /, *values: Any, **named: Any) -> Any:
    """Call a custom function, whose `forward` takes whatever the program gives it."""
    takes_long(run, [], {})
    return run.kept(owner.made.apply(*values, **named))


def _registers(name: str) -> Builtin:
    """A method that takes a function to be called back in a backward pass."""

    def method(run: Run, owner: Any, hook: Any) -> RemovableHandle:
        run.work(1)
        handle: RemovableHandle = operator.methodcaller(name, Callback(run, hook))(owner)
        return handle

    return Builtin(name, method, 1, 1, method=True)


CLASS_ATTRIBUTES: Final = {"apply": Builtin("apply", _apply, 0, None, ANY_KEYWORD, method=True)}

CONTEXT_ATTRIBUTES: Final = {
    **{name: Operation(f"ctx.{name}", getattr(FunctionContext, name), None) for name in METHODS},
    **{name: Property(name, operator.attrgetter(name)) for name in PROPERTIES},
}
"""Of `ctx`, besides what the methods of the class set on it."""

FUNCTION_NODE_ATTRIBUTES: Final = {
    name: Property(name, operator.attrgetter(name)) for name in PROPERTIES
}
"""Of the node of a custom function, besides those of every node."""

GENERATOR_ATTRIBUTES: Final = {
    "initial_seed": Operation("initial_seed", Generator.initial_seed, None),
    "manual_seed": Operation("manual_seed", Generator.manual_seed, None),
}

HANDLE_ATTRIBUTES: Final = {"remove": Operation("remove", RemovableHandle.remove, None)}

TENSOR_HOOKS: Final = {
    name: _registers(name) for name in ("register_hook", "register_post_accumulate_grad_hook")
}
NODE_HOOKS: Final = {name: _registers(name) for name in ("register_hook", "register_prehook")}
