"""Rows of evenly spaced numbers."""

import math
from typing import Any, Final

import numpy as np

from engine.autograd.context import current
from engine.autograd.dtypes import Array, DType, float32, int64
from engine.autograd.operations.creation import finished
from engine.autograd.operations.requirements import not_implemented_for
from engine.autograd.tensor import Tensor


def arange(
    start: Any,
    end: Any,
    step: Any,
    dtype: DType | None,
    pin_memory: bool | None,
    requires_grad: bool | None,
) -> Tensor:
    """Numbers from a start up to, without, an end, by a step.

    Raises:
        RuntimeError: when the step is zero or leads away from the end, and for infinite bounds.
        NotImplementedError: for bool.
    """
    floating = any(isinstance(bound, float) for bound in (start, end, step))
    wanted = dtype or (float32 if floating else int64)
    if wanted.category == 0:
        raise not_implemented_for("arange_cpu", Tensor(np.zeros((), np.bool_)))
    if step == 0:
        raise RuntimeError("step must be nonzero")
    if not (math.isfinite(start) and math.isfinite(end)):
        raise RuntimeError(f"unsupported range: {_shown(start)} -> {_shown(end)}")
    if (end - start) * step < 0:
        raise RuntimeError("upper bound and lower bound inconsistent with step sign")
    if wanted.category == 1:
        start, end, step = int(start), int(end), int(step)
    count = math.ceil((end - start) / step)
    current().allow(count)
    # Computed in the wide type and rounded once, as PyTorch does.
    wide = np.float64 if wanted.category == 2 else np.int64
    values = np.asarray(start, wide) + np.arange(count).astype(wide) * np.asarray(step, wide)
    return finished(values.astype(wanted.numpy), requires_grad, pin_memory)


def _shown(bound: float) -> str:
    return f"{bound:g}"


def linspace(
    start: Any,
    end: Any,
    steps: int,
    dtype: DType | None,
    pin_memory: bool | None,
    requires_grad: bool | None,
) -> Tensor:
    """Evenly spaced numbers from a start to an end, both included.

    Raises:
        RuntimeError: for a negative number of steps.
    """
    if steps < 0:
        raise RuntimeError("number of steps must be non-negative")
    current().allow(steps)
    kind = (dtype or float32).numpy
    values = np.full(1, start, kind) if steps == 1 else _spaced(start, end, steps, kind)
    return finished(values, requires_grad, pin_memory)


_WIDER: Final[dict[str, Any]] = {"f": np.float64, "d": np.longdouble}


def _spaced(start: Any, end: Any, steps: int, kind: np.dtype[Any]) -> Array:
    # Steps between integers are computed in float32.
    number = kind.type if kind.kind == "f" else np.float32
    first, last = kind.type(start), kind.type(end)
    step = number(number(last) - number(first)) / number(max(steps - 1, 1))
    places = np.arange(steps)
    # PyTorch's kernel multiplies and adds in one step, rounded once.
    wide = _WIDER.get(np.dtype(number).char, number)
    step = wide(step)
    # The first half is counted from the start, the second from the end, so that both are met.
    values: Array = np.where(
        places < steps // 2,
        first + step * places.astype(wide),
        last - step * (steps - 1 - places).astype(wide),
    )
    return values.astype(kind)
