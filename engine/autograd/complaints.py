"""What PyTorch says of calls whose arguments do not fit, in the words of its argument parser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.autograd.signatures import Parameter, Signature


def too_many(function: str, signature: Signature, given: int) -> TypeError:
    """More arguments by position than there are places."""
    most, fewest = signature.positional, signature.fewest
    if fewest != most:
        return TypeError(
            f"{function}() takes from {fewest} to {most} positional arguments but {given} were "
            "given"
        )
    plural = "" if most == 1 else "s"
    verb = "was" if given == 1 else "were"
    return TypeError(
        f"{function}() takes {most} positional argument{plural} but {given} {verb} given"
    )


def missing(function: str, signature: Signature, place: int) -> TypeError:
    """An argument that must be given is not there."""
    names = [f'"{p.name}"' for p in signature.parameters[place:] if not p.optional]
    # The plural is PyTorch's: it stands where one argument is missing.
    plural = "s" if len(names) == 1 else ""
    return TypeError(
        f"{function}() missing {len(names)} required positional argument{plural}: "
        f"{', '.join(names)}"
    )


def wrong_type(function: str, parameter: Parameter, position: int, value: object) -> TypeError:
    """An argument is of another type; its position is 0 if it was given by name."""
    where = f" (position {position})" if position else ""
    kind = type(value).__name__
    found = f"not {kind}"
    if parameter.kind == "tuple of ints" and isinstance(value, tuple | list):
        found = f"but found element of type {type(value[0]).__name__} at pos 0"
    return TypeError(
        f"{function}(): argument '{parameter.name}'{where} must be {parameter.kind}, {found}"
    )


def unexpected(
    function: str, signature: Signature, given: int, named: Mapping[str, Any]
) -> TypeError:
    """A keyword that is unknown, or names an argument that was given by position."""
    names = [parameter.name for parameter in signature.parameters]
    for name in named:
        if name not in names:
            return TypeError(f"{function}() got an unexpected keyword argument '{name}'")
        if names.index(name) < given:
            return TypeError(f"{function}() got multiple values for argument '{name}'")
    return TypeError("invalid keyword arguments")


def takes_nothing(function: str, args: Sequence[Any]) -> TypeError:
    """A method without arguments was given some."""
    if args:
        return TypeError(f"TensorBase.{function}() takes no arguments ({len(args)} given)")
    return TypeError(f"TensorBase.{function}() takes no keyword arguments")


def no_signature(
    function: str, args: Sequence[Any], named: Mapping[str, Any], texts: Sequence[str]
) -> TypeError:
    """The arguments fit none of several signatures: all are shown, with the nearest explained."""
    kinds = [type(value).__name__ for value in args]
    kinds += [f"{name}={type(value).__name__}" for name, value in named.items()]
    # With keywords only, PyTorch leaves the last separator standing.
    given = ", ".join(kinds) + (", " if named and not args else "")
    lines = [
        (f"{function}() received an invalid combination of arguments - got ({given}), but expected "
        "one of:")
    ]
    for text in texts:
        lines.append(f" * {text}")
        lines += _explained(text, args, named)
    return TypeError("\n".join(lines) + "\n")


def _explained(text: str, args: Sequence[Any], named: Mapping[str, Any]) -> list[str]:
    """Why a signature did not match, if as many arguments were given as it shows items."""
    items = [part for part in text.strip("()").split(", ") if part]
    count = len(items)
    if items and items[-1].endswith("out = None") and "out" not in named:
        count -= 1
    if len(args) + len(named) != count:
        return []
    names = [part.partition(" = ")[0].rpartition(" ")[2] for part in items]
    wrong = [name for name in named if name not in names]
    start = "      didn't match because some of the "
    if wrong:
        return [f"{start}keywords were incorrect: {', '.join(wrong)}"]
    words = []
    for place, item in enumerate(items[: len(args) + len(named)]):
        kind = item.partition(" = ")[0].rpartition(" ")[0]
        if place < len(args):
            words.append(_marked("", args[place], kind))
        else:
            words.append(_marked(f"{names[place]}=", named.get(names[place]), kind))
    return [f"{start}arguments have invalid types: ({', '.join(words)})"]


def _marked(before: str, value: object, kind: str) -> str:
    """The type of an argument, between exclamation marks unless it is the wanted one."""
    name = type(value).__name__
    fits = name == kind or (kind == "float" and name == "int")
    word = before + name
    if isinstance(value, tuple | list):
        inner = ", ".join(type(item).__name__ for item in value)
        if isinstance(value, tuple):
            word += f" of ({inner}{',' if len(value) == 1 else ''})"
        else:
            word += f" of [{inner}]"
    return word if fits else f"!{word}!"
