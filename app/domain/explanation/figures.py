"""Numbers as a table shows them: short, and large tensors by their corners."""

import math
from typing import Final

from engine.snippet.recording.events import Numbers

IN_TABLE: Final = 6
"""Significant digits in a table; float32 carries about seven."""
IN_PICTURE: Final = 4
"""Significant digits in a picture."""
_WHOLE: Final = 8
"""A dimension of more elements is shown by its first and last ones."""
_MOST: Final = 24
"""A tensor of more elements has every dimension of more than four elements cut short."""
_ENDS: Final = 2


def figure(numbers: Numbers | None, digits: int = IN_TABLE) -> str:
    """Write what a tensor held: `[2, 4]`, `None`, or its shape where it holds too much to show."""
    if numbers is None:
        return "None"
    flat = numbers.flat
    if flat is None:
        sizes = " \N{MULTIPLICATION SIGN} ".join(map(str, numbers.shape))
        return f"{sizes} numbers"
    whole = _WHOLE if len(flat) <= _MOST else 2 * _ENDS
    return _written([short(number, digits) for number in flat], numbers.shape, whole)


def short(number: float, digits: int = IN_TABLE) -> str:
    """Write one number: `3`, `0.166667`, `inf`, `True`."""
    if isinstance(number, bool) or not math.isfinite(number):
        return str(number)
    written = f"{number:.{digits}g}"
    return "0" if written == "-0" else written


def _written(flat: list[str], shape: tuple[int, ...], whole: int) -> str:
    if not shape:
        return flat[0]
    size = shape[0]
    step = len(flat) // size if size else 0
    parts = [
        _written(flat[i * step : (i + 1) * step], shape[1:], whole) for i in _shown(size, whole)
    ]
    if size > whole:
        parts.insert(len(parts) // 2, "…")
    return f"[{', '.join(parts)}]"


def _shown(size: int, whole: int) -> list[int]:
    if size <= whole:
        return list(range(size))
    return [*range(_ENDS), *range(size - _ENDS, size)]
