"""Other shapes, orders and parts of the same elements."""

from collections.abc import Callable
from typing import Any, Final

from engine.autograd import errors
from engine.autograd.arguments import Function
from engine.autograd.operations import layouts, parts, rearranging, shapes
from engine.autograd.operations.dimensions import wrapped
from engine.autograd.tensor import Tensor


def _other_elements(*_: Any) -> Tensor:
    raise errors.Unsupported("viewing memory as elements of another type")


def _expand(input: Tensor, size: tuple[int, ...], implicit: bool) -> Tensor:
    del implicit  # PyTorch's own mark for expansions that it adds
    result: Tensor = shapes.expand(input, size)
    return result


def _narrow_from(input: Tensor, dim: int, start: Tensor, length: int) -> Tensor:
    if start.ndim or start.array.dtype.kind not in "iu":
        raise RuntimeError("start must be an 0-dim integral Tensor.")
    return parts.narrow(input, dim, int(start.array.item()), length)


def _size(input: Tensor, dim: int | None) -> Any:
    return input.shape if dim is None else input.array.shape[wrapped(dim, input.ndim)]


def _dimensions(input: Tensor) -> int:
    return input.ndim


_MOVES: Final = {
    "(Tensor input, int source, int destination)": layouts.movedim,
    "(Tensor input, tuple of ints source, tuple of ints destination)": layouts.movedim,
}
_METHODS_ONLY: Final = (
    Function(
        "view",
        {
            "(Tensor input, torch.dtype dtype)": _other_elements,
            "(Tensor input, tuple of ints size)": shapes.view,
        },
    ),
    Function("view_as", {"(Tensor input, Tensor other)": shapes.view_as}),
    Function("reshape_as", {"(Tensor input, Tensor other)": shapes.reshape_as}),
    Function("expand_as", {"(Tensor input, Tensor other)": shapes.expand_as}),
    Function("expand", {"(Tensor input, tuple of ints size, *, bool implicit = False)": _expand}),
    Function("size", {"(Tensor input, int dim = None)": _size}),
    Function("dim", {"(Tensor input)": _dimensions}),
    Function("ndimension", {"(Tensor input)": _dimensions}),
    Function("nelement", {"(Tensor input)": Tensor.numel}),
    Function("repeat", {"(Tensor input, tuple of ints repeats)": rearranging.repeat}),
)
_BOTH: Final = (
    Function("reshape", {"(Tensor input, tuple of ints shape)": shapes.reshape}),
    Function("numel", {"(Tensor input)": Tensor.numel}),
    Function("ravel", {"(Tensor input)": layouts.ravel}),
    Function("flatten", {"(Tensor input, int start_dim = 0, int end_dim = -1)": shapes.flatten}),
    Function("unflatten", {"(Tensor input, int dim, tuple of ints sizes)": layouts.unflatten}),
    Function("broadcast_to", {"(Tensor input, tuple of ints size)": shapes.expand}),
    Function("t", {"(Tensor input)": shapes.t}),
    Function("transpose", {"(Tensor input, int dim0, int dim1)": shapes.transpose}),
    Function("swapaxes", {"(Tensor input, int axis0, int axis1)": shapes.transpose}),
    Function("swapdims", {"(Tensor input, int dim0, int dim1)": shapes.transpose}),
    Function("permute", {"(Tensor input, tuple of ints dims)": shapes.permute}),
    Function("movedim", _MOVES),
    Function("moveaxis", _MOVES),
    Function("unsqueeze", {"(Tensor input, int dim)": shapes.unsqueeze}),
    Function(
        "squeeze",
        {
            "(Tensor input)": shapes.squeeze,
            "(Tensor input, int dim)": shapes.squeeze,
            "(Tensor input, tuple of ints dim)": shapes.squeeze,
        },
    ),
    Function("unbind", {"(Tensor input, int dim = 0)": parts.unbind}),
    Function("chunk", {"(Tensor input, int chunks, int dim = 0)": parts.chunk}),
    Function(
        "split_with_sizes",
        {"(Tensor input, tuple of ints split_sizes, int dim = 0)": parts.split_with_sizes},
    ),
    Function(
        "narrow",
        {
            "(Tensor input, int dim, Tensor start, int length)": _narrow_from,
            "(Tensor input, int dim, int start, int length)": parts.narrow,
        },
    ),
    Function("select", {"(Tensor input, int dim, int index)": parts.select}),
    Function("flip", {"(Tensor input, tuple of ints dims)": rearranging.flip}),
    Function("fliplr", {"(Tensor input)": rearranging.fliplr}),
    Function("flipud", {"(Tensor input)": rearranging.flipud}),
    Function(
        "roll",
        {"(Tensor input, tuple of ints1 shifts, tuple of ints1 dims = ())": rearranging.roll},
    ),
    Function("rot90", {"(Tensor input, int k = 1, tuple of ints dims = (0,1))": rearranging.rot90}),
    Function("tile", {"(Tensor input, tuple of ints dims)": rearranging.tile}),
)
_IN_EQUAL_PARTS: Final = Function(
    "split", {"(Tensor input, int split_size, int dim = 0)": parts.split}
).function()
_IN_PARTS: Final = next(f for f in _BOTH if f.name == "split_with_sizes").function()


def _split_method(self: Tensor, split_size: Any, dim: int = 0) -> Any:
    if isinstance(split_size, Tensor) and split_size.ndim == 0:
        split_size = int(split_size.array.item())
    chosen = _IN_EQUAL_PARTS if isinstance(split_size, int) else _IN_PARTS
    return chosen(self, split_size, dim)


_split_method.__name__ = "split"
# Python names a method that lacks an argument by this.
_split_method.__qualname__ = "Tensor.split"


def split(tensor: Any, split_size_or_sections: Any, dim: int = 0) -> Any:
    """Views of a tensor's parts: of one size, or of listed sizes."""
    return tensor.split(split_size_or_sections, dim)


def broadcast_tensors(*tensors: Tensor) -> tuple[Tensor, ...]:
    """Tensors expanded to the shape they share."""
    return layouts.broadcast_tensors(tensors)


METHODS: Final[dict[str, Callable[..., Any]]] = {
    **{function.name: function.method() for function in (*_METHODS_ONLY, *_BOTH)},
    "split": _split_method,
}
TORCH: Final[dict[str, Callable[..., Any]]] = {
    **{function.name: function.function() for function in _BOTH},
    "split": split,
    "broadcast_tensors": broadcast_tensors,
}
