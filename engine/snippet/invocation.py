"""Calling what has been called: entering a function of the snippet, and the engine's own."""

from inspect import Parameter, Signature
from typing import Any, Final

from engine.autograd import dtype
from engine.snippet.errors import UnsupportedSyntax
from engine.snippet.exceptions import OUTCOMES
from engine.snippet.kinds import NUMBERS, TENSORS
from engine.snippet.sizes import check_argument
from engine.snippet.state import Run
from engine.snippet.values import (
    ANY_KEYWORD,
    BoundMethod,
    Builtin,
    ExceptionType,
    Function,
    FunctionClass,
    FunctionObject,
    Operation,
)
from engine.snippet.wording import Wording, worded

ENGINE_STACK = 60
"""Python frames between a snippet's call of the engine and the engine's call back."""

HARMLESS: Final = frozenset({*TENSORS, *NUMBERS, type(None), dtype})
"""Arguments that need no look before a call of the engine."""


def perform(run: Run, target: Any, values: list[Any], named: dict[str, Any], stack: int) -> Any:
    """Call a value.

    Args:
        run: The run.
        target: What is called.
        values: Positional arguments; this list may be used up.
        named: Keyword arguments.
        stack: Python frames between the start of the calling function and here.

    Raises:
        TypeError: It cannot be called, or not with these arguments.
    """
    run.steps += 1
    if run.steps >= run.pause:
        run.check()
    kind = type(target)
    if kind is Operation:
        return operate(run, target, values, named)
    if kind is Function:
        return enter(run, target, values, named, stack)
    if kind is Builtin:
        _check_arity(run, target, len(values) - target.method, named)
        return target.function(run, *values, **named)
    if kind is BoundMethod:
        return perform(run, target.method, [target.owner, *values], named, stack + 1)
    if kind is FunctionClass:
        return FunctionObject(target.made(*values, **named))
    if kind is FunctionObject:
        return target.made(*values, **named)
    if kind is ExceptionType:
        run.refuse(
            worded("making a %(name)s is not part of the snippet language", name=target.name)
        )
    raise TypeError(f"'{kind.__name__}' object is not callable")


TRIPS: Final = (AttributeError, IndexError, KeyError, OverflowError, TypeError, ValueError)
"""What a check raises when it is given something that it cannot measure."""


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
        try:
            target.guard(run, values, named)
        except TRIPS as error:
            # What cannot be measured beforehand is not begun.
            raise _does_not_take(run, target, values, named) from error
    return apply(run, target, values, named)


def apply(run: Run, target: Operation, values: list[Any], named: dict[str, Any]) -> Any:
    """Call the engine with arguments that need no check, or no other."""
    try:
        if named:
            return run.kept(target.function(*values, **named))
        return run.kept(target.function(*values))
    except (AttributeError, KeyError, TypeError) as error:
        kinds = [type(value) for value in (*values, *named.values())]
        if type(error) in OUTCOMES or (kinds and all(kind in TENSORS for kind in kinds)):
            raise
        # Given a number where it works on a tensor, the engine trips in words of its own, not in
        # PyTorch's: nothing that a snippet may see, so the call is refused.
        raise _does_not_take(run, target, values, named) from error


def _does_not_take(
    run: Run, target: Operation, values: list[Any], named: dict[str, Any]
) -> UnsupportedSyntax:
    kinds = [type(value).__name__ for value in (*values, *named.values())]
    given = ", ".join(kinds) or worded("none")
    line, column = run.at
    return UnsupportedSyntax(
        worded(
            "`%(name)s` does not take these arguments in a snippet: %(given)s",
            name=target.name,
            given=given,
        ),
        line,
        column,
    )


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
    names, title = function.parameters, f"{function.path}{function.name}()"
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


class Callback:
    """A value of the snippet as the engine may call it: a hook, or part of a custom function.

    Attributes:
        __name__: What messages call it.
        __signature__: Its parameters, for a function of the snippet.
    """

    __slots__ = ("__name__", "__signature__", "_run", "_target")

    def __init__(self, run: Run, target: Any) -> None:
        self._run = run
        self._target = target
        self.__name__ = getattr(target, "name", type(target).__name__)
        if type(target) is Function:
            self.__signature__ = _signature(target)

    def __call__(self, /, *values: Any, **named: Any) -> Any:
        """Call the value.

        Raises:
            TypeError: It cannot be called, or not with these arguments.
        """
        return perform(self._run, self._target, list(values), named, ENGINE_STACK)


def _signature(function: Function) -> Signature:
    lacking = [Parameter.empty] * (len(function.parameters) - len(function.defaults))
    defaults = [*lacking, *function.defaults]
    return Signature(
        [
            Parameter(name, Parameter.POSITIONAL_OR_KEYWORD, default=default)
            for name, default in zip(function.parameters, defaults, strict=True)
        ]
    )


def _check_arity(run: Run, target: Builtin, count: int, named: dict[str, Any]) -> None:
    for name in named if target.keywords is not ANY_KEYWORD else ():
        if name not in target.keywords:
            allowed = ", ".join(f"`{word}`" for word in sorted(target.keywords)) or worded("none")
            run.refuse(
                worded(
                    "`%(name)s` takes no keyword `%(keyword)s` in a snippet (keywords: %(allowed)s)",
                    name=target.name,
                    keyword=name,
                    allowed=allowed,
                )
            )
        position = target.keywords[name]
        if position is not None and count > position:
            run.refuse(
                worded("`%(name)s` is given `%(keyword)s` twice", name=target.name, keyword=name)
            )
    if count < target.fewest or (target.most is not None and count > target.most):
        run.refuse(
            worded(
                "`%(name)s` takes %(wanted)s in a snippet, and was given %(count)s",
                name=target.name,
                wanted=_wanted(target),
                count=count,
            )
        )


def _wanted(target: Builtin) -> Wording:
    if target.most is None:
        return worded("%(fewest)s or more values", fewest=target.fewest)
    if target.fewest < target.most:
        return worded("%(fewest)s to %(most)s values", fewest=target.fewest, most=target.most)
    if target.most == 1:
        return worded("1 value")
    return worded("%(most)s values", most=target.most)
