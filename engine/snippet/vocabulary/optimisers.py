"""Optimisers: `torch.optim`, and the attributes of what it makes.

The groups of an optimiser are plain dicts that a snippet may read and write. So nothing in them is
taken for granted: what the engine trips over in a step is refused there.
"""

import operator
from typing import Any, Final

from engine.autograd import namespace
from engine.autograd.optimisers import Optimizer
from engine.snippet.invocation import Callback, apply
from engine.snippet.iteration import gathered
from engine.snippet.sizes import check_argument
from engine.snippet.state import Run
from engine.snippet.values import ANY_KEYWORD, Builtin, Lazy, Operation, Property

NAMES: Final = ("SGD", "Adam", "AdamW")

ONE_BY_ONE: Final[tuple[type, ...]] = (Lazy, type({}.values()))
"""What gives parameters as they are asked for, and is made a list."""


def _maker(name: str) -> Builtin:
    operation = Operation(f"torch.optim.{name}", getattr(namespace.optim, name), None)

    def make(run: Run, /, params: Any, *values: Any, **named: Any) -> Any:
        given = gathered(run, params) if type(params) in ONE_BY_ONE else params
        for value in (given, *values, *named.values()):
            _check(run, value)
        return apply(run, operation, [given, *values], named)

    return Builtin(name, make, 1, None, ANY_KEYWORD)


def _check(run: Run, value: Any) -> None:
    """Let parameters and options pass: plain values, tensors, and dicts of these."""
    parts = value if isinstance(value, list) else [value]
    for part in parts:
        if isinstance(part, dict):
            run.work(1 + len(part))
            for entry in part.values():
                check_argument(run, entry)
        else:
            check_argument(run, part)


def _step(run: Run, optimiser: Optimizer, closure: Any = None) -> Any:
    run.look_at_clock()
    run.work(sum(1 for _ in optimiser.params()))
    callback = None if closure is None else Callback(run, closure)
    return apply(run, _STEP, [optimiser, callback], {})


def _add_param_group(run: Run, optimiser: Optimizer, group: Any) -> Any:
    _check(run, group)
    return apply(run, _ADD, [optimiser, group], {})


def _load_state_dict(run: Run, optimiser: Optimizer, state: Any) -> Any:
    run.look_at_clock()
    return apply(run, _LOAD, [optimiser, state], {})


_STEP: Final = Operation("step", lambda optimiser, closure: optimiser.step(closure), None)
_ADD: Final = Operation("add_param_group", Optimizer.add_param_group, None)
_LOAD: Final = Operation("load_state_dict", Optimizer.load_state_dict, None)

OPTIMISERS: Final = {name: _maker(name) for name in NAMES}
"""What `torch.optim` holds."""

OPTIMISER_ATTRIBUTES: Final = {
    "step": Builtin("step", _step, 0, 1, {"closure": 0}, method=True),
    "zero_grad": Operation("zero_grad", Optimizer.zero_grad, None),
    "add_param_group": Builtin("add_param_group", _add_param_group, 1, 1, method=True),
    "state_dict": Operation("state_dict", Optimizer.state_dict, None),
    "load_state_dict": Builtin("load_state_dict", _load_state_dict, 1, 1, method=True),
    **{
        name: Property(name, operator.attrgetter(name))
        for name in ("param_groups", "defaults", "state")
    },
}
"""Of every optimiser."""
