"""Element types: their names in PyTorch, their NumPy counterparts, and PyTorch's promotion."""

from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]
Number: TypeAlias = bool | int | float


class DType:
    """An element type, such as `torch.float32`; one object of each exists.

    Attributes:
        name: `float32` and the like.
        title: the name in most messages (`Float`, `Long`).
        c_name: the name in the others (`float`, `long`).
        numpy: the NumPy dtype with the same values.
        is_floating_point: whether tensors of it can require gradients.
        category: 0 for bool, 1 for integers, 2 for floating point: what promotion looks at first.
    """

    __slots__ = (
        "c_name", "category", "is_floating_point", "itemsize", "name", "numpy", "rank", "title",
    )  # fmt: skip

    def __init__(
        self, name: str, title: str, c_name: str, rank: int, kind: type[np.generic]
    ) -> None:
        self.name = name
        self.title = title
        self.c_name = c_name
        # Of two types the one of higher rank is the common one; the tens are the category.
        self.rank = rank
        self.category = rank // 10
        self.numpy: np.dtype[Any] = np.dtype(kind)
        self.is_floating_point = self.numpy.kind == "f"
        self.itemsize = self.numpy.itemsize

    def __repr__(self) -> str:
        return f"torch.{self.name}"


bool_: Final = DType("bool", "Bool", "bool", 0, np.bool_)
uint8: Final = DType("uint8", "Byte", "unsigned char", 10, np.uint8)
int8: Final = DType("int8", "Char", "signed char", 11, np.int8)
int16: Final = DType("int16", "Short", "short int", 12, np.int16)
int32: Final = DType("int32", "Int", "int", 13, np.int32)
int64: Final = DType("int64", "Long", "long int", 14, np.int64)
float16: Final = DType("float16", "Half", "c10::Half", 20, np.float16)
float32: Final = DType("float32", "Float", "float", 21, np.float32)
float64: Final = DType("float64", "Double", "double", 22, np.float64)

ALL: Final = (bool_, uint8, int8, int16, int32, int64, float16, float32, float64)
# By NumPy's own number of a type: hashing a dtype takes longer than a small addition.
_OF_NUMBER: Final[dict[int, DType]] = {dtype.numpy.num: dtype for dtype in ALL}


def of(array: Array | np.generic) -> DType:
    """The element type of an array of any shape, as the one `DType` object with its NumPy type."""
    return _OF_NUMBER[array.dtype.num]


def of_numpy(dtype: np.dtype[Any]) -> DType:
    """The element type with that NumPy type."""
    return _OF_NUMBER[dtype.num]


def of_type_number(number: int) -> DType:
    """The element type with NumPy's number of a type."""
    return _OF_NUMBER[number]


def promoted(left: DType, right: DType) -> DType:
    """The type that two operands of equal standing share.

    Unsigned and signed bytes meet in the next wider type; otherwise the higher rank wins.
    """
    if left is right:
        return left
    if {left, right} == {uint8, int8}:
        return int16
    return left if left.rank > right.rank else right
