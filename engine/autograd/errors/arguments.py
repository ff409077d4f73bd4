"""What PyTorch says to arguments that no signature of a function takes."""

from collections.abc import Mapping, Sequence
from typing import Final

from engine.autograd.errors import Unsupported

_DEVICES: Final = (
    "cpu, cuda, ipu, xpu, mkldnn, opengl, opencl, ideep, hip, ve, fpga, maia, xla, lazy, vulkan, "
    "mps, meta, hpu, mtia, privateuseone"
)
# Classes of ours, by what PyTorch calls its own.
_KINDS: Final = {"DType": "torch.dtype", "Size": "torch.Size"}


def too_many(function: str, least: int, most: int, given: int) -> TypeError:
    """More positional arguments than there are parameters."""
    if least != most:
        return TypeError(
            f"{function}() takes from {least} to {most} positional arguments but {given} were given"
        )
    return TypeError(
        f"{function}() takes {most} positional argument{'' if most == 1 else 's'} but {given} "
        f"{'was' if given == 1 else 'were'} given"
    )


def missing(function: str, names: Sequence[str]) -> TypeError:
    """Required arguments were not given; the plural is PyTorch's, which has it upside down."""
    listed = ", ".join(f'"{name}"' for name in names)
    plural = "s" if len(names) == 1 else ""
    return TypeError(
        f"{function}() missing {len(names)} required positional argument{plural}: {listed}"
    )


def wrong_kind(
    function: str, name: str, position: int | None, wanted: str, value: object
) -> TypeError:
    """An argument of another type; its position is told unless it was given by name."""
    where = "" if position is None else f" (position {position})"
    return TypeError(
        f"{function}(): argument '{name}'{where} must be {wanted}, not {kind_of(value)}"
    )


def wrong_element(
    function: str, name: str, position: int | None, wanted: str, element: object
) -> TypeError:
    """A list that begins with an element of another type."""
    return TypeError(
        f"{function}(): argument '{name}' (position {position}) must be {wanted}, but found element "
        f"of type {kind_of(element)} at pos 0"
    )


def unknown(function: str, name: str) -> TypeError:
    """A keyword that is no parameter."""
    return TypeError(f"{function}() got an unexpected keyword argument '{name}'")


def twice(function: str, name: str) -> TypeError:
    """An argument given by position and by name."""
    return TypeError(f"{function}() got multiple values for argument '{name}'")


def takes_nothing(function: str, given: int) -> TypeError:
    """A method without parameters was given some; by name, if none by position."""
    if given:
        return TypeError(f"TensorBase.{function}() takes no arguments ({given} given)")
    return TypeError(f"TensorBase.{function}() takes no keyword arguments")


def no_device(value: object) -> Exception:
    """Another device than the one there is."""
    if not isinstance(value, str):
        return RuntimeError("Cannot access accelerator device when none is available.")
    if value.partition(":")[0] not in _DEVICES.split(", "):
        return RuntimeError(
            f"Expected one of {_DEVICES} device type at start of device string: {value}"
        )
    return Unsupported(f"the device {value!r}")


def no_signature(
    function: str,
    signatures: Sequence[str],
    args: Sequence[object],
    named: Mapping[str, object],
) -> TypeError:
    """None of a function's several signatures takes the arguments.

    PyTorch reads the printed signatures back to say what does not fit, and gets there what it
    printed for people: `Number` and `tuple of ints` are then types that no value has, a default
    hides the parameter's name, and the star counts as a parameter.
    """
    lines = [f"{function}() received an invalid combination of arguments - got "]
    # It keeps keywords in a table whose order is that of the last one first.
    keywords = dict(reversed(list(named.items())))
    given = [*map(kind_of, args), *(f"{key}={kind_of(value)}" for key, value in keywords.items())]
    lines[0] += f"({_joined(given, args)}), but expected one of:"
    for signature in signatures:
        lines.append(f" * {signature}")
        parameters = [_read_back(text) for text in signature[1:-1].split(", ")]
        if len(parameters) != len(args) + len(named):
            continue
        rest = {name for name, _ in parameters[len(args) :]}
        wrong = [key for key in keywords if key not in rest]
        if wrong:
            reason = f"of the keywords were incorrect: {', '.join(wrong)}"
        else:
            kinds = _described(parameters, args, keywords)
            reason = f"of the arguments have invalid types: ({_joined(kinds, args)})"
        lines.append(f"      didn't match because some {reason}")
    return TypeError("\n".join(lines) + "\n")


def one_signature(
    function: str, signature: str, args: Sequence[object], named: Mapping[str, object]
) -> TypeError:
    """The number of arguments fits no form of a function of which PyTorch prints only one."""
    parameters = [_read_back(text) for text in signature[1:-1].split(", ")]
    given = [*map(kind_of, args), *(f"{key}={kind_of(value)}" for key, value in named.items())]
    if len(parameters) == len(args) and not named:
        given = _described(parameters, args, named)
    return TypeError(
        f"{function}() received an invalid combination of arguments - got "
        f"({_joined(given, args)}), but expected {signature}"
    )


def kind_of(value: object) -> str:
    """A value's type as PyTorch spells it."""
    name = type(value).__name__
    return _KINDS.get(name, name)


def _joined(parts: Sequence[str], args: Sequence[object]) -> str:
    return ", ".join(parts) if args or not parts else ", ".join(parts) + ", "


def _read_back(text: str) -> tuple[str, tuple[str, ...]]:
    """The name and the types that a printed parameter has to PyTorch."""
    kind, _, name = text.rpartition(" ")
    return name, {"float": ("float", "int", "long"), "int": ("int", "long")}.get(kind, (kind,))


def _described(
    parameters: Sequence[tuple[str, tuple[str, ...]]],
    args: Sequence[object],
    keywords: Mapping[str, object],
) -> list[str]:
    described = []
    for place, (name, kinds) in enumerate(parameters):
        by_name = place >= len(args)
        value = keywords[name] if by_name else args[place]
        text = _nested(value) if not by_name else f"{name}={_nested(value)}"
        described.append(text if kind_of(value) in kinds else f"!{text}!")
    return described


def _nested(value: object) -> str:
    """A type's name; of lists and tuples with the types inside."""
    if isinstance(value, tuple):
        inner = ", ".join(map(kind_of, value)) + ("," if len(value) == 1 else "")
        return f"tuple of ({inner})"
    if isinstance(value, list):
        return f"list of [{', '.join(map(kind_of, value))}]"
    return kind_of(value)
