"""The printed form of tensors, as PyTorch's default options have it (SEMANTICS.md, part D)."""

import math
from typing import Any, Final

import numpy as np

from engine.autograd.dtypes import Array, bool_, float32, int64
from engine.autograd.tensor import Tensor

_LINE: Final = 80
_THRESHOLD: Final = 1000
_EDGE: Final = 3
_PREFIX: Final = "tensor("
_INDENT: Final = len(_PREFIX)


class _Formatter:
    """How the elements of one tensor are written: a common form and a common width."""

    __slots__ = ("_spec", "_whole", "width")

    def __init__(self, shown: Array) -> None:
        self._spec = ""
        self._whole = False
        if shown.dtype.kind != "f":
            self.width = max((len(str(value)) for value in shown.ravel().tolist()), default=1)
            return
        values = shown.astype(np.float64).ravel()
        values = values[np.isfinite(values) & (values != 0)]
        self.width = 1
        self._spec = ".4f"
        if not values.size:
            self._whole = True
            self._spec = ".0f"
            return
        sizes = np.abs(values)
        largest, smallest = float(sizes.max()), float(sizes.min())
        if largest / smallest > 1000.0 or largest > 1.0e8 or smallest < 1.0e-4:
            self._spec = ".4e"
        elif bool((values == np.ceil(values)).all()):
            self._whole = True
            self._spec = ".0f"
        longest = max(len(format(value, self._spec)) for value in values.tolist())
        self.width = longest + 1 if self._whole else longest

    def write(self, value: Any) -> str:
        if not self._spec:
            return str(value).rjust(self.width)
        text = format(value, self._spec)
        if self._whole and math.isfinite(value):
            text += "."
        return text.rjust(self.width)


def represent(tensor: Tensor) -> str:
    """What `print` shows of a tensor.

    Args:
        tensor: of any shape and type.

    Returns:
        The text, without a newline at its end.
    """
    array = tensor.array
    suffixes: list[str] = []
    dtype = tensor.dtype
    usual = dtype in (float32, int64, bool_)
    if array.size == 0:
        body = "[]"
        if array.ndim != 1:
            suffixes.append(f"size={tuple(array.shape)}")
        usual = dtype is float32
    else:
        body = _body(array)
    if not usual:
        suffixes.append(f"dtype={dtype!r}")
    producer = _producer(tensor)
    if producer:
        suffixes.append(f"grad_fn=<{producer}>")
    elif tensor.requires_grad:
        suffixes.append("requires_grad=True")
    return _with_suffixes(_PREFIX + body, suffixes)


def _producer(tensor: Tensor) -> str:
    """The name of the operation that made a tensor, "" for a leaf."""
    try:
        node = tensor.grad_fn
    except RuntimeError:
        # One of several views, whose history PyTorch will not tell.
        return "Invalid"
    return "" if node is None else node.name().rpartition("::")[2]


def _with_suffixes(text: str, suffixes: list[str]) -> str:
    parts = [text]
    last = len(text) - text.rfind("\n") + 1
    for suffix in suffixes:
        if last + len(suffix) + 2 > _LINE:
            parts.append(",\n" + " " * _INDENT + suffix)
            last = _INDENT + len(suffix)
        else:
            parts.append(", " + suffix)
            last += len(suffix) + 2
    return "".join(parts) + ")"


def _body(array: Array) -> str:
    summarised = array.size > _THRESHOLD
    formatter = _Formatter(_shown(array) if summarised else array)
    if array.ndim == 0:
        return formatter.write(array.item())
    return _write(array, formatter, _INDENT, summarised)


def _shown(array: Array) -> Array:
    """The corners that a summary shows."""
    for axis, size in enumerate(array.shape):
        if size > 2 * _EDGE:
            kept = [*range(_EDGE), *range(size - _EDGE, size)]
            array = array.take(kept, axis=axis)
    return array


def _write(array: Array, formatter: _Formatter, indent: int, summarised: bool) -> str:
    if array.ndim == 1:
        return _write_row(array, formatter, indent, summarised)
    rows: list[str]
    if summarised and len(array) > 2 * _EDGE:
        rows = [_write(row, formatter, indent + 1, summarised) for row in array[:_EDGE]]
        rows.append("...")
        rows += [_write(row, formatter, indent + 1, summarised) for row in array[-_EDGE:]]
    else:
        rows = [_write(row, formatter, indent + 1, summarised) for row in array]
    return "[" + ("," + "\n" * (array.ndim - 1) + " " * (indent + 1)).join(rows) + "]"


def _write_row(array: Array, formatter: _Formatter, indent: int, summarised: bool) -> str:
    values = array.tolist()
    if summarised and len(values) > 2 * _EDGE:
        cells = [formatter.write(value) for value in values[:_EDGE]]
        cells.append(" ...")
        cells += [formatter.write(value) for value in values[-_EDGE:]]
    else:
        cells = [formatter.write(value) for value in values]
    per_line = max(1, (_LINE - indent) // (formatter.width + 2))
    lines = [", ".join(cells[at : at + per_line]) for at in range(0, len(cells), per_line)]
    return "[" + (",\n" + " " * (indent + 1)).join(lines) + "]"
