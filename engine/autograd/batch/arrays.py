"""The array with a hidden last axis."""

from collections.abc import Callable, Iterator
from math import prod
from operator import attrgetter
from typing import Any, Final, SupportsIndex

import numpy as np
from numpy.typing import NDArray

from engine.autograd.batch import alignment, protocols
from engine.autograd.batch.alignment import Shape, hidden, visible_axes
from engine.autograd.batch.flags import Flags
from engine.autograd.batch.indices import behind
from engine.autograd.batch.signals import NotBatched, agreed, agreed_truth


class Batch:
    """An array for each variant, all of one shape and type; to the eye, one such array.

    The numbers of all variants for one element lie side by side, so that where elements lie among
    one another is the same as in one variant's array; strides are told as of that. Shapes broadcast
    from the right, which the hidden last axis does not disturb; axes are counted from the front.

    Attributes:
        values: shape (*shape, variants).
        dtype: the type of a number.
        ndim: how many dimensions one variant's array has.
        size: how many elements one variant's array has.
    """

    __slots__ = ("_shape", "dtype", "ndim", "size", "values")

    values: NDArray[Any]
    dtype: np.dtype[Any]
    ndim: int
    size: int
    _shape: Shape

    # Elements compare with `==`, so identity is what it is looked up by, as with an array.
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, values: NDArray[Any], like: "Batch | None" = None) -> None:
        """Take over the numbers of all variants.

        Args:
            values: shape (*shape, variants).
            like: a batch of that shape, if there is one at hand, which saves finding out.
        """
        self.values = values
        self.dtype = values.dtype
        if like is None:
            self._shape = shape = values.shape[:-1]
            self.ndim = len(shape)
            self.size = prod(shape)
        else:
            self._shape = like.shape
            self.ndim = like.ndim
            self.size = like.size

    # -- what it looks like ----------------------------------------------------------------------

    def _reshape(self, shape: Shape) -> None:
        self.values.shape = (*shape, self.values.shape[-1])
        reshaped = Batch(self.values)
        self._shape, self.ndim = reshaped.shape, reshaped.ndim

    # Read at every step of the engine, so without a function of Python's.
    shape: property = property(attrgetter("_shape"), _reshape)
    """The shape of one variant's array; it may be assigned to as NumPy's, for a view in place."""
    base: property = property(attrgetter("values.base"))
    """Whose memory it shows; None for memory of its own."""

    @property
    def flags(self) -> Flags:
        """How its elements lie in memory, and whether they may be written to."""
        return Flags(self.values)

    @property
    def itemsize(self) -> int:
        """Bytes of a number."""
        return self.values.itemsize

    @property
    def nbytes(self) -> int:
        """Bytes of one variant's array."""
        return int(self.values.nbytes // self.values.shape[-1])

    @property
    def strides(self) -> Shape:
        """Bytes from one element to the next along each axis, in one variant's array."""
        variants = self.values.shape[-1]
        return tuple([stride // variants for stride in self.values.strides[:-1]])

    @property
    def T(self) -> "Batch":  # noqa: N802 - NumPy's name
        """The axes in reverse order."""
        return self.transpose()

    def __len__(self) -> int:
        if self.values.ndim == 1:
            raise TypeError("len() of unsized object")
        return len(self.values)

    def __iter__(self) -> Iterator["Batch"]:
        return (Batch(row) for row in self.values[: len(self)])

    # -- one answer for all variants -------------------------------------------------------------

    def __bool__(self) -> bool:
        return agreed_truth(self._only() != 0)

    def __int__(self) -> int:
        return int(agreed(self._only()).item())

    def __index__(self) -> int:
        return self.__int__()

    def __float__(self) -> float:
        return float(agreed(self._only()).item())

    def _only(self) -> NDArray[Any]:
        if self.size != 1:
            raise ValueError("the truth value of an array of several elements is ambiguous")
        return self.values.reshape(-1)

    def item(self) -> Any:
        """The number of one element, which may differ between variants."""
        from engine.autograd.batch.number import varying  # noqa: PLC0415 - numbers become arrays

        return varying(self._only())

    def tolist(self) -> Any:
        """Nested lists of such numbers."""
        from engine.autograd.batch.number import varying  # noqa: PLC0415 - numbers become arrays

        return varying(self.values) if self.ndim == 0 else [row.tolist() for row in self]

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("_") and hasattr(np.ndarray, name):
            # An array could do it.
            raise NotBatched
        raise AttributeError(name)

    # -- reading and writing ---------------------------------------------------------------------

    def __getitem__(self, index: Any) -> "Batch":
        return Batch(self.values[behind(index, self.ndim)])

    def __setitem__(self, index: Any, value: Any) -> None:
        if not self.values.flags.writeable:
            # Memory of the caller's: a run that writes must have its own.
            raise NotBatched
        self.values[behind(index, self.ndim)] = hidden(value, self.dtype)

    def fill(self, value: Any) -> None:
        """Write one number everywhere."""
        self[...] = value

    # -- the same elements in another form -------------------------------------------------------

    def view(self) -> "Batch":
        """The same memory."""
        return Batch(self.values.view())

    def reshape(self, *shape: Any) -> "Batch":
        """In another shape, without copying where that can be."""
        wanted = shape[0] if len(shape) == 1 and not isinstance(shape[0], int) else shape
        return Batch(self.values.reshape(*wanted, self.values.shape[-1]))

    def ravel(self) -> "Batch":
        """In one dimension, without copying where that can be."""
        return self.reshape(self.size)

    def flatten(self) -> "Batch":
        """In one dimension, in memory of its own."""
        return self.ravel().copy()

    def transpose(self, *axes: Any) -> "Batch":
        """The axes in another order, or in reverse."""
        order = axes[0] if len(axes) == 1 and not isinstance(axes[0], int) else axes
        if not order:
            order = range(self.ndim)[::-1]
        return Batch(self.values.transpose(*(axis % self.ndim for axis in order), self.ndim))

    def swapaxes(self, one: SupportsIndex, other: SupportsIndex) -> "Batch":
        """Two axes exchanged."""
        first, second = visible_axes((one, other), self.ndim)
        return Batch(self.values.swapaxes(first, second))

    def squeeze(self, axis: Any = None) -> "Batch":
        """Without axes of size 1, or without the named ones."""
        if axis is None:
            axis = tuple(place for place, size in enumerate(self.shape) if size == 1)
        return Batch(self.values.squeeze(visible_axes(axis, self.ndim)))

    def astype(self, dtype: Any, order: Any = "K", copy: bool = True) -> "Batch":
        """In another type."""
        if not copy and order == "K" and dtype == self.values.dtype:
            return self
        return Batch(self.values.astype(dtype, order, copy=copy))

    def copy(self, order: Any = "C") -> "Batch":
        """In memory of its own."""
        return Batch(self.values.copy(order), self)

    # -- NumPy's protocols -----------------------------------------------------------------------

    def __array__(self, dtype: Any = None, copy: Any = None) -> NDArray[Any]:
        # Nothing may take it for an array of one dimension more.
        raise NotBatched

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        if not options and method == "__call__" and ufunc.nout == 1:
            # What most calls are: a function, or a number in an array of no dimensions and a batch.
            one, *others = inputs
            if not others:
                return Batch(ufunc(self.values), self)
            if type(one) is np.ndarray and not one.ndim and len(others) == 1:
                return Batch(ufunc(one, self.values), self)
        return protocols.array_ufunc(ufunc, method, inputs, options)

    def __array_function__(self, function: Any, types: Any, args: Any, options: Any) -> Any:
        return protocols.array_function(function, args, options)


alignment.BATCH.append(Batch)


def _operator(ufunc: Any) -> Callable[[Batch, Any], Any]:
    def operate(self: Batch, other: Any) -> Any:
        kind = type(other)
        if kind is Batch:
            like = self if self._shape == other.shape else None
            return Batch(ufunc(self.values, other.values), like)
        if kind is float or kind is int or (kind is np.ndarray and not other.ndim):
            return Batch(ufunc(self.values, other), self)
        if alignment.knows(kind):
            return protocols.array_ufunc(ufunc, "__call__", (self, other), {})
        return NotImplemented

    return operate


def _reflected(ufunc: Any) -> Callable[[Batch, Any], Any]:
    def operate(self: Batch, other: Any) -> Any:
        kind = type(other)
        if kind is float or kind is int:
            return Batch(ufunc(other, self.values), self)
        if alignment.knows(kind):
            return protocols.array_ufunc(ufunc, "__call__", (other, self), {})
        return NotImplemented

    return operate


def _unary(ufunc: Any) -> Callable[[Batch], Any]:
    return lambda self: Batch(ufunc(self.values), self)


def _in_place(ufunc: Any) -> Callable[[Batch, Any], Any]:
    def operate(self: Batch, other: Any) -> Any:
        if not alignment.knows(type(other)):
            return NotImplemented
        return protocols.array_ufunc(ufunc, "__call__", (self, other), {"out": (self,)})

    return operate


_ARITHMETIC: Final[dict[str, Any]] = {
    "add": np.add, "sub": np.subtract, "mul": np.multiply, "truediv": np.true_divide,
    "floordiv": np.floor_divide, "mod": np.remainder, "pow": np.power, "and": np.bitwise_and,
    "or": np.bitwise_or, "xor": np.bitwise_xor, "lshift": np.left_shift, "rshift": np.right_shift,
}  # fmt: skip
_COMPARING: Final[dict[str, Any]] = {
    "lt": np.less, "le": np.less_equal, "gt": np.greater, "ge": np.greater_equal,
    "eq": np.equal, "ne": np.not_equal,
}  # fmt: skip
_UNARY: Final[dict[str, Any]] = {
    "neg": np.negative,
    "pos": np.positive,
    "abs": np.absolute,
    "invert": np.invert,
}

for _name, _ufunc in _ARITHMETIC.items():
    setattr(Batch, f"__{_name}__", _operator(_ufunc))
    setattr(Batch, f"__r{_name}__", _reflected(_ufunc))
    setattr(Batch, f"__i{_name}__", _in_place(_ufunc))
for _name, _ufunc in _COMPARING.items():
    setattr(Batch, f"__{_name}__", _operator(_ufunc))
for _name, _ufunc in _UNARY.items():
    setattr(Batch, f"__{_name}__", _unary(_ufunc))
