"""What PyTorch says of the constructors of its early days."""

from collections.abc import Mapping, Sequence

VOLATILE_WARNING = (
    "volatile was removed and now has no effect. Use `with torch.no_grad():` instead."
)
VOLATILE_WITH_GRADIENT = "Variable can't be volatile and require_grad at the same time!"
_OPTIONS = (
    "TensorOptions(dtype={}, device=cpu, layout=Strided, requires_grad=false (default), "
    "pinned_memory=false (default), memory_format=(nullopt))"
)
OLD_TYPE = f"expected {_OPTIONS} (got {_OPTIONS})"
OLD_SIZE = (
    "new(): argument 'size' failed to unpack the object at pos {} with error "
    '"type must be tuple of ints,but got {}"'
)


def no_old_constructor(args: Sequence[object]) -> TypeError:
    """No form of an old constructor takes arguments of these kinds."""
    given = ", ".join(_kind(value) for value in args)
    kinds = ", ".join(f"!{_kind_of_elements(value)}!" for value in args)
    return _no_form(given, f"some of the arguments have invalid types: ({kinds})")


def legacy_keywords(args: Sequence[object], named: Mapping[str, object]) -> TypeError:
    """An old constructor such as `FloatTensor` was given a keyword, of which it knows none."""
    given = [_kind(value) for value in args]
    given += [f"{name}={_kind(value)}" for name, value in named.items()]
    return _no_form(", ".join(given), f"some of the keywords were incorrect: {', '.join(named)}")


def _no_form(given: str, reason: str) -> TypeError:
    return TypeError(
        f"new() received an invalid combination of arguments - got ({given}), but expected one of:\n"
        f" * (*, torch.device device = None)\n      didn't match because {reason}\n"
        " * (torch.Storage storage)\n * (Tensor other)\n"
        " * (tuple of ints size, *, torch.device device = None)\n"
        " * (object data, *, torch.device device = None)\n"
    )


def _kind(value: object) -> str:
    return type(value).__name__


def _kind_of_elements(value: object) -> str:
    if isinstance(value, list | tuple):
        return f"{_kind(value)} of [{', '.join(_kind(element) for element in value)}]"
    return _kind(value)
