"""The forms in which Python code calls `einsum` and `tensordot`."""

from collections.abc import Sequence
from typing import Any, Final

from engine.autograd.arguments import Function
from engine.autograd.errors import Unsupported
from engine.autograd.operations import contraction
from engine.autograd.operations.einsum import einsum as sum_of_products
from engine.autograd.tensor import Tensor

_EINSUM: Final = Function(
    "einsum",
    {
        "(str equation, tuple of Tensors tensors, *, tuple of ints path = None)": (
            lambda equation, tensors, _: sum_of_products(equation, tensors)
        )
    },
).function()
_TENSORDOT: Final = Function(
    "tensordot",
    {
        "(Tensor input, Tensor other, tuple of ints dims_self, tuple of ints dims_other, *, "
        "Tensor out = None)": contraction.tensordot
    },
).function()
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def einsum(*args: Any) -> Tensor:
    """Einstein's notation: an equation and tensors, or tensors each followed by numbers for letters.

    Raises:
        ValueError: for too few arguments, and numbers that stand for no letter.
        RuntimeError: for an equation that is none, or does not fit the tensors.
    """
    if len(args) < 2:
        raise ValueError(
            "einsum(): must specify the equation string and at least one operand, or at least one "
            "operand and its subscripts list"
        )
    equation, operands = args[0], args[1:]
    if isinstance(equation, Tensor):
        lists = [_written(item) for item in args[1::2]]
        equation = ",".join(lists)
        operands = args[::2]
        if len(args) % 2:
            equation = f"{','.join(lists)}->{_written(args[-1])}"
            operands = args[:-1:2]
    if len(operands) == 1 and isinstance(operands[0], list | tuple):
        return einsum(equation, *operands[0])
    result: Tensor = _EINSUM(equation, tuple(operands))
    return result


def _written(numbers: Sequence[Any]) -> str:
    """A list of numbers as letters, with `...` for an ellipsis."""
    text = ""
    for number in numbers:
        if number is Ellipsis:
            text += "..."
        elif number >= 0 and number < len(_LETTERS):
            text += _LETTERS[number]
        else:
            raise ValueError(
                "einsum(): subscript in subscript list is not within the valid range [0, 52)"
            )
    return text


def tensordot(a: Any, b: Any, dims: Any = 2, out: Any = None) -> Tensor:
    """Products summed over dimensions: a number of neighbouring ones, or two lists of them.

    Raises:
        RuntimeError: for dimensions that cannot be paired, and types that differ.
    """
    if out is not None:
        raise Unsupported("tensordot() with out=")
    if isinstance(dims, Tensor):
        dims = dims.array.tolist()
    if isinstance(dims, list | tuple):
        first, second = dims
    elif isinstance(dims, int):
        first, second = _neighbours(a, b, dims)
    else:
        raise RuntimeError(  # noqa: TRY004 - PyTorch's own type
            "tensordot expects dims to be int or tuple[list[int], list[int]] or list[list[int]] "
            f"containing two lists, but got dims={dims}"
        )
    result: Tensor = _TENSORDOT(a, b, first, second)
    return result


def _neighbours(a: Any, b: Any, count: int) -> tuple[list[int], list[int]]:
    """The last dimensions of one, the first ones of the other."""
    if count < 0:
        raise RuntimeError(f"tensordot expects dims >= 0, but got dims={count}")
    if count > min(a.dim(), b.dim()):
        raise RuntimeError(f"tensordot expects dims < ndim_a or ndim_b, but got dims={count}")
    return list(range(-count, 0)), list(range(count))
