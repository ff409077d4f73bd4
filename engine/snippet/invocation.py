"""Calling what has been called: entering a function of the snippet, and the engine's own."""

from typing import Any, Final

from engine.autograd import Tensor, dtype
from engine.snippet.errors import UnsupportedSyntax
from engine.snippet.exceptions import OUTCOMES
from engine.snippet.sizes import check_argument
from engine.snippet.state import Run
from engine.snippet.values import Function, Operation

ENGINE_STACK = 60
"""Python frames between a snippet's call of the engine and the engine's call back."""

HARMLESS: Final = frozenset({Tensor, int, float, bool, type(None), dtype})
"""Arguments that need no look before a call of the engine."""


def operate(run: Run, target: Operation, values: list[Any], named: dict[str, Any]) -> Any:
    """Call the engine, after the checks that its tables prescribe."""
    for value in values:
        if type(value) not in HARMLESS:
            check_argument(run, value)
    if named:
        for value in named.values():
            if type(value) not in HARMLESS:
                check_argument(run, value)
    if target.guard is not None:
        target.guard(run, values, named)
    return apply(run, target, values, named)


def apply(run: Run, target: Operation, values: list[Any], named: dict[str, Any]) -> Any:
    """Call the engine with arguments that need no check, or no other."""
    try:
        if named:
            return run.kept(target.function(*values, **named))
        return run.kept(target.function(*values))
    except (AttributeError, KeyError, TypeError) as error:
        kinds = [type(value) for value in (*values, *named.values())]
        if type(error) in OUTCOMES or (kinds and all(kind is Tensor for kind in kinds)):
            raise
        # Given a number where it works on a tensor, the engine trips in words of its own, not in
        # PyTorch's: nothing that a snippet may see, so the call is refused.
        given = ", ".join(kind.__name__ for kind in kinds)
        line, column = run.at
        raise UnsupportedSyntax(
            f"`{target.name}` does not take these arguments in a snippet: {given or 'none'}",
            line,
            column,
        ) from error


def enter(
    run: Run, function: Function, values: list[Any], named: dict[str, Any], stack: int
) -> Any:
    """Run a function of the snippet in a frame of its own."""
    if named or len(values) != len(function.parameters):
        values = bound_arguments(function, values, named)
    at = run.at
    run.enter(stack)
    try:
        return function.body([run, function.home, *values, *function.slots])
    finally:
        run.leave(stack)
        run.at = at


def bound_arguments(function: Function, values: list[Any], named: dict[str, Any]) -> list[Any]:
    """One value for each parameter of a function of the snippet.

    Raises:
        TypeError: Too many, too few, unknown or repeated arguments, in Python's words.
    """
    names, title = function.parameters, f"{function.name}()"
    required = len(names) - len(function.defaults)
    if len(values) > len(names):
        raise TypeError(_too_many(title, required, len(names), len(values)))
    given = dict(zip(names, values, strict=False))
    for name, value in named.items():
        if name not in names:
            raise TypeError(f"{title} got an unexpected keyword argument '{name}'")
        if name in given:
            raise TypeError(f"{title} got multiple values for argument '{name}'")
        given[name] = value
    lacking = [f"'{name}'" for name in names[:required] if name not in given]
    if lacking:
        plural = "s" if len(lacking) > 1 else ""
        raise TypeError(
            f"{title} missing {len(lacking)} required positional argument{plural}: {_listed(lacking)}"
        )
    for name, default in zip(names[required:], function.defaults, strict=True):
        given.setdefault(name, default)
    return [given[name] for name in names]


def _too_many(title: str, required: int, most: int, given: int) -> str:
    takes = str(most) if required == most else f"from {required} to {most}"
    plural = "" if most == 1 and required == most else "s"
    was = "was" if given == 1 else "were"
    return f"{title} takes {takes} positional argument{plural} but {given} {was} given"


def _listed(names: list[str]) -> str:
    if len(names) < 3:
        return " and ".join(names)
    return f"{', '.join(names[:-1])}, and {names[-1]}"


def call_back(run: Run, function: Any, values: list[Any]) -> Any:
    """Call a function for the engine.

    Raises:
        TypeError: It is no function.
    """
    if type(function) is Function:
        return enter(run, function, values, {}, ENGINE_STACK)
    if type(function) is Operation:
        return operate(run, function, values, {})
    raise TypeError(f"'{type(function).__name__}' object is not callable")
